"""The words of funding law, explained in plain words. General explanations: a call and a notice say what applies.

The German word stands in every paper of the city, so it is shown in every language; `name` says it in the page's.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Term:
    key: str
    german: str
    name: str
    explanation: str


TERMS = (
    Term(
        "anteilfinanzierung",
        "Anteilfinanzierung",
        _("share financing"),
        _(
            "The city pays a fixed part of the eligible cost, for example 60 %. If the cost falls, the grant "
            "falls with it. If the cost rises, the grant usually stays the same."
        ),
    ),
    Term(
        "bagatellgrenze",
        "Bagatellgrenze",
        _("minimum sum"),
        _("A small sum below which money is not asked back, because the effort would be greater than the benefit."),
    ),
    Term(
        "bescheid",
        "Bescheid (Zuwendungsbescheid)",
        _("notice"),
        _(
            "The letter in which the city tells you its decision. It says how much you get, for what, until "
            "when, and what you must do. Read it in full: what it says is binding."
        ),
    ),
    Term(
        "bewilligungszeitraum",
        "Bewilligungszeitraum",
        _("award period"),
        _(
            "The time for which the grant is given. As a rule only cost that arises in this time can be paid "
            "from the grant."
        ),
    ),
    Term(
        "drittmittel",
        "Drittmittel",
        _("money of others"),
        _(
            "Money for the project that comes neither from you nor from this grant, for example from a "
            "foundation, a ministry or donors. It stands in your plan as income."
        ),
    ),
    Term(
        "ehrenamtliche-leistung",
        "Unbare Leistung, ehrenamtliche Leistung",
        _("voluntary work"),
        _(
            "Work that people do for the project without pay. It is worth something, but no money flows. So it "
            "stands in a column of its own and raises neither cost nor grant."
        ),
    ),
    Term(
        "eigenanteil",
        "Eigenanteil",
        _("own contribution"),
        _(
            "The part of the project that your association carries itself. It can be money and, where the call "
            "allows it, voluntary work."
        ),
    ),
    Term(
        "eigenmittel",
        "Eigenmittel",
        _("own money"),
        _("Money of your association that you put into the project, for example from membership fees."),
    ),
    Term(
        "fehlbedarfsfinanzierung",
        "Fehlbedarfsfinanzierung",
        _("deficit financing"),
        _(
            "First all income of the project is taken off the eligible cost. What is missing then is the "
            "deficit. The city pays it or a part of it, up to a highest sum. If you have more income or less "
            "cost in the end, the grant falls."
        ),
    ),
    Term(
        "festbetrag",
        "Festbetragsfinanzierung",
        _("fixed sum"),
        _(
            "The city pays a sum that is fixed in advance. It usually stays the same, even if the cost differs "
            "a little, but it is never more than the project really cost."
        ),
    ),
    Term(
        "freistellungsbescheid",
        "Freistellungsbescheid",
        _("notice of exemption from tax"),
        _(
            "A letter of the tax office. It says that your association is charitable and need not pay certain "
            "taxes. It is renewed from time to time; send the newest one."
        ),
    ),
    Term(
        "gemeinnuetzigkeit",
        "Gemeinnützigkeit",
        _("charitable status"),
        _(
            "An association is charitable if it works for the benefit of all and not for profit. The tax office"
            " decides this by the statutes and by what the association really does."
        ),
    ),
    Term(
        "kosten-und-finanzierungsplan",
        "Kosten- und Finanzierungsplan",
        _("cost and financing plan"),
        _(
            "A list with two sides: what the project will cost, and who pays for it. Both sides must come to "
            "the same sum."
        ),
    ),
    Term(
        "rechtsbehelf",
        "Rechtsbehelf",
        _("legal remedy"),
        _(
            "What you can do if you think that a decision is wrong, for example an objection. The end of the "
            "notice says what is possible, where and until when."
        ),
    ),
    Term(
        "rueckforderung",
        "Rückforderung",
        _("reclaim"),
        _(
            "The city asks for money back, for example because the project cost less than planned or the money "
            "was used for something else. You are heard before it decides."
        ),
    ),
    Term(
        "sachbericht",
        "Sachbericht",
        _("narrative report"),
        _("The part of the final report that tells in words what you did, whom you reached and what came of it."),
    ),
    Term(
        "satzung",
        "Satzung",
        _("statutes"),
        _(
            "The rules that your association has given itself: its name, its aim, its members, its board and "
            "who may speak for it."
        ),
    ),
    Term(
        "vereinsregisterauszug",
        "Vereinsregisterauszug",
        _("extract from the register of associations"),
        _(
            "A paper of the local court. It shows that the association is registered and who belongs to its "
            "board. A new one can be had from the court or its joint register portal."
        ),
    ),
    Term(
        "verwendungsnachweis",
        "Verwendungsnachweis",
        _("report on the use of the grant"),
        _(
            "What you hand in after the project: a narrative report and a list of what really came in and was "
            "spent. The notice says until when."
        ),
    ),
    Term(
        "vollfinanzierung",
        "Vollfinanzierung",
        _("full financing"),
        _("The city pays all eligible cost that is not paid by income, up to a highest sum. This is the exception."),
    ),
    Term(
        "vorsteuerabzug",
        "Vorsteuerabzug",
        _("deduction of input tax"),
        _(
            "Some associations get the VAT that they pay on bills back from the tax office. Whoever does so "
            "enters cost without VAT. Most small associations do not."
        ),
    ),
    Term(
        "vorzeitiger-massnahmenbeginn",
        "Vorzeitiger Maßnahmenbeginn",
        _("early start"),
        _(
            "As a rule a project must not begin before the decision. Ordering something or signing a contract "
            "can already be the beginning. Whoever cannot wait asks the city in writing first. Its permission "
            "is no promise of a grant."
        ),
    ),
    Term(
        "votum",
        "Votum",
        _("vote"),
        _(
            "The opinion that an advisory body gives on an application, for example the Ausländerbeirat. It is "
            "advice; the city decides."
        ),
    ),
    Term(
        "zeichnungsberechtigt",
        "Zeichnungsberechtigt",
        _("entitled to sign"),
        _(
            "Whoever may sign for the association so that it binds the association. Who that is stands in the "
            "statutes and in the register, mostly the board."
        ),
    ),
    Term(
        "zuwendung",
        "Zuwendung",
        _("grant"),
        _(
            "Money that the city gives for a certain purpose without getting anything for itself in return. In "
            "general nobody has a right to it. Whoever gets it must use it for the purpose and show how it was "
            "used."
        ),
    ),
    Term(
        "zuwendungsfaehig",
        "Zuwendungsfähige Kosten",
        _("eligible cost"),
        _(
            "Cost for which the grant may be used. The call says which kinds of cost these are. Other cost may "
            "stand in your plan, but you pay it in another way."
        ),
    ),
)
BY_KEY = {term.key: term for term in TERMS}


def in_order():
    return sorted(TERMS, key=lambda term: term.german.casefold())
