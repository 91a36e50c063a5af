"""axe-core on every public page: in both writing directions and schemes, on a phone and on a desk."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.addresses import LANGUAGES, PAGES, show

AXE = Axe()
WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")
# Switched off unless asked for; what a norm or our own measures want.
MORE_RULES = ("target-size", "label-content-name-mismatch", "css-orientation-lock")
OPTIONS = {"resultTypes": ["violations"], "rules": {name: {"enabled": True} for name in MORE_RULES}}


def violations(page, context=None, **options):
    """What axe finds, best practices included: rule, place and reason, one line each."""
    found = AXE.run(page, context, OPTIONS | options).response["violations"]
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for violation in found
        for node in violation["nodes"]
    ]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(kept_page, name, language, scheme, width):
    kept_page.set_viewport_size({"width": width, "height": 900})
    kept_page.emulate_media(color_scheme=scheme)
    show(kept_page, name, language)
    assert violations(kept_page) == []


def test_axe_really_looks(kept_page):
    show(kept_page, "contact", "de")
    kept_page.evaluate("document.querySelector('h1').append(document.createElement('img'))")
    assert "image-alt" in violations(kept_page)[0]


# What axe cannot judge: text beside pictures and on the map, by the measures of WCAG.
CONTRAST = """([front, back]) => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const light = (selector, property) => {
    canvas.fillStyle = getComputedStyle(document.querySelector(selector))[property];
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((byte) => byte / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const [one, other] = [light(...front), light(...back)];
  return Math.max(one, other) / Math.min(one, other);
}"""
PAIRS = {
    "words of the footer": [[".footer a", "color"], [".footer", "backgroundColor"]],
    "names on the lightest area": [[".map text", "fill"], [".map-area.shade-1, .map-area.shade-2", "fill"]],
    "names on the darkest area": [[".map text", "fill"], [".map-area.shade-5", "fill"]],
}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("pair", PAIRS)
def test_what_axe_cannot_judge_has_contrast(kept_page, pair, scheme):
    kept_page.emulate_media(color_scheme=scheme)
    kept_page.goto("/")
    assert kept_page.evaluate(CONTRAST, PAIRS[pair]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", ["home", "list", "entry with much", "report", "text"])
def test_running_text_has_the_highest_contrast(kept_page, name, scheme):
    """AAA for what is read; badges and the names of errors need AA."""
    kept_page.emulate_media(color_scheme=scheme)
    show(kept_page, name, "de")
    only = {"type": "rule", "values": ["color-contrast-enhanced"]}
    assert violations(kept_page, {"exclude": [[".badge"], [".demo strong"]]}, runOnly=only) == []
