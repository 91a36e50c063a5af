"""Guards the other tests: what must never happen is noticed."""

import pytest

from tests.browser.watching import Watch


@pytest.fixture
def watched(browser, portal):
    context = browser.new_context(base_url=portal.origin)
    context.route("http://elsewhere.invalid/**", lambda route: route.abort())
    page, watch = context.new_page(), Watch(context, portal.origin)
    page.goto("/kontakt/")
    assert watch.complaints == []
    yield page, watch
    context.close()


DEEDS = {
    "inline style": "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\">')",
    "foreign picture": "document.body.insertAdjacentHTML('beforeend', '<img src=\"http://elsewhere.invalid/x.png\">')",
    "inline script": "document.body.append(Object.assign(document.createElement('script'), {text: 'window.x = 1'}))",
    "error in the console": "console.error('something is wrong')",
    "missing file": "void fetch('/static/is-not-there.js')",
}


@pytest.mark.parametrize("deed", DEEDS)
def test_it_is_noticed(watched, deed):
    page, watch = watched
    with page.expect_console_message():
        page.evaluate(DEEDS[deed])
    assert watch.complaints


def test_an_error_of_a_script_is_noticed(watched):
    page, watch = watched
    with page.expect_event("pageerror"):
        page.evaluate("void setTimeout(() => { throw new Error('broken'); })")
    assert "broken" in watch.complaints[0][0]


def test_requests_to_somebody_else_are_noticed(watched):
    page, watch = watched
    page.set_content('<img alt="" src="http://elsewhere.invalid/x.png">')
    assert any("somebody else" in text for text, _url in watch.complaints)


def test_a_page_that_is_not_there_is_no_complaint(watched):
    page, watch = watched
    page.goto("/gibt-es-nicht/")
    assert watch.complaints == []
