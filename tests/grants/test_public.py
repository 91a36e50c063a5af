"""What everybody reads of calls and programmes before any log-in. In English, the language of the sources."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from itertools import pairwise

import html5lib
import pikepdf
import pytest
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.utils import timezone, translation

from grants import publishing, terms
from grants.call_pages import CallPage
from grants.models import Call
from grants.terms import BERLIN
from tests.factories import make_user
from tests.grants.factories import make_call, make_programme
from tests.pages import by_class, links, main, text, tree

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_other_calls():
    """Without the call of the past that comes with the portal."""
    Call.objects.update(archived=True)


def page(client, path):
    answer = client.get(f"/en/foerderung/{path}")
    assert answer.status_code == 200, answer.status_code
    return main(tree(answer))


def call_page(client, call):
    return page(client, f"{call.slug}/")


def titles(found, name):
    """The titles of the cards or rows in the part of the page with this id of its heading."""
    part = next((one for one in found.iter("section") if one.get("aria-labelledby") == name), None)
    return (
        [text(one) for level in ("h3", "h4") for one in part.iter(level) if one.find("a") is not None] if part else []
    )


def part(found, anchor):
    return next(one for one in found.iter("section") if one.get("id") == anchor)


def shown_facts(found):
    """{label: value} of the first list of facts."""
    rows = by_class(found, "main-facts")[0].iter("div")
    return {text(row.find("dt")): text(row.find("dd")) for row in rows}


def make_at(days_from, days_to, programme=None, **fields):
    now = timezone.now()
    moments = {"opens_at": now + timedelta(days=days_from), "closes_at": now + timedelta(days=days_to)}
    return make_call(programme, **moments, **fields)


def test_calls_stand_under_open_upcoming_and_past(client):
    make_at(-9, 20, title="spät")
    make_at(-9, 5, title="früh")
    make_at(9, 20, title="bald")
    make_at(-20, -9, title="vorbei")
    found = page(client, "")
    assert titles(found, "open") == ["früh", "spät"]
    assert titles(found, "upcoming") == ["bald"]
    assert titles(found, "past") == ["vorbei"]
    apply = [label for label, _url in links(found) if label.startswith("Apply")]
    assert apply == ["Apply: früh", "Apply: spät"]


def test_a_call_that_nobody_published_or_that_is_archived_is_not_there(client):
    draft, archived = make_call(publish=False), make_call()
    Call.objects.filter(pk=archived.pk).update(archived=True)
    found = page(client, "")
    assert titles(found, "open") == []
    for call in (draft, archived):
        for name in ("", "ausschreibung.pdf", "frist.ics"):
            assert client.get(f"/foerderung/{call.slug}/{name}").status_code == 404


def test_what_is_not_published_does_not_exist_for_staff_either(client):
    client.force_login(make_user("Leitung"))
    assert client.get(f"/foerderung/{make_call(publish=False).slug}/").status_code == 404


def test_without_any_call_the_page_says_so(client):
    assert "No call is open at the moment." in text(page(client, ""))
    assert "No call is open at the moment." in text(page(client, "vergleich/"))


def test_a_card_says_deadline_with_zone_share_highest_grant_and_what_is_left(client):
    closes = datetime(2026, 7, 31, 18, 0, tzinfo=BERLIN)
    opens = closes - timedelta(days=9999)
    call = make_call(closes_at=closes + timedelta(days=3650), opens_at=opens, pot=Decimal(2000))
    Call.objects.filter(pk=call.pk).update(committed=Decimal("250.50"))
    assert shown_facts(page(client, "")) == {
        "Deadline": "Monday, 28 July 2036, 18:00 (CEST)",
        "Highest grant": "€500.00",
        "Share": "75% of the deficit",
        "Left in the pot": "€1,749.50 of €2,000.00",
    }


def test_what_is_left_in_the_pot_is_shown_only_where_the_call_shows_it(client):
    make_call(pot=Decimal(2000), show_pot=False)
    assert "Left in the pot" not in shown_facts(page(client, ""))


def test_changing_the_rows_changes_nothing_before_it_is_published(client):
    call = make_call(title="Alt")
    Call.objects.filter(pk=call.pk).update(title="Neu", maximum=Decimal(900))
    assert titles(page(client, ""), "open") == ["Alt"]
    assert shown_facts(call_page(client, call))["Highest grant"] == "€500.00"


def test_past_calls_stand_by_year_with_their_results(client):
    make_at(-400, -380, title="A", year=2024, decided_on="2024-12-01", results="5 Zusagen")
    make_at(-40, -30, title="B", year=2025, results="noch geheim")
    found = page(client, "")
    assert [text(one) for one in by_class(found, "past-year")] == ["2025", "2024"]
    rows = [text(one) for one in by_class(found, "past-calls")]
    assert "5 Zusagen decided on 1 December 2024" in rows[1]
    assert "geheim" not in rows[0]


def test_many_past_calls_are_on_several_pages(client):
    programme = make_programme()
    for number in range(21):
        make_at(-40, -30 + number, programme, title=f"Nr. {number}")
    assert len(titles(page(client, ""), "past")) == 20
    assert titles(page(client, "?seite=2"), "past") == ["Nr. 0"]
    assert "No call is open" not in text(page(client, "?seite=2"))
    assert [client.get(f"/foerderung/?seite={wrong}").status_code for wrong in ("3", "x", "0")] == [404, 404, 404]


def test_the_comparison_has_each_open_and_upcoming_call_with_its_check(client):
    first, second = make_at(-9, 5, limit=1, period="quarter"), make_at(9, 20, own_share=Decimal(10))
    make_at(-20, -9)
    found = page(client, "vergleich/")
    assert [text(one) for one in found.iter("h2")] == [first.title, second.title]
    checks = [url for label, url in links(found) if label.startswith("Check")]
    assert checks == [f"/en/foerderung/{one.slug}/check/" for one in (first, second)]
    told = [text(one) for one in by_class(found, "compare-facts")]
    assert "1 application per organisation and quarter of the year." in told[0]
    assert "You contribute at least 10% of the cost yourselves." in told[1]


def make_full_call(**fields):
    call = make_call(publish=False, note="Noch zu bestätigen", grace_minutes=10, **fields)
    call.cost_categories.create(name="Fahrten", unit="km", rate_max=Decimal("0.20"), cap=Decimal(80))
    call.cost_categories.create(name="Büromiete", eligible=False, help="Läuft immer")
    call.questions.create(text="Welches Ziel?", limit=250, help="Kurz", example="Lesen lernen")
    call.papers.create(name="Satzung", applicants="first")
    call.papers.create(name="Bericht", applicants="repeat", required=False)
    call.declarations.create(text="Alles ist wahr.")
    call.criteria.create(name="Bedarf", weight=3)
    call.criteria.create(name="Wirkung", weight=1)
    call.milestones.create(text="Entscheidung", kind="decided", on="2030-01-02")
    call.milestones.create(text="Auszahlung", kind="paid")
    publishing.publish(call, None)
    return call


def test_the_page_of_a_call_has_everything_before_any_log_in(client):
    found = call_page(client, make_full_call())
    assert "Noch zu bestätigen" in text(by_class(found, "notice")[0])
    told = text(part(found, "kosten"))
    assert "Fahrten at most €0.20 per km counts up to €80.00" in told
    assert told.index("Not eligible") < told.index("Büromiete")
    assert "Welches Ziel? at most 250 characters · required Kurz ExampleLesen lernen" in text(part(found, "fragen"))
    papers = text(part(found, "unterlagen"))
    assert "Satzung only if you apply for the first time required" in papers
    assert "Bericht only if you have applied before optional" in papers
    assert "Alles ist wahr." in text(part(found, "erklaerungen"))
    assert "Bedarf75% Wirkung25%" in text(part(found, "entscheidung")).replace(" 75%", "75%").replace(" 25%", "25%")
    assert "up to 10 minutes later" in text(by_class(found, "glance")[0])


def test_what_happens_when_stands_in_order_and_what_has_no_date_last(client):
    call = make_full_call(
        opens_at=datetime(2026, 1, 5, 9, 0, tzinfo=BERLIN), closes_at=datetime(2029, 12, 1, 23, 59, 59, tzinfo=BERLIN)
    )
    steps = [text(one) for one in by_class(call_page(client, call), "timeline")[0].iter("li")]
    assert steps == [
        "Monday, 5 January 2026, 09:00 (CET)You can apply.",
        "Saturday, 1 December 2029, 23:59:59 (CET)Deadline: applications must have arrived.",
        "by 2 January 2030Entscheidung",
        "no date yetAuszahlung",
    ]


def test_an_open_call_leads_to_the_application_and_a_closed_one_does_not(client):
    ways = {
        state: {label for label, _url in links(by_class(call_page(client, call), "glance")[0])}
        for state, call in {"open": make_at(-1, 9), "upcoming": make_at(1, 9), "past": make_at(-9, -1)}.items()
    }
    assert ways["open"] == {"Apply", "Check whether it fits", "Download as PDF", "Save the deadline"}
    assert ways["upcoming"] == ways["open"] - {"Apply"}
    assert ways["past"] == {"Download as PDF"}


def test_a_preview_shows_what_is_written_and_leads_nowhere():
    call = make_call(publish=False, text="Noch nicht fertig")
    preview = CallPage(terms.of_call(call), timezone.now(), call, is_preview=True)
    with translation.override("en"):
        found = html5lib.parse(
            render_to_string("grants/public/_call.html", {"page": preview}), namespaceHTMLElements=False
        )
    assert "This is a preview" in text(by_class(found, "notice")[0])
    assert "Noch nicht fertig" in text(part(found, "inhalt"))
    assert {url.partition("#")[0] for _label, url in links(found)} == {"", "/en/foerderung/woerter/"}


def test_within_the_grace_one_can_still_apply(client):
    now = timezone.now()
    call = make_call(opens_at=now - timedelta(days=9), closes_at=now - timedelta(minutes=5), grace_minutes=10)
    found = call_page(client, call)
    assert "Apply" in [label for label, _url in links(found)]
    assert "The deadline has passed." in text(by_class(found, "glance")[0])


def test_of_a_call_whose_rules_are_not_known_nothing_is_invented(client):
    call = make_at(-900, -800, rules_known=False, text="Was man weiß")
    found = call_page(client, call)
    assert [one.get("id") for one in found.iter("section") if one.get("id")] == ["inhalt"]
    assert by_class(found, "main-facts") == []
    assert "€" not in text(found)


def test_the_page_says_which_version_it_shows_and_what_changed(client):
    call = make_call()
    Call.objects.filter(pk=call.pk).update(maximum=Decimal(600))
    publishing.publish(call, None, "Mehr Geld")
    today = f"{timezone.localdate():%-d %B %Y}"
    told = [text(one) for one in part(call_page(client, call), "fassungen").iter("li")]
    changed = "What changed, before and after Highest grant per application before: €500.00 after: €600.00"
    assert told == [f"Version 2 of {today} valid now Mehr Geld {changed}", f"Version 1 of {today} The first version."]


def test_texts_in_another_language_than_the_page_are_marked(client):
    call = make_call(title="Feste", i18n={"summary_en": "Parties"}, summary="Feiern")
    found = call_page(client, call)
    heading = next(found.iter("h1"))
    assert [(one.get("lang"), one.get("dir"), text(one)) for one in heading.iter("span")] == [("de", "ltr", "Feste")]
    assert [one.get("lang") for one in by_class(found, "lead")[0].iter("span")] == []


def test_what_staff_wrote_is_text_and_never_markup(client):
    call = make_call(title="<b>fett</b>", note="<script>x</script>", text="a\n\n<i>b</i>")
    for path in ("", "vergleich/", f"{call.slug}/"):
        answer = client.get(f"/en/foerderung/{path}").content.decode()
        assert "<b>fett" not in answer and "<script>x" not in answer and "<i>b" not in answer


def test_a_call_as_pdf(client):
    call = make_full_call()
    answer = client.get(f"/en/foerderung/{call.slug}/ausschreibung.pdf")
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert answer["Content-Disposition"] == f'attachment; filename="{call.slug}.pdf"'
    assert client.get(f"/en/foerderung/{call.slug}/ausschreibung.pdf").content == answer.content


def test_the_pdf_is_in_the_language_of_the_page_and_new_with_each_version(client):
    call = make_call(i18n={"title_en": "Parties"}, title="Feste")

    def title(path):
        answer = client.get(f"{path}/foerderung/{call.slug}/ausschreibung.pdf")
        with pikepdf.open(BytesIO(answer.content)) as paper:
            return str(paper.docinfo["/Title"]), str(paper.Root.Lang)

    assert (title("/en"), title("")) == (("Parties", "en"), ("Feste", "de"))
    Call.objects.filter(pk=call.pk).update(title="Große Feste")
    assert title("") == ("Feste", "de")
    publishing.publish(call, None, "Größer")
    assert title("") == ("Große Feste", "de")


def test_a_programme_with_its_guideline_and_calls(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    programme = make_programme(purpose="Für alle", guideline="Wer darf", legal_basis="Satzung § 1")
    call = make_call(programme)
    make_call(programme, publish=False, title="Entwurf")
    url = f"programme/{programme.slug}/"
    found = page(client, url)
    assert {"Für alle", "Wer darf", "Satzung § 1"} <= {
        text(one) for one in found.iter() if one.tag in ("p", "dd", "div")
    }
    assert [text(one) for one in by_class(found, "past-calls")[0].iter("h3")] == [call.title]
    assert client.get(f"/foerderung/{url}richtlinie.pdf").status_code == 404
    programme.guideline_file.save("x.pdf", ContentFile(b"%PDF-1.7 x"))
    answer = client.get(f"/foerderung/{url}richtlinie.pdf")
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 x"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{programme.slug}.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert f"/en/foerderung/{url}richtlinie.pdf" in [address for _label, address in links(page(client, url))]


def test_an_ended_programme_is_shown_as_finished(client):
    programme = make_programme(ended=True)
    assert "finished" in text(page(client, f"programme/{programme.slug}/"))
    assert "finished" in text(by_class(page(client, ""), "programmes")[0])


def test_pages_of_grants_stand_in_the_sitemap_and_calls_only_when_published(client):
    call, draft = make_call(), make_call(publish=False)
    found = client.get("/sitemap-ausschreibungen.xml").content.decode()
    assert f"/foerderung/{call.slug}/" in found
    assert f"/foerderung/{draft.slug}/" not in found
    assert "/foerderung/vergleich/" in client.get("/sitemap-foerderung.xml").content.decode()
    assert f"/programme/{call.programme.slug}/" in client.get("/sitemap-programme.xml").content.decode()


@pytest.mark.parametrize("language", ["", "/en", "/ar"])
def test_the_page_of_a_call_is_strictly_correct_html(client, language):
    call = make_full_call(focus="Bildung", own_share=Decimal(10), advisory=True, contact_phone="06151 1")
    for path in ("", "vergleich/", f"{call.slug}/", f"programme/{call.programme.slug}/", "woerter/"):
        answer = client.get(f"{language}/foerderung/{path}")
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        parser.parse(answer.content.decode())
        found = tree(answer)
        ids = [one.get("id") for one in found.iter() if one.get("id")]
        targets = {url[1:] for _label, url in links(found) if (url or "").startswith("#")}
        levels = [int(one.tag[1]) for one in found.find("body").iter() if re.fullmatch("h[1-6]", str(one.tag))]
        jumps = [b - a for a, b in pairwise(levels) if b - a > 1]
        assert (path, parser.errors, jumps, levels.count(1)) == (path, [], [], 1)
        assert len(set(ids)) == len(ids) and targets <= {*ids}


@pytest.mark.parametrize("number", [1, 6])
def test_the_list_costs_the_same_few_queries_for_one_call_and_many(client, number, django_assert_max_num_queries):
    for _one in range(number):
        make_at(-9, 9)
        make_at(-9, -3)
    client.get("/foerderung/")
    with django_assert_max_num_queries(8):
        client.get("/foerderung/")
