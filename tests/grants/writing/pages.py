"""How somebody goes through the pages of a draft, in English."""

from tests.pages import main, text, tree


def url(application, *rest):
    return f"/en/antraege/{application.handle}/" + "".join(f"{part}/" for part in rest)


def send(browser, application, key, seen=0, **typed):
    return browser.post(url(application, key), typed | {"seen": seen})


def auto(browser, application, key, seen=0, **typed):
    return send(browser, application, key, seen, auto="1", **typed)


def form_of(answer):
    return next(form for form in main(tree(answer)).iter("form"))


def shown(answer):
    """{name: what stands in the field} of the page's form; of choices what is chosen."""
    found = {}
    for one in form_of(answer).iter():
        name, kind = one.get("name"), one.get("type")
        if one.tag == "input" and name and (kind not in ("radio", "checkbox") or "checked" in one.attrib):
            found[name] = one.get("value", "on" if kind == "checkbox" else "")
        if one.tag == "textarea":
            found[name] = (one.text or "").removeprefix("\n")
        if one.tag == "select":
            found[name] = next(
                (option.get("value") for option in one.iter("option") if "selected" in option.attrib), ""
            )
    return found


def mistakes(answer):
    """{name: text} of what is told beside the fields."""
    found = {}
    for one in form_of(answer).iter("div"):
        ident = one.get("id", "")
        if ident.startswith("id_") and ident.endswith("_error"):
            words = text(one).removeprefix("Error:").strip()
            found[ident.removeprefix("id_").removesuffix("_error")] = words
    return found


def saved(application, key):
    """What the section holds, {name: text}, with lists of texts where there are several."""
    section = application.sections.get(key=key)
    return {name: texts[0] if len(texts) == 1 else texts for name, texts in section.typed.items()}


def words(answer):
    return text(main(tree(answer)))
