"""What is asked once: texts of an earlier application, and what is known of the association."""

from . import sections
from .models import Application, Section

# Said anew in each application: days, and what was true at that time.
SAID_ANEW = {"begins_on", "ends_on", "events", "begun", "other_grants", "other_grants_text"}
COPIED = (sections.ASSOCIATION, sections.PROJECT, sections.CONTENT, sections.PLAN)


def known_of(application):
    """{name: text} of the association's page as typed in its newest other application, else from the directory."""
    others = Section.objects.filter(key=sections.ASSOCIATION, number__gt=0, application__in=earlier(application))
    last = others.order_by("-edited_at").first()
    if last:
        return {name: texts[0] for name, texts in last.typed.items() if texts}
    return contact_of(application.organisation) | {"account_holder": application.organisation.name}


def earlier(application):
    return Application.objects.filter(organisation=application.organisation).exclude(pk=application.pk)


def contact_of(organisation):
    contact = organisation.contacts.first()
    if not contact:
        return {}
    names = {"contact_name": contact.person, "contact_role": contact.role}
    return names | {"contact_phone": contact.phone, "contact_email": contact.email}


def texts_of(application):
    """{section key: typed} of what another application may begin with."""
    typed = {one.key: one.typed for one in application.sections.filter(key__in=COPIED, number__gt=0)}
    return {key: {name: texts for name, texts in one.items() if name not in SAID_ANEW} for key, one in typed.items()}
