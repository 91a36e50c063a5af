"""How an association's people go through the pages on which they edit its entry."""

from organisations.models import ProposedChange
from tests.pages import by_class, links, main, text, tree

CONTACT = {"role": "Beratung", "phone": "06151 12345", "public": "True"}


def url(section="", rest=""):
    """The pages in English, whose words are those of the source."""
    return "/en/konto/vereine/anis/bearbeiten/" + "".join(f"{part}/" for part in (section, rest) if part)


def fields(answer):
    """What the first form of the page would send if nobody touched it: {name: value or [values]}."""
    found = {}
    form = next(form for form in main(tree(answer)).iter("form"))
    for one in form.iter("input"):
        kind = one.get("type")
        if kind in ("file", "submit") or not one.get("name"):
            continue
        if kind in ("checkbox", "radio") and "checked" not in one.attrib:
            continue
        value = one.get("value", "on" if kind == "checkbox" else "")
        if kind == "checkbox":
            found.setdefault(one.get("name"), []).append(value)
        else:
            found[one.get("name")] = value
    for one in form.iter("textarea"):
        found[one.get("name")] = (one.text or "").removeprefix("\n").replace("\n", "\r\n")
    for one in form.iter("select"):
        chosen = [option.get("value") for option in one.iter("option") if "selected" in option.attrib]
        found[one.get("name")] = chosen[0] if chosen else next(one.iter("option")).get("value")
    assert found.pop("csrfmiddlewaretoken")
    return found


def save(client, address, **typed):
    """Opens a form, types and sends it."""
    return client.post(address, fields(client.get(address)) | typed)


def waiting():
    return {(one.thing, one.field): one.after for one in ProposedChange.objects.waiting()}


def notices(client, answer):
    return [text(one) for one in by_class(tree(client.get(answer["Location"])), "notice")]


def edit_link(client, section, words):
    page = main(tree(client.get(url(section))))
    return next(href for label, href in links(page) if label.startswith(words))
