"""Every address of the grants that leads to a case, a session, a decision, a letter or a document, with where in the
world of `walking` it is asked for, who may open it, and what somebody sends there who knows everything to be known."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from tests.grants.access import world as members
from tests.grants.casework.walking import DAY
from tests.grants.writing.pages import shown


@dataclass(frozen=True)
class Row:
    """`case` names the one in the address; `shows`: the word of the case stands on the page for `who`, who does
    something there with `typed` (None for a page that is only read)."""

    case: str = ""
    who: str = "worker"
    more: Callable = lambda world, case: []
    shows: bool = True
    typed: Callable | None = None

    def address(self, name, world):
        case = world.cases.get(self.case)
        if name.startswith("grants:"):
            return reverse(name, args=[*([case.handle] if case else []), *self.more(world, case)])
        return reverse(name, args=[*([case.pk] if case else []), *self.more(world, case)])

    def sent(self, world, browser, url):
        """What was in the form of the page, and what is typed."""
        offered = shown(browser.get(url)) if self.shows else {}
        return offered | self.typed(world, world.cases.get(self.case))


def typing(**typed):
    return lambda world, case: typed


def words(*more):
    """What stands in the address as it is."""
    return lambda world, case: [*more]


def key_of_letter(world, case):
    return [case.notices.get().key]


def fingerprint(world, case):
    return [world.cases["awarded"].notices.get().fingerprint]


def key_of_request(world, case):
    return [case.requests.get().key]


def decision(world, case):
    return {"decision": case.decisions.get().pk}


def day(days=0):
    return str(timezone.localdate() + days * DAY)


def first_line(world, case):
    line = case.budget_lines.filter(side="expense").first()
    return {f"recognised-{line.pk}": "1,00", f"reason-{line.pk}": "x"}


def many(world, case):
    pk = world.cases["deciding"].pk
    return {f"{pk}-kind": "award", f"{pk}-amount": "375", f"{pk}-reasons": "x", "awards": "x", "others": "x"}


def released(world, case):
    pk = world.cases["pending"].decisions.get().pk
    return {"action": "release", "_selected_action": [pk], "confirmed": "yes"}


def session(world, case):
    return [world.session.pk]


def closed(world, case):
    return [world.closed.pk]


def item(world, case):
    return [world.session.pk, world.cases["advising"].agenda_items.get().pk]


def call(world, case):
    return [world.call.pk]


def vote(world, case):
    return {f"seat-{world.session.seats.get(name='board').pk}": "for", "do": "save"}


AWARD = {
    "amount": "375,00",
    "financing": "deficit",
    "period_from": "2027-03-01",
    "period_until": "2027-06-30",
    "report_due_on": "2027-12-30",
    "reasons": "x",
}
CASE = {
    "change": Row("checking"),
    "history": Row("checking", shows=False),
    "changelist": Row(),
    "step": Row("sent", more=words("take"), typed=typing()),
    "officer": Row("checking", typed=lambda world, case: {"officer": world.people["worker"].pk}),
    "conflict": Row("checking", typed=typing(reason="x", sure="on")),
    "pdf": Row("checking"),
    "version": Row("checking", more=words(1)),
    "dossier": Row("awarded"),
    "check": Row("checking", more=words("in_time"), typed=typing(verdict="no", reason="x")),
    "ask": Row(
        "checking", typed=lambda world, case: dict(sections=["plan"], text="x", action="send", due_on=day(days=9))
    ),
    "prolong": Row("queried", typed=lambda world, case: {"due_on": day(days=20)}),
    "cuts": Row("assessing", typed=first_line),
    "appraisal": Row("assessing", typed=typing(financing="deficit", amount="100,00", note="x")),
    "scores": Row("assessing", typed=typing(**{"points-bedarf": "3", "why-bedarf": "x"})),
    "refer": Row("assessing", typed=lambda world, case: {"session": world.session.pk}),
    # Leads to the vote of its session.
    "vote": Row("advising", shows=False),
    "decide": Row("deciding", more=words("award"), typed=typing(**AWARD)),
    "release": Row("pending", "decider", typed=decision),
    "take_back": Row("pending", typed=decision, shows=False),
    "decision_pdf": Row("pending"),
    "letter": Row("awarded", more=key_of_letter),
    "letter_post": Row("posted", more=key_of_letter, typed=lambda world, case: {"posted_on": day()}),
    "letter_anew": Row("posted", more=key_of_letter, typed=typing()),
    "request_paper": Row("awarded", typed=lambda world, case: dict(kind="plan", received_on=day(), text="x")),
    "request_answer": Row("awarded", more=key_of_request, typed=typing(granted="yes", text="x")),
    "messages": Row("checking", typed=typing(text="x", key="k1")),
}
SESSION = {
    "changelist": Row(shows=False),
    "change": Row(more=session),
    "history": Row(more=session, shows=False),
    "put_on": Row(more=session, typed=lambda world, case: {"applications": [world.cases["assessing"].pk]}),
    "arrange": Row(more=item, typed=typing(do="close"), shows=False),
    "vote": Row(more=item, typed=vote),
    "tied": Row(who="board", more=item, typed=typing(reason="x")),
    "agenda": Row(more=session),
    "papers": Row(more=session),
    "minutes_pdf": Row(more=closed),
    # Who sits there, when and where: of no case.
    "edit": Row(more=session, shows=False),
    "invite": Row(more=session, shows=False),
    "presence": Row(more=session, shows=False),
    "minutes": Row(more=session, shows=False),
}
DECISION = {
    "changelist": Row(typed=released, who="decider"),
    # They lead to the case.
    "change": Row(more=lambda world, case: [world.cases["pending"].decisions.get().pk], shows=False),
    "history": Row(more=lambda world, case: [world.cases["pending"].decisions.get().pk], shows=False),
}
CALL = {
    "changelist": Row(shows=False),
    "ranking": Row(more=call),
    "prepare": Row(more=call, typed=many),
    "change": Row(more=call, shows=False),
    "history": Row(more=call, shows=False),
    "preview": Row(more=call, shows=False),
}


LETTERTEXT = {
    # Cases for a preview.
    "text": Row(who="head", more=words("award")),
    "version": Row(who="head", more=words("award", 1), shows=False),
}


def typed(name):
    return lambda world, case: members.typed(name, case)


def former(world, case):
    return {"fassung": case.sections.get(key="projekt").revisions.earliest("pk").key}


def document(world, case):
    return [members.document_of(case).key]


MEMBERS = {
    # Confirms a letter and tells nobody anything of it.
    "authenticity_of": Row(more=fingerprint, shows=False),
    "applications": Row(who="editor"),
    "application": Row("draft", "editor"),
    "history": Row("draft", "editor", typed=former),
    "discard": Row("draft", "editor", typed=typing()),
    "review": Row("draft", "editor"),
    "hand_over": Row("draft", "editor", typed=typing(), shows=False),
    "submit": Row("draft", "signatory", typed=typed("submit"), shows=False),
    "submitted": Row("sent", "editor"),
    "withdraw": Row("sent", "signatory", typed=typing(reason="x")),
    "application_pdf": Row("sent", "editor"),
    "papers": Row("draft", "editor"),
    "upload": Row("draft", "editor", more=words("satzung"), shows=False),
    "reuse": Row("draft", "editor", more=words("satzung"), shows=False),
    "document": Row("sent", more=document),
    "document_preview": Row("sent", more=document, shows=False),
    "remove_document": Row("draft", "editor", more=document, typed=typing()),
    "query": Row("queried", "editor"),
    "answer": Row("queried", "signatory"),
    "messages": Row("checking", "editor", typed=typing(text="x", key="k1")),
    "letters": Row("awarded", "signatory", typed=typing(way="by_post")),
    "letter": Row("sent", "signatory", more=key_of_letter, typed=typed("letter")),
    "letter_pdf": Row("awarded", "editor", more=key_of_letter),
    "requests": Row("awarded", "editor"),
    "request": Row("sent", "signatory", more=words("frueher-beginnen"), typed=typed("request")),
    "section": Row("draft", "editor", more=words("projekt"), typed=typed("section")),
    "choose": Row(
        "draft",
        "editor",
        more=lambda world, case: ["projekt", members.aside_of(case).key],
        typed=typing(action="all-mine"),
    ),
}
ROWS = {
    **{f"admin:grants_application_{name}": row for name, row in CASE.items()},
    **{f"admin:grants_advisorysession_{name}": row for name, row in SESSION.items()},
    **{f"admin:grants_decision_{name}": row for name, row in DECISION.items()},
    **{f"admin:grants_lettertext_{name}": row for name, row in LETTERTEXT.items()},
    **{f"admin:grants_call_{name}": row for name, row in CALL.items()},
    **{f"grants:{name}": row for name, row in MEMBERS.items()},
}
