"""Somebody who has a keyboard and no mouse."""

from playwright.sync_api import expect

MOST_STOPS = 250
# Whether the element has the focus, and what is wrong with how it shows: a ring is missing, or something lies over it.
FOCUS = """(element) => {
  const here = document.activeElement;
  if (here !== element) return null;
  const { outlineStyle, outlineWidth } = getComputedStyle(here);
  const { left, right, top, bottom } = here.getBoundingClientRect();
  const found = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  const mine = found && (here.contains(found) || found.contains(here) || here.labels?.[0]?.contains(found));
  const wrong = outlineStyle === "none" || parseFloat(outlineWidth) < 2 ? "no ring: " : mine ? "" : "covered: ";
  return wrong && wrong + here.outerHTML.slice(0, 120);
}"""


class Hands:
    """Nothing but the Tab key leads anywhere, and wherever it is used one sees where one is."""

    def __init__(self, page):
        self.page, self.keyboard = page, page.keyboard

    def to(self, css, back=False):
        """Presses Tab, or Shift+Tab, until this has the focus."""
        target = self.page.locator(css)
        expect(target).to_have_count(1)
        handle = target.element_handle()
        for _press in range(MOST_STOPS):
            self.keyboard.press("Shift+Tab" if back else "Tab")
            wrong = self.page.evaluate(FOCUS, handle)
            if wrong is not None:
                assert wrong == ""
                return
        raise AssertionError(f"The Tab key does not lead to {css}.")

    def skip(self):
        """From the top of a page to its content."""
        self.page.locator("body").evaluate("(body) => { body.tabIndex = -1; body.focus(); }")  # from an autofocus
        self.to(".skip")
        self.keyboard.press("Enter")
        expect(self.page.locator("#main")).to_be_focused()

    def press(self, css, key="Enter", back=False):
        self.to(css, back)
        self.keyboard.press(key)

    def follow(self, css, back=False):
        """Presses what leads to another page."""
        self.to(css, back)
        self.enter()

    def enter(self):
        with self.page.expect_navigation():
            self.keyboard.press("Enter")

    def write(self, css, text, back=False):
        """In the place of what stood there."""
        self.to(css, back)
        self.keyboard.press("Control+A")
        self.keyboard.type(text)

    def choose(self, css, value, most=30):
        """With the arrow keys, of a list that opens."""
        self.to(css)
        chosen = self.page.locator(css)
        for _press in range(most):
            if chosen.input_value() == value:
                return
            self.keyboard.press("ArrowDown")
        raise AssertionError(f"The arrow keys do not lead to {value} in {css}.")
