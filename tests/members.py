"""How tests use the pages below /konto/: always in English, the language of the sources."""

from tests.pages import by_class, main, text, tree


def english(path):
    return f"/en{path.removeprefix('/en')}"


def as_(client, user):
    client.force_login(user)
    return client


def page(client, path):
    return main(tree(client.get(english(path))))


def act(client, path, **typed):
    """The path to which the deed leads, else the page that refuses it."""
    answer = client.post(english(path), typed)
    if answer.status_code == 302:
        return answer["Location"].removeprefix("/en")
    assert answer.status_code == 422
    return main(tree(answer))


def said(client):
    """The messages on the next page."""
    return [text(one) for one in by_class(tree(client.get("/en/konto/")), "notice")]
