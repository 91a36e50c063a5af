"""Waiting for what a locator cannot say."""

import time

from tests.browser.conftest import PATIENCE


def until(page, expression):
    """Asks again and again: Playwright's own wait does so by `eval`, which the portal's security policy refuses."""
    end = time.monotonic() + PATIENCE / 1000
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"It never came true: {expression}"
        page.wait_for_timeout(50)
