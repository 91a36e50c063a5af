"""Invented cases in the office's hands, each brought as far as its facts say by the steps that people would take."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from organisations.models import Membership, Organisation, Role, User

from . import sections, starting, submitting, terms, writing
from .casework import advising, agendas, asking, assessing, checking, legal_time, preparing, releasing, scoring
from .models import AdvisorySession, Application, BudgetLine, Call, CheckMark, Decision

DOMAIN = "@demo.example"
CALL, BODY = "lesen-im-viertel-demo", "Beirat (Demo)"
SUBMITTED = timedelta(days=3)
REASON = "In der Demo ist das so. (erfunden)"
REASONS = {
    "prepared": "Das Vorhaben überzeugt; ein Teil der Ausgaben ist nicht nötig. (erfunden)",
    "awarded": "Das Vorhaben erreicht viele Kinder und ist gut geplant. (erfunden)",
    "rejected": "Das Vorhaben überschneidet sich mit einem Angebot, das es schon gibt. (erfunden)",
}
POINTS = (4, 5, 3)
TABLES = {"costs": "kosten", "income": "einnahmen", "voluntary": "ehrenamt"}
NUMBERS = ("quantity", "rate", "amount", "hours")


def make(facts):
    """One case for each of the facts."""
    office, second = (User.objects.get(email=f"{name}{DOMAIN}") for name in ("foerderung", "entscheidung"))
    for one in facts:
        application = submitted(one)
        checking.take(application, office)
        if one["until"] == "queried":
            ask(application, office, one["ask"])
        elif one["until"] != "checking":
            assess(application, office, one)
            ACTS[one["until"]](application, office, second, one)


def remove():
    AdvisorySession.objects.filter(body=BODY).delete()


# From the association


def submitted(facts):
    call = Call.objects.get(slug=facts.get("call", CALL))
    organisation = associations()[facts["association"]]
    signatory, rules = signatory_of(organisation, facts["association"]), terms.of_version(call.published)
    draft = Application.objects.create(
        call=call, version=call.published, organisation=organisation, created_by=signatory, title=facts["title"]
    )
    at, found = min(rules.closes_at, timezone.now()) - SUBMITTED, answers(facts, rules)
    return submitting.submit(draft, found, write(draft, found, signatory), signatory, at).application


def write(draft, answers, user):
    """Keeps it as typed, too, for whoever takes it up again or is asked about it; returns {section: its number}."""
    content = {f"q-{key}": text for key, text in answers[sections.CONTENT].items()}
    typed = {key: answers[key] for key in (sections.ASSOCIATION, sections.PROJECT)}
    typed |= {sections.CONTENT: content, sections.PLAN: plan_as_typed(answers[sections.PLAN])}
    for key, texts in typed.items():
        texts = {name: one if isinstance(one, list) else [str(one)] for name, one in texts.items()}
        writing.save(draft, key, texts, seen=0, user=user)
    return dict.fromkeys(typed, 1)


def plan_as_typed(plan):
    """With the names of the form, and numbers in the German way."""
    typed = {"requested": plan["requested"].replace(".", ",")}
    for table, prefix in TABLES.items():
        for number, line in enumerate(plan[table]):
            named = {"category" if (table, name) == ("costs", "kind") else name: text for name, text in line.items()}
            numbers = {name: (text or "").replace(".", ",") for name, text in named.items() if name in NUMBERS}
            typed |= {f"{prefix}-{number}-{name}": text for name, text in (named | numbers).items()}
    return typed


def associations():
    """Those of the demo, the first two of which have members of their own."""
    found = Organisation.objects.filter(source="Demo (erfunden)", kind=Organisation.Kind.ASSOCIATION)
    return list(found.published().order_by("name_key")[:7])


def signatory_of(organisation, number):
    known = Membership.objects.current().signatories().filter(organisation=organisation).select_related("user").first()
    if known:
        return known.user
    names = {"first_name": "Demo", "last_name": f"Verein {number}"}
    user = User.objects.create_user(f"verein{number}{DOMAIN}", None, **names)
    since = timezone.localdate() - timedelta(days=400)
    Membership.objects.create(organisation=organisation, user=user, role=Role.SIGNATORY, since=since)
    return user


def answers(facts, rules):
    """Those of the demo's application, under another title; where the call gives less, less is asked for."""
    found = starting.read(starting.START.parent / "demo" / "application.json")
    days = {"begins_on": str(rules.project_from), "ends_on": str(rules.project_until)}
    found[sections.PROJECT] |= {"title": facts["title"], **days}
    plan = found[sections.PLAN]
    plan["requested"] = str(min(Decimal(plan["requested"]), rules.maximum))
    own = sum(Decimal(line["amount"]) for line in plan["costs"]) - Decimal(plan["requested"])
    plan["income"][0]["amount"] = f"{own:.2f}"
    return found


# In the office


def ask(application, office, text):
    settle(application, office)
    due_on = timezone.localdate() + timedelta(days=10)
    asking.ask(application, office, [sections.PROJECT, sections.PLAN], text, due_on)


def settle(application, office):
    for item in checking.open_items(application):
        checking.override(application, item.key, CheckMark.Verdict.YES, REASON, office)


def assess(application, office, facts):
    settle(application, office)
    checking.pass_on(application, office)
    if "cut" in facts:
        recognised, reason = facts["cut"]
        line = application.budget_lines.filter(side=BudgetLine.Side.EXPENSE).last()
        assessing.cut(application, {line.pk: (Decimal(recognised), reason)}, office)
    rules = terms.of_version(application.version)
    given = {one.key: (points, REASON) for one, points in zip(rules.criteria, POINTS, strict=False)}
    scoring.score(application, office, given)
    amount = assessing.most(application, rules.financing)
    assessing.appraise(application, office, financing=rules.financing, amount=amount, need=REASON)


def stay(application, office, second, facts):
    """It waits in the assessment."""


def put_on_agenda(application, office, second, facts):
    day = legal_time.next_working_day(timezone.localdate() + timedelta(days=12))
    session = AdvisorySession.objects.create(
        body=BODY, held_at=datetime.combine(day, time(18), terms.BERLIN), place="Musterstraße 1 (erfunden)"
    )
    agendas.seat(session, [User.objects.get(email=f"beirat{DOMAIN}")])
    advising.refer(application, session, office)


def prepare(application, office, second, facts):
    assessing.conclude(application, office)
    reasons = {"reasons": REASONS[facts["until"]]}
    if facts["until"] == "rejected":
        return preparing.prepare(application, office, Decision.Kind.REJECTION, **reasons)
    amount = preparing.proposed(application)["amount"]
    kind = preparing.kind_of(application, amount)
    return preparing.prepare(application, office, kind, amount, payment="In einer Summe. (erfunden)", **reasons)


def release(application, office, second, facts):
    releasing.release(prepare(application, office, second, facts), second)


ACTS = {"assessing": stay, "advising": put_on_agenda, "prepared": prepare, "rejected": release, "awarded": release}
