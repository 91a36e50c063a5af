"""The public pages, by the names that a failing test shows."""

ENTRY = "/organisationen/kranichhaus-ukrainischer-hilfs-und-kulturverein/"
PAGES = {
    "home": "/",
    "list": "/organisationen/",
    "list with words and choices": "/organisationen/?q=sprachkurs&sprache=tr&sprache=ar&stadtteil=100",
    "nothing found": "/organisationen/?q=xyzqwvk&sprache=de",
    "offers": "/angebote/?q=frauen",
    "entry with much": ENTRY,
    "entry with little": "/organisationen/werkhof/",
    "entry in another script": "/organisationen/byt-lhkyt-lsb/",
    "report": f"{ENTRY}fehler-melden/",
    "report with errors": f"{ENTRY}fehler-melden/",
    "report sent": f"{ENTRY}fehler-melden/danke/",
    "contact": "/kontakt/",
    "text": "/seiten/barrierefreiheit/",
    "not there": "/gibt-es-nicht/",
}
LANGUAGES = {"de": "", "ar": "/ar"}


def show(page, name, language):
    """Opens one of the PAGES and unfolds what can be unfolded."""
    page.goto(LANGUAGES[language] + PAGES[name])
    if name == "report with errors":
        page.locator("main form [type=submit]").click()
        page.locator(".error-summary").wait_for()
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
