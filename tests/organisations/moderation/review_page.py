"""The page on which the office reads proposals, as a browser meets it."""

from django.urls import reverse

from organisations.models import ProposedChange
from tests.pages import by_class, main, text, tree

LIST = "/admin/organisations/changeproposal/"


def url_of(proposal):
    return reverse("admin:organisations_changeproposal_change", args=[proposal.pk])


def look(client, proposal):
    return tree(client.get(url_of(proposal)))


def part(page, change):
    """The place of a change on the page."""
    return next(one for one in main(page).iter("article") if one.get("id") == f"change-{change.pk}")


def sides(page, change):
    return [text(side) for side in by_class(part(page, change), "change-side")]


def marked(element, tag):
    return ["".join(one.itertext()) for one in element.iter(tag)]


def marks(page, change):
    return len(by_class(part(page, change), "change-mark"))


def fields(page):
    """What a browser would send back, without buttons."""
    found = {}
    for one in main(page).iter():
        kind, name = one.get("type"), one.get("name")
        if one.tag == "textarea" and name:
            found[name] = one.text or ""
        elif one.tag == "select":
            found[name] = next(
                (option.get("value") for option in one.iter("option") if "selected" in option.attrib), ""
            )
        elif one.tag == "input" and name and (kind == "hidden" or "checked" in one.attrib):
            found[name] = one.get("value")
    return found


def named(change, name):
    return f"change-{change.pk}-{name}"


def say(client, proposal, *decided, page=None, button="_save"):
    """Sends the page with decisions: (change, verdict[, reason])."""
    sent = fields(page if page is not None else look(client, proposal))
    for change, verdict, *reason in decided:
        sent[named(change, "verdict")] = verdict
        sent[named(change, "reason")] = "".join(reason)
    return client.post(url_of(proposal), sent | {button: "yes"}, follow=True)


def notes(response):
    return [text(note) for note in by_class(tree(response), "notice")]


def verdict(change):
    return ProposedChange.objects.get(pk=change.pk).verdict
