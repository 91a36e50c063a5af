"""Where somebody is logged in: browser and day, nothing else."""

from allauth.account.signals import password_changed, password_set, user_logged_in
from allauth.usersessions.models import UserSession

# The table of the library wants an address.
NO_ADDRESS = "0.0.0.0"
# What a browser says of itself → how people call it. The first that fits: many claim to be the later ones too.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
DEVICES = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "CrOS": "Chromebook",
    "Linux": "Linux",
}


def listen():
    for event in (user_logged_in, password_changed, password_set):
        event.connect(note)


def note(sender, request, **details):
    """Writes the session down when it begins, and anew when a new password has changed its key."""
    if not request.session.session_key:
        request.session.save()
    UserSession.objects.purge_and_list(request.user)
    told = request.META.get("HTTP_USER_AGENT", "")
    facts = {"user": request.user, "ip": NO_ADDRESS, "user_agent": device(told)}
    UserSession.objects.update_or_create(session_key=request.session.session_key, defaults=facts)


def device(user_agent):
    """“Firefox, Windows”, or what is known of it."""
    return ", ".join(filter(None, [first(BROWSERS, user_agent), first(DEVICES, user_agent)]))


def first(names, user_agent):
    return next((name for sign, name in names.items() if sign in user_agent), "")
