"""A mail from its template: nothing in it may be missing or empty.

A template below templates/mail is two files: `<name>_subject.txt` and `<name>.txt`. Those of the accounts are named as
allauth names them: `<name>_message.txt` below templates/account/email.
"""

import functools
from hashlib import sha256

from django.conf import settings
from django.template import Context, Engine
from django.template.backends.django import get_installed_libraries
from django.utils import translation

QUOTED = ("reason", "why")


class EmptyPlaceholder(ValueError):
    """Names template and placeholder, never a value."""

    def __init__(self, template, placeholder):
        super().__init__(f"The mail {template} has nothing to put in for {placeholder}.")
        self.template, self.placeholder = template, placeholder


class Unknown(str):
    """What Django formats with the name of a placeholder that is not there."""

    def __mod__(self, name):
        raise EmptyPlaceholder("", str(name))


class Nothing:
    """An empty value: conditions, loops and defaults take it as such, but it cannot be written."""

    def __init__(self, name):
        self.name = name

    def __bool__(self):
        return False

    def __len__(self):
        return 0

    def __iter__(self):
        return iter(())

    def __str__(self):
        raise EmptyPlaceholder("", self.name)


@functools.cache
def engine():
    folder = settings.BASE_DIR / "templates"
    return Engine(
        dirs=[folder / "mail", folder],
        autoescape=False,
        string_if_invalid=Unknown("%s"),
        libraries=get_installed_libraries(),
    )


def render(template, context, language):
    """(subject, text) in this language."""
    filled = Context(guarded({"site_name": settings.SITE_NAME, **context}), autoescape=False)
    names = [[f"{template}_subject.txt"], [f"{template}.txt", f"{template}_message.txt"]]
    try:
        with translation.override(language):
            subject, text = (engine().select_template(files).render(filled) for files in names)
    except EmptyPlaceholder as empty:
        raise EmptyPlaceholder(template, empty.placeholder) from None
    if not (subject.strip() and text.strip()):
        raise EmptyPlaceholder(template, "subject and text")
    return " ".join(subject.split()), text.strip()


def guarded(value, name=""):
    """The same value with `Nothing` in every empty place and texts that stay in theirs."""
    if isinstance(value, dict):
        return {key: guarded(inner, f"{name}.{key}".lstrip(".")) for key, inner in value.items()}
    if isinstance(value, list) and value:
        return [guarded(inner, f"{name}.{number}") for number, inner in enumerate(value)]
    is_empty = value is None or value == [] or (isinstance(value, str) and not value.strip())
    if is_empty:
        return Nothing(name)
    return in_place(value, name) if isinstance(value, str) else value


def in_place(text, name):
    if name.rpartition(".")[2] in QUOTED:
        return "\n".join(f"> {line.strip()}".strip() for line in text.strip().splitlines())
    return " ".join(text.split())


def fingerprint(subject, text):
    return sha256(f"{subject}\n{text}".encode()).hexdigest()
