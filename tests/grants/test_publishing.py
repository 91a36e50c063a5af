"""Publishing from the office: what was read is published, once, and everybody concerned is told."""

from decimal import Decimal

import pytest
from django.utils import translation

from grants import changes, publishing
from grants.models import Application, Call, CallVersion
from organisations.models import DirectoryVersion
from tests.factories import make_member, make_membership, make_organisation, make_user
from tests.grants.factories import make_application, make_call
from tests.mails import queued

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def ready_call(**fields):
    """A published call that lacks nothing."""
    return make_call(summary="Für Vereine", contact_email="amt@example.org", **fields)


def alter(call, **fields):
    Call.objects.filter(pk=call.pk).update(**fields)
    call.refresh_from_db()


def release(call, note="Mehr Geld im Topf", user=None):
    call = Call.objects.get(pk=call.pk)
    return publishing.release(call, user, seen=publishing.fingerprint(call), note=note)


def told(call):
    """(thing, act, [(field, before, after)]) of what publishing would change."""
    return [
        (event.thing, event.act, [(one.field, one.before, one.after) for one in event.changes])
        for event in changes.of(call)
    ]


def test_an_incomplete_call_is_refused_with_what_is_missing():
    call = make_call(publish=False, costs=())
    with pytest.raises(publishing.Refused) as refused:
        release(call)
    assert [word for word in ("text", "cost category", "contact") if word not in str(refused.value)] == []
    assert CallVersion.objects.filter(call=call).count() == 0


def test_a_call_of_the_past_needs_nothing_but_a_text():
    call = make_call(publish=False, costs=(), rules_known=False, text="Damals")
    assert publishing.obstacles(call) == []


def test_the_first_version_needs_no_note_and_tells_nobody():
    call = make_call(publish=False, summary="Für Vereine", contact_email="amt@example.org")
    version, mails = release(call, note="")
    assert (version.number, version.note, mails, queued()) == (1, "", 0, [])


def test_a_change_without_a_note_is_refused():
    call = ready_call()
    alter(call, maximum=Decimal(900))
    with pytest.raises(publishing.Refused):
        release(call, note="  ")
    assert call.versions.count() == 1


def test_what_changed_after_it_was_read_is_not_published():
    call = ready_call()
    alter(call, maximum=Decimal(900))
    seen = publishing.fingerprint(call)
    alter(call, maximum=Decimal(100))
    with pytest.raises(publishing.Refused):
        publishing.release(call, None, seen=seen, note="Mehr")
    assert call.versions.count() == 1


def test_publishing_renews_the_pages_kept_for_visitors():
    call, before = ready_call(), DirectoryVersion.current()
    alter(call, maximum=Decimal(900))
    release(call)
    assert DirectoryVersion.current() > before


def test_everybody_concerned_gets_one_mail_in_their_language():
    call, first, second = ready_call(), make_organisation(), make_organisation()
    person, colleague = make_user(language="en"), make_user(language="de")
    for organisation in (first, second):
        make_membership(person, organisation)
        make_application(organisation, call)
    make_membership(colleague, second)
    make_member(make_organisation())
    alter(call, maximum=Decimal(900))
    assert release(call)[1] == 2
    assert {(mail.recipient, mail.language) for mail in queued()} == {(person.email, "en"), (colleague.email, "de")}
    (english,) = (mail for mail in queued() if mail.language == "en")
    for application in call.applications.all():
        assert application.get_absolute_url().removeprefix("/en") in english.text
    assert "> Mehr Geld im Topf" in english.text
    assert call.title in english.subject


def test_whoever_left_or_withdrew_is_not_told():
    call, left, withdrew = ready_call(), make_organisation(), make_organisation()
    make_membership(make_user(), left, since="2020-01-01", until="2021-01-01")
    make_application(left, call)
    make_member(withdrew)
    facts = {"state": Application.State.WITHDRAWN, "reference": "2026-XYZ-0001", "submitted_at": call.opens_at}
    make_application(withdrew, call, **facts)
    alter(call, maximum=Decimal(900))
    assert (release(call)[1], queued()) == (0, [])


@pytest.mark.parametrize(
    ("state", "told"),
    [("submitted", 1), ("queried", 1), ("advising", 1), ("waiting", 1), ("awarded", 0), ("rejected", 0), ("lapsed", 0)],
)
def test_whoever_waits_for_a_decision_is_told_and_nobody_after_it(state, told):
    call, organisation = ready_call(), make_organisation()
    make_member(organisation)
    make_application(organisation, call, state=state, reference="2026-XYZ-0001", submitted_at=call.opens_at)
    alter(call, maximum=Decimal(900))
    assert release(call)[1] == told


def test_drafts_move_on_and_submitted_applications_stay():
    call = ready_call()
    first, draft = call.published, make_application(make_organisation(), call)
    facts = {"state": Application.State.SUBMITTED, "reference": "2026-XYZ-0001", "submitted_at": call.opens_at}
    submitted = make_application(make_organisation(), call, **facts)
    alter(call, maximum=Decimal(900))
    version, _mails = release(call)
    for application, rules in ((draft, version), (submitted, first)):
        application.refresh_from_db()
        assert application.version == rules


def test_nothing_is_different_right_after_publishing():
    call = ready_call()
    assert (told(call), publishing.has_changes(call)) == ([], False)


def test_changed_rules_are_told_in_words():
    call = ready_call(legal_forms=["ev"], share=Decimal(75))
    alter(call, share=Decimal("80.5"), maximum=None, legal_forms=[], local=False, i18n={"title_en": "Money"})
    assert told(call) == [
        (
            "",
            "emptied",
            [
                ("title (English)", "", "Money"),
                ("highest grant per application", "€500.00", ""),
                ("share in percent", "75%", "80.5%"),
                ("legal forms that may apply", "registered association (e.V.)", ""),
                ("only for activities that concern Darmstadt", "yes", "no"),
            ],
        )
    ]


def test_changed_lists_are_told_row_by_row():
    call = ready_call()
    call.cost_categories.filter(name="Material").delete()
    call.cost_categories.filter(name="Honorare").update(cap=Decimal(100))
    call.cost_categories.create(name="Fahrten", position=5)
    found = {(thing, act): fields for thing, act, fields in told(call)}
    assert set(found) == {
        ("cost category: Honorare", "changed"),
        ("cost category: Material", "removed"),
        ("cost category: Fahrten", "added"),
    }
    assert found["cost category: Honorare", "changed"] == [("counts up to", "", "€100.00")]


def test_another_order_is_a_change_too():
    call = ready_call()
    call.cost_categories.filter(name="Honorare").update(position=9)
    ((thing, act, fields),) = told(call)
    assert (thing, fields) == ("cost categories", [("order", "Honorare\nMaterial", "Material\nHonorare")])


def test_a_changed_programme_is_an_unpublished_change_of_its_calls():
    call = ready_call()
    type(call.programme).objects.filter(pk=call.programme_id).update(purpose="Neu")
    call = Call.objects.get(pk=call.pk)
    assert [(thing.partition(":")[0], fields) for thing, _act, fields in told(call)] == [
        ("programme", [("purpose", "", "Neu")])
    ]
    assert publishing.with_changes(Call.objects.all()) == [call]
