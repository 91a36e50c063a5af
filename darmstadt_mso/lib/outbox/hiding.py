"""Mails that are not for everybody in the office: of its own mails each app says which those are."""

from importlib import import_module

from django.conf import settings

from .models import Message


def visible_to(user):
    """`settings.HIDDEN_MAILS` names modules with `hidden_mails(user)`, which gives a Q of what is not for them."""
    found = Message.objects.all()
    for name in settings.HIDDEN_MAILS:
        hidden = Message.objects.filter(import_module(name).hidden_mails(user))
        found = found.exclude(pk__in=hidden.values("pk"))
    return found
