"""The cost and financing plan while it is written: what it comes to is computed here and shown beside it."""

from django.template.response import TemplateResponse

from darmstadt_mso.lib.money import plain

from ... import terms, writing
from ...forms.sections.plan import PlanForm
from ...sections import PLAN

# Buttons of the page: its sums only; saving with more empty lines in a table; saving with the highest possible sum.
SUMS, MORE, HIGHEST = "sums", "more", "highest"


def asks_for_sums(request, key):
    return request.method == "POST" and key == PLAN and request.POST.get("action") == SUMS


def sums(request, application):
    """The parts of the page that say what the plan comes to; nothing is saved."""
    form = form_of(application, request.POST)
    form.keep_only_mistakes()
    return TemplateResponse(request, "grants/members/_plan_sums.html", {"form": form})


def form_of(application, data):
    return PlanForm(data, application=application, terms=terms.of_version(application.version))


def completed(application, key, typed, action):
    """What was typed, with the highest possible sum as the requested one where its button was pressed."""
    if key != PLAN or action != HIGHEST:
        return typed
    return typed | {"requested": [plain(form_of(application, writing.as_post(typed)).found.highest)]}


def place_of(action):
    """The place of the page to which a button leads back, or "" where it leads on."""
    kind, _dash, table = (action or "").partition("-")
    return {MORE: f"#id_{table}" if table else "#plan", HIGHEST: "#id_requested"}.get(kind, "")
