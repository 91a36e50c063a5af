"""What a draft's pages say before it is submitted: what is missing, what the rules exclude, who still has to choose."""

import pytest
from django.urls import reverse
from django.utils import timezone

from grants import publishing, writing
from grants.forms.reviewing import Review
from grants.models import Application
from tests.factories import make_member, make_organisation
from tests.grants.factories import make_application, make_call, type_section
from tests.grants.submitting.making import PROJEKT, VEREIN, fresh, make_complete, make_draft, make_sent
from tests.members import as_, english, page
from tests.pages import by_class, links, text, tree

pytestmark = pytest.mark.django_db
FAR = {"project_until": "2027-05-31"}
TOO_LATE = "Your project ends later, on 30 June 2027."


def at(name, application, *further):
    return reverse(f"grants:{name}", args=[application.handle, *further])


def lines(found):
    """{label: text} of what one reads on the page."""
    pairs = [row for part in by_class(found, "typed") for row in part.iter("div")]
    return {text(row.find("dt")): text(row.find("dd")) for row in pairs}


def make_excluded():
    return make_complete(call=make_call(**FAR))


def make_declaring_call(**declaration):
    call = make_call(publish=False)
    call.declarations.create(**declaration)
    publishing.publish(call, None)
    call.refresh_from_db()
    return call


def put_aside(draft, user, colleague):
    type_section(draft, "projekt", colleague, **draft.sections.get(key="projekt").typed, partners="Schule")
    writing.save(draft, "projekt", {"title": ["Anders"]}, seen=0, user=user)
    return writing.kept_aside(draft, user).get()


def test_days_that_the_call_excludes_are_told_at_their_field(client):
    draft, signatory = make_excluded()
    found = page(as_(client, signatory), at("section", draft, "projekt"))
    (field,) = [one for one in found.iter("div") if one.get("id") == "div_id_ends_on"]
    assert [text(one) for one in by_class(found, "field-note")] == [TOO_LATE]
    assert "has-error" not in field.get("class")


def test_saving_days_that_the_call_excludes_tells_it_and_goes_on(client):
    draft, signatory = make_draft(call=make_call(**FAR))
    sent = PROJEKT | {"seen": 1, "action": "next"}
    answer = as_(client, signatory).post(english(at("section", draft, "projekt")), sent, follow=True)
    assert answer.redirect_chain[0][0] == english(at("section", draft, "inhalt"))
    assert TOO_LATE in text(by_class(tree(answer), "notice")[0])


def test_days_within_the_call_are_not_remarked(client):
    draft, signatory = make_complete()
    assert by_class(page(as_(client, signatory), at("section", draft, "projekt")), "field-note") == []


def test_the_task_list_says_that_the_rules_exclude_it(client):
    draft, signatory = make_excluded()
    found = page(as_(client, signatory), at("application", draft))
    (task,) = [one for one in by_class(found, "task") if text(one.find("a")) == "Project"]
    assert TOO_LATE in text(task) and "complete" not in text(task)
    assert "As it is, it cannot be submitted." in text(found) and "Check and submit" not in text(found)


def test_ones_applications_say_that_the_rules_exclude_it(client):
    _draft, signatory = make_excluded()
    found = text(page(as_(client, signatory), reverse("grants:applications")))
    assert f"As it is, it cannot be submitted. {TOO_LATE}" in found and "Everything is filled in" not in found


def test_what_the_rules_exclude_is_not_handed_over(client):
    draft, _signatory = make_excluded()
    as_(client, make_member(draft.organisation))
    assert by_class(page(client, at("review", draft)), "submit")[0].findall(".//button") == []
    answer = client.post(english(at("hand_over", draft)))
    assert (answer.status_code, fresh(draft).handed_over_at) == (422, None)
    assert TOO_LATE in text(by_class(tree(answer), "error-summary")[0])


def test_everybody_sees_whose_text_still_waits_and_its_author_the_way_to_it(client):
    draft, signatory = make_complete()
    author = make_member(draft.organisation)
    author.first_name, author.last_name = "Ada", "Lenz"
    author.save()
    aside = put_aside(draft, author, signatory)
    ways = []
    for user in (author, signatory):
        (notice,) = by_class(page(as_(client, user), at("review", draft)), "unsettled")
        assert "Ada Lenz" in text(notice) and "Project" in text(notice)
        ways.append([url for _words, url in links(notice)])
    assert ways == [[english(at("choose", draft, "projekt", aside.key))], []]
    shown = Review(fresh(draft), timezone.now()).seen
    assert client.post(english(at("submit", draft)), {"seen": shown}).status_code == 302


def test_a_text_that_was_chosen_waits_no_longer(client):
    draft, signatory = make_complete()
    writing.settle(put_aside(draft, make_member(draft.organisation), signatory))
    assert by_class(page(as_(client, signatory), at("review", draft)), "unsettled") == []


def test_days_and_amounts_of_a_draft_read_as_they_were_understood(client):
    draft, signatory = make_draft()
    type_section(draft, "projekt", signatory, **PROJEKT | {"begins_on": "2027-03-01", "ends_on": "bald"})
    cost = {"kosten-0-category": "material", "kosten-0-label": "Hefte", "kosten-0-amount": "1250,5"}
    rate = {"kosten-1-label": "Lehrerin", "kosten-1-quantity": "8", "kosten-1-rate": "50"}
    type_section(draft, "plan", signatory, requested="viel", **cost, **rate)
    found = lines(page(as_(client, signatory), at("review", draft)))
    assert (found["The project begins on"], found["The project ends on"]) == ("1 March 2027", "bald")
    assert "Hefte · €1,250.50" in found["Cost"] and "8 × €50.00" in found["Cost"]
    assert found["Requested sum"] == "viel"


def test_what_is_empty_has_one_wording(client):
    call = make_declaring_call(key="fotos", text="Fotos dürfen gezeigt werden.", required=False)
    draft, signatory = make_complete(call=call)
    type_section(draft, "erklaerungen", signatory)
    found = lines(page(as_(client, signatory), at("review", draft)))
    assert (found["BIC"], found["District"]) == ("not given", "the whole city")
    assert found["Fotos dürfen gezeigt werden."] == "no"


def test_review_and_state_show_the_entry_in_the_directory(client):
    organisation = make_organisation(name="Anisverein", street="Weg 1", postcode="64283", register_number="VR 1")
    draft, signatory = make_complete(organisation)
    before = lines(page(as_(client, signatory), at("review", draft)))
    sent, signatory = make_sent(organisation)
    type(organisation).objects.filter(pk=organisation.pk).update(street="Neue Straße 2")
    after = lines(page(as_(client, signatory), at("application", sent)))
    for found in (before, after):
        assert (found["Name"], found["Street"], found["Number in the register"]) == ("Anisverein", "Weg 1", "VR 1")


def test_a_page_that_nobody_saved_is_to_be_opened_and_saved(client):
    draft, signatory = make_draft()
    (summary,) = by_class(page(as_(client, signatory), at("review", draft)), "error-summary")
    named = links(summary)
    assert ("Open and save this page", english(at("section", draft, "verein"))) in named
    assert "IBAN" not in dict(named)


def test_withdrawn_ones_stand_apart(client):
    sent, signatory = make_sent()
    Application.objects.filter(pk=sent.pk).update(state="withdrawn")
    found = page(as_(client, signatory), reverse("grants:applications"))
    assert [text(one) for one in found.iter("h2")] == ["Ended"]


def test_what_is_asked_only_after_a_yes_is_not_called_optional(client):
    draft, signatory = make_draft()
    found = page(as_(client, signatory), at("section", draft, "projekt"))
    (label,) = [one for one in found.iter("label") if one.get("for") == "id_other_grants_text"]
    assert text(label).endswith("(only if yes)")


def test_the_hint_of_a_declaration_stands_below_its_words(client):
    call = make_declaring_call(key="wahr", text="Alle Angaben sind wahr.", help="Auch die Zahlen.")
    draft = make_application(make_organisation(), call)
    found = page(as_(client, make_member(draft.organisation)), at("section", draft, "erklaerungen"))
    (field,) = [one for one in found.iter("div") if one.get("id") == "div_id_d-wahr"]
    assert text(field) == "Alle Angaben sind wahr. Auch die Zahlen."


def test_mistakes_count_as_not_right(client):
    draft, signatory = make_draft()
    type_section(draft, "verein", signatory, **VEREIN | {"iban": "DE1"})
    found = page(as_(client, signatory), at("application", draft))
    assert "1 thing is missing or not right:" in text(found)


def test_each_page_says_which_step_it_is(client):
    draft, signatory = make_draft()
    as_(client, signatory)
    assert "Step 2 of 6" in text(page(client, at("section", draft, "projekt")))
    assert "Step 5 of 6" in text(page(client, at("papers", draft)))


def test_mistakes_are_summed_up_at_the_top_of_the_page(client):
    draft, signatory = make_draft()
    type_section(draft, "projekt", signatory, begins_on="bald")
    found = [one.get("class") for one in page(as_(client, signatory), at("section", draft, "projekt")).iter("div")]
    assert found.index("error-summary") < found.index("page-head inside")
