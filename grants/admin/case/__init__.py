"""The case file of an application: what is in the file, and what can be done with it, a module per part."""

from . import (
    advising,
    asking,
    assessing,
    checking,
    conversing,
    deciding,
    dossier,
    letters,
    plan,
    requests,
    scoring,
    sent,
    serving,
    standing,
    steps,
    story,
)

# In the order of the panels; each has PAGES and panel(request, application), which is None where there is nothing.
MODULES = (
    steps,
    standing,
    sent,
    checking,
    asking,
    plan,
    assessing,
    scoring,
    advising,
    deciding,
    letters,
    serving,
    requests,
    conversing,
    story,
    dossier,
)


def pages():
    return [page for module in MODULES for page in module.PAGES]


def panels(request, application):
    found = (module.panel(request, application) for module in MODULES if hasattr(module, "panel"))
    return [panel for panel in found if panel]
