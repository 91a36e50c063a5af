"""From "check your answers" to the page of a submitted application."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from grants import publishing
from grants.forms.reviewing import Review
from grants.models import Application, Submission
from tests.factories import make_member, make_organisation
from tests.grants.factories import make_call, type_section
from tests.grants.submitting.making import fresh, make_complete, make_draft
from tests.members import as_, english, page
from tests.pages import by_class, links, main, text, tree

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def at(name, application):
    return reverse(f"grants:{name}", args=[application.handle])


def seen(client, application):
    found = page(client, at("review", application))
    return next(field.get("value") for field in found.iter("input") if field.get("name") == "seen")


def submit(client, application, shown=None):
    shown = shown or seen(client, application)
    return client.post(english(at("submit", application)), {"seen": shown})


def close(call, ago=timedelta(minutes=5)):
    """The call has closed, by rules that were published anew."""
    call.closes_at = timezone.now() - ago
    call.save()
    publishing.publish(call, None, "Frist verkürzt")


def test_the_review_shows_every_answer_and_no_gap(client):
    draft, signatory = make_complete()
    found = text(page(as_(client, signatory), at("review", draft)))
    for answer in ("Ada Lenz", "Lesen", "Bürgerhaus", "Trainerin", "€500.00", "€375.00", "Submit the application now"):
        assert answer in found
    assert "still missing" not in found.replace("Still missing", "")


def test_what_is_missing_is_named_with_the_way_to_its_field(client):
    draft, signatory = make_draft()
    type_section(draft, "verein", signatory, contact_name="Ada Lenz")
    found = page(as_(client, signatory), at("review", draft))
    (summary,) = by_class(found, "error-summary")
    named = dict(links(summary))
    assert named["IBAN"] == english(f"/antraege/{draft.draft_key}/verein/#id_iban")
    assert "Submit the application now" not in text(found)
    assert as_(client, signatory).post(english(at("submit", draft)), {}).status_code == 422


def test_a_rule_that_excludes_it_blocks_and_is_named(client):
    draft, signatory = make_complete(call=make_call(legal_forms=["ggmbh"]))
    found = page(as_(client, signatory), at("review", draft))
    assert "legal form" in text(by_class(found, "findings")[0])
    answer = submit(client, draft, Review(draft, timezone.now()).seen)
    assert (answer.status_code, fresh(draft).state) == (422, "draft")


def test_what_the_office_must_look_at_does_not_block(client):
    organisation = make_organisation(register_court="")
    draft, signatory = make_complete(organisation, make_call(register_court="Darmstadt"))
    found = page(as_(client, signatory), at("review", draft))
    assert "The office will look at this" in text(by_class(found, "findings")[0])
    assert submit(client, draft).status_code == 302


def test_submitting_leads_to_a_page_with_number_and_what_comes_next(client):
    draft, signatory = make_complete()
    answer = submit(as_(client, signatory), draft)
    sent = fresh(draft)
    assert answer["Location"] == english(f"/antraege/{sent.reference}/eingereicht/")
    found = text(main(tree(client.get(answer["Location"]))))
    assert sent.reference in found and "What happens next" in found
    assert re.search(r"It arrived on .*, \d\d:\d\d", found)


def test_a_second_click_and_an_old_address_lead_to_the_same_page(client):
    draft, signatory = make_complete()
    shown = seen(as_(client, signatory), draft)
    first, second = (submit(client, draft, shown)["Location"] for _ in range(2))
    assert client.get(english(f"/antraege/{draft.draft_key}/eingereicht/"))["Location"] == first
    assert second == first and Submission.objects.count() == 1


def test_what_changed_since_the_review_is_shown_first(client):
    draft, signatory = make_complete()
    shown = seen(as_(client, signatory), draft)
    type_section(draft, "inhalt", make_member(draft.organisation), **{"q-x": "Neu"})
    answer = submit(client, draft, shown)
    assert (answer.status_code, fresh(draft).state) == (422, "draft")
    assert "Something has changed since you looked" in text(by_class(tree(answer), "error-summary")[0])
    assert submit(client, draft).status_code == 302


def test_a_late_click_is_kept_and_says_whom_to_ask(client):
    call = make_call(contact_name="Frau Amt", contact_phone="06151 13 0", grace_minutes=0)
    draft, signatory = make_complete(call=call)
    shown = seen(as_(client, signatory), draft)
    close(call)
    answer = client.post(english(at("submit", draft)), {"seen": shown}, follow=True)
    (told,) = by_class(main(tree(answer)), "late")
    assert "Kept, not submitted" in text(told) and "Frau Amt" in text(told) and "06151 13 0" in text(told)
    kept = fresh(draft)
    assert kept.state == "draft" and kept.late_at and kept.sections.count() == 3


def test_an_editor_hands_over_and_cannot_submit(client):
    draft, _signatory = make_complete()
    as_(client, make_member(draft.organisation))
    found = page(client, at("review", draft))
    assert "Hand over for signature" in text(found) and "Submit the application now" not in text(found)
    assert client.post(english(at("submit", draft)), {"seen": "x"}).status_code == 403
    client.post(english(at("hand_over", draft)))
    assert fresh(draft).handed_over_at


def test_the_state_page_reads_as_it_was_sent(client):
    draft, signatory = make_complete()
    submit(as_(client, signatory), draft)
    sent = fresh(draft)
    Application.objects.filter(pk=sent.pk).update(title="Später geändert")
    sent.sections.filter(key="projekt").update(typed={"title": ["Später geändert"]})
    found = text(page(client, at("application", sent)))
    for words in ("submitted", "the city's office", "Bürgerhaus", "1 March 2027", "€375.00", "Steps so far"):
        assert words in found
    assert client.get(english(f"/antraege/{draft.draft_key}/"))["Location"].endswith(f"/{sent.reference}/")


def test_withdrawing_asks_first_and_says_what_counts(client):
    draft, signatory = make_complete(call=make_call(limit=1, counts_withdrawn=True))
    submit(as_(client, signatory), draft)
    sent = fresh(draft)
    assert "It still counts" in text(page(client, at("withdraw", sent)))
    assert fresh(sent).state == "submitted"
    client.post(english(at("withdraw", sent)), {"reason": "Kein Raum"})
    assert fresh(sent).state == "withdrawn"
    found = text(page(client, at("application", sent)))
    assert "Kein Raum" in found and "Withdraw the application" not in found


def test_the_pdf_is_there_at_once(client):
    draft, signatory = make_complete()
    submit(as_(client, signatory), draft)
    answer = client.get(at("application_pdf", fresh(draft)))
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-")
    assert fresh(draft).reference in answer["Content-Disposition"]
