"""What a form showed when it was opened, carried in the form itself, so that a change in between is noticed."""

from django.core import signing

SALT = "organisations.seen"


def token(values):
    """{(thing, field): value} as a signed text."""
    return signing.dumps([[*key, value] for key, value in values.items()], salt=SALT, compress=True)


def values(token):
    """The values behind the text; none if it is not from here: then every field counts as changed in between."""
    try:
        return {(thing, name): value for thing, name, value in signing.loads(token, salt=SALT)}
    except signing.BadSignature:
        return {}
