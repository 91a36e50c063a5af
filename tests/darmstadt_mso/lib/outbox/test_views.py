"""Unsubscribing on the page, and with one click in a mail program."""

import pytest
from django.test import Client
from django.urls import reverse

from darmstadt_mso.lib.outbox import mails, unsubscribing
from tests.pages import main, text, tree

pytestmark = pytest.mark.django_db
ANNA = "anna@example.org"


def url(token=None):
    return reverse("outbox:unsubscribe", args=[token or unsubscribing.token("freshness", ANNA)])


def test_opening_the_page_changes_nothing(client):
    """Mail programs open addresses to look for viruses."""
    answer = client.get(url())
    assert answer.status_code == 200 and main(tree(answer)).find(".//form").get("method") == "post"
    assert not mails.unsubscribed("freshness", ANNA)


@pytest.mark.parametrize("data", [{}, {"List-Unsubscribe": "One-Click"}])
def test_one_click_is_enough_twice_too(data):
    """A mail program has neither cookie nor token of the page."""
    client = Client(enforce_csrf_checks=True)
    said = [text(main(tree(client.post(url(), data)))) for _ in range(2)]
    assert mails.unsubscribed("freshness", ANNA) and said[0] == said[1]
    assert not mails.unsubscribed("freshness", "bert@example.org")


@pytest.mark.parametrize("token", ["x", "freshness:abc:def", unsubscribing.SALT])
def test_an_invented_address_does_not_exist(client, token):
    assert [client.get(url(token)).status_code, client.post(url(token)).status_code] == [404, 404]
