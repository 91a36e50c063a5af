"""The office's pages: whatever is saved there shows at once."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from organisations.models import (
    Contact,
    District,
    FormerSlug,
    Offer,
    Organisation,
    OrganisationMembership,
    Page,
    SearchMiss,
    Synonym,
    Topic,
    User,
)
from tests.accounts import confirm_address, log_in
from tests.factories import make_contact, make_offer, make_organisation, make_user
from tests.mails import code
from tests.office import let_in
from tests.pages import by_class, hits, main, text, tree

pytestmark = pytest.mark.django_db
INLINES = ("contacts", "opening_hours", "offers", "umbrella_relations", "former_slugs", "internal")


@pytest.fixture
def editor(client):
    let_in(client, make_user("Redaktion"))
    return client


@pytest.fixture
def few_words():
    """A short list of words, so that writing it anew is quick."""
    Synonym.objects.all().delete()
    Topic.objects.exclude(code="sport").update(synonyms="", i18n={})


def url_of(thing, action="change"):
    meta = thing._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{action}", args=[thing.pk] if thing.pk else [])


def form_of(client, url):
    """What a browser would send back from the form: every field as it is shown."""
    sent = {}
    for field in tree(client.get(url)).iter():
        name, kind = field.get("name"), field.get("type")
        if not name or field.tag not in ("input", "select", "textarea") or kind in ("submit", "file"):
            continue
        if field.tag == "select":
            chosen = [one.get("value") for one in field.iter("option") if "selected" in one.attrib]
            sent |= {name: chosen if "multiple" in field.attrib else (chosen or [""])[0]}
        elif field.tag == "textarea":
            sent[name] = (field.text or "").lstrip("\n")
        elif kind == "checkbox" and field.get("value"):
            sent.setdefault(name, []).extend([field.get("value")] if "checked" in field.attrib else [])
        elif kind not in ("checkbox", "radio") or "checked" in field.attrib:
            sent[name] = field.get("value") or ("on" if kind == "checkbox" else "")
    return sent


def save(client, thing, **changed):
    """Saves the thing's form with these changes; the answer leads away where it was accepted."""
    url = url_of(thing) if thing.pk else url_of(thing, "add")
    answer = client.post(url, form_of(client, url) | changed)
    assert answer.status_code == 302, [text(one) for one in by_class(tree(answer), "errorlist")]
    return answer


def delete(client, thing):
    assert client.post(url_of(thing, "delete"), {"post": "yes"}).status_code == 302


def picked_to_delete(*things):
    return {"action": "delete_selected", "_selected_action": [thing.pk for thing in things], "post": "yes"}


def delete_picked(client, *things):
    assert client.post(url_of(type(things[0])(), "changelist"), picked_to_delete(*things)).status_code == 302


def found(client, typed, path="/organisationen/"):
    return hits(client.get(path, {"q": typed}))


def test_a_new_name_is_found_at_once_and_the_old_no_longer(editor):
    organisation = make_organisation(name="Qwimpelverein")
    save(editor, organisation, name="Zwabbelverein")
    assert found(editor, "zwabbelverein") == ["Zwabbelverein"]
    assert found(editor, "qwimpelverein") == []


def test_an_entry_is_published_and_hidden_with_one_choice(editor):
    organisation = make_organisation(name="Qwimpelverein", state="pending")
    save(editor, organisation, state="published")
    assert found(editor, "qwimpelverein") == ["Qwimpelverein"]
    save(editor, organisation, state="hidden")
    assert found(editor, "qwimpelverein") == []


def test_a_new_entry_is_a_draft_until_it_is_published(editor):
    save(editor, Organisation(), name="Qwimpelverein", slug="qwimpel")
    made = Organisation.objects.get(slug="qwimpel")
    assert (made.state, found(editor, "qwimpelverein")) == ("draft", [])


def test_saving_without_a_change_changes_nothing(editor):
    organisation = make_organisation(
        name="Qwimpel",
        social_links=["https://a.example"],
        i18n={"name_tr": "Kwimpel"},
        latitude="49.87",
        longitude="8.65",
    )
    make_contact(organisation)
    before = Organisation.objects.filter(pk=organisation.pk).values().get()
    save(editor, organisation)
    after = Organisation.objects.filter(pk=organisation.pk).values().get()
    assert {name for name in before if before[name] != after[name]} == {"changed_at"}
    assert organisation.contacts.count() == 1


def test_a_changed_address_keeps_the_former_one(editor, client):
    organisation = make_organisation(slug="alt")
    save(editor, organisation, slug="neu")
    answer = client.get("/organisationen/alt/")
    assert answer["Location"] == "/organisationen/neu/"
    assert list(FormerSlug.objects.values_list("slug", "organisation")) == [("alt", organisation.pk)]


def test_an_address_that_comes_back_leads_in_no_circle(editor):
    organisation = make_organisation(slug="alt")
    for slug in ("neu", "alt"):
        save(editor, organisation, slug=slug)
    assert editor.get("/organisationen/alt/").status_code == 200
    assert editor.get("/organisationen/neu/")["Location"] == "/organisationen/alt/"


def test_a_wrong_entry_is_refused_in_words(editor):
    organisation = make_organisation()
    sent = form_of(editor, url_of(organisation)) | {"basis": "", "latitude": "49.87", "postcode": "1"}
    answer = editor.post(url_of(organisation), sent)
    errors = text(main(tree(answer)))
    assert answer.status_code == 200
    assert [word for word in ("veröffentlicht", "Längengrad", "fünf Ziffern") if word not in errors] == []


def test_entries_are_hidden_and_never_deleted(editor):
    organisation = make_organisation()
    assert editor.post(url_of(organisation, "delete"), {"post": "yes"}).status_code == 403
    picked = {"action": "delete_selected", "_selected_action": [organisation.pk], "post": "yes"}
    editor.post("/admin/organisations/organisation/", picked)
    assert Organisation.objects.filter(pk=organisation.pk).exists()


def test_an_address_without_scheme_is_a_safe_one(editor):
    organisation = make_organisation()
    save(editor, organisation, website="anis.example", social_links="social.example")
    organisation.refresh_from_db()
    assert (organisation.website, organisation.social_links) == ("https://anis.example", ["https://social.example"])


def test_an_offer_is_found_when_saved_and_gone_when_deleted(editor):
    offer = make_offer(make_organisation(name="Anis"), title="Qwimpelkurs")
    save(editor, offer, title="Zwabbelkurs")
    assert [found(editor, "zwabbelkurs", "/angebote/"), found(editor, "zwabbelkurs")] == [["Zwabbelkurs"], ["Anis"]]
    assert found(editor, "qwimpelkurs", "/angebote/") == []
    delete(editor, offer)
    assert [found(editor, "zwabbelkurs", "/angebote/"), found(editor, "zwabbelkurs")] == [[], []]


def test_an_offer_that_moves_leaves_its_former_organisation(editor):
    one, other = make_organisation(name="Anis"), make_organisation(name="Birne")
    offer = make_offer(one, title="Qwimpelkurs")
    save(editor, offer, organisation=str(other.pk))
    assert found(editor, "qwimpelkurs") == ["Birne"]


def test_several_offers_are_deleted_together(editor):
    offers = [make_offer(make_organisation(), title="Qwimpelkurs") for _number in range(2)]
    delete_picked(editor, *offers)
    assert (Offer.objects.count(), found(editor, "qwimpelkurs")) == (0, [])


def test_a_contact_is_found_by_its_role_only_while_it_is_public_and_there(editor):
    contact = make_contact(make_organisation(name="Anis"), role="Qwimpelrat")
    save(editor, contact, person="Erika")
    assert found(editor, "qwimpelrat") == ["Anis"]
    shown = form_of(editor, url_of(contact))
    del shown["public"]
    editor.post(url_of(contact), shown)
    assert found(editor, "qwimpelrat") == []
    Contact.objects.update(public=True)
    save(editor, contact)
    delete(editor, contact)
    assert found(editor, "qwimpelrat") == []


def test_a_membership_shows_at_once_and_goes_at_once(editor, client):
    umbrella, member = make_organisation(name="Dach", kind="umbrella"), make_organisation(name="Glied")
    client.logout()
    seen = [umbrella.get_absolute_url() in client.get(member.get_absolute_url()).content.decode()]
    let_in(client, make_user("Redaktion"))
    save(client, OrganisationMembership(), umbrella=str(umbrella.pk), member=str(member.pk))
    client.logout()
    seen.append(umbrella.get_absolute_url() in client.get(member.get_absolute_url()).content.decode())
    assert seen == [False, True]


def test_a_new_synonym_is_found_at_once_a_changed_and_a_deleted_one_too(editor, few_words):
    make_organisation(name="Qwimpelkurs")
    save(editor, Synonym(), words="zwabbelkram\nQwimpelkurs")
    assert found(editor, "zwabbelkram") == ["Qwimpelkurs"]
    synonym = Synonym.objects.get()
    save(editor, synonym, words="wuselkram\nQwimpelkurs")
    assert [found(editor, "wuselkram"), found(editor, "zwabbelkram")] == [["Qwimpelkurs"], []]
    delete(editor, synonym)
    assert found(editor, "wuselkram") == []


def test_a_terms_new_word_is_found_at_once_and_its_new_name_shown(editor, few_words):
    topic = Topic.objects.get(code="sport")
    make_organisation(name="Anis", topics=[topic])
    save(editor, topic, name="Turnen", synonyms="qwimpelsport")
    assert found(editor, "qwimpelsport") == ["Anis"]
    (chips,) = by_class(tree(editor.get("/organisationen/?thema=sport")), "chips")
    assert "Thema: Turnen" in text(chips)


def test_a_term_in_use_is_not_deleted_and_the_page_says_who_uses_it(editor, few_words):
    topic = Topic.objects.get(code="sport")
    make_offer(make_organisation(name="Anis"), title="Kurs", topics=[topic])
    make_organisation(name="Birne", topics=[topic])
    answer = editor.post(url_of(topic, "delete"), {"post": "yes"})
    words = text(tree(answer))
    assert [word for word in ("Organisation: Birne", "Angebot: Kurs") if word not in words] == []
    answer = editor.post(url_of(Topic(), "changelist"), picked_to_delete(topic))
    assert (answer.status_code, Topic.objects.filter(pk=topic.pk).exists()) == (200, True)


def test_a_term_that_nothing_uses_may_go_and_is_no_longer_understood(editor, few_words):
    topic = Topic.objects.create(code="qwimpel", name="Qwimpel")
    delete(editor, topic)
    assert not Topic.objects.filter(pk=topic.pk).exists()


def test_places_are_never_deleted(editor):
    assert editor.post(url_of(District.objects.first(), "delete"), {"post": "yes"}).status_code == 403
    assert District.objects.count() == 9


def test_a_renamed_district_shows_at_once_and_is_found(editor):
    make_organisation(name="Anis", district_id="100")
    save(editor, District.objects.get(pk="100"), name="Qwimpelstadt", name_en="Qwimpel Town")
    page = tree(editor.get("/organisationen/?stadtteil=100"))
    assert "Stadtteil: Qwimpelstadt" in text(by_class(page, "chips")[0])
    assert found(editor, "qwimpelstadt") == ["Anis"]


def test_a_text_of_the_site_shows_at_once_and_is_gone_at_once(client):
    let_in(client, User.objects.create_superuser("chef@example.org", "ein langes Geheimnis"))
    save(client, Page(), slug="qwimpel", title="Qwimpelseite", text="Text", in_footer="on")
    client.logout()
    assert "Qwimpelseite" in text(by_class(tree(client.get("/kontakt/")), "footer")[0])
    let_in(client, User.objects.get())
    delete(client, Page.objects.get(slug="qwimpel"))
    client.logout()
    assert "Qwimpelseite" not in text(by_class(tree(client.get("/kontakt/")), "footer")[0])


def test_only_umbrella_organisations_are_offered_as_umbrellas(editor):
    umbrella, other = make_organisation(kind="umbrella"), make_organisation()
    page = tree(editor.get(url_of(OrganisationMembership(), "add")))
    offered = {one.get("name"): {pk.get("value") for pk in one.iter("option")} for one in page.iter("select")}
    assert {str(umbrella.pk), str(other.pk)} & offered["umbrella"] == {str(umbrella.pk)}
    assert {str(umbrella.pk), str(other.pk)} <= offered["member"]


@pytest.mark.parametrize("field", ["topics", "target_groups", "languages", "quarter"])
def test_an_editor_can_pick_whatever_there_is(editor, field):
    page = tree(editor.get(url_of(make_organisation())))
    offered = [one for one in page.iter() if one.get("name") == field]
    choices = [*offered[0].iter("option")][1:] if offered[0].tag == "select" else offered
    model = Organisation._meta.get_field(field).related_model
    assert {one.get("value") for one in choices} == {str(pk) for pk in model.objects.values_list("pk", flat=True)}


def test_words_that_found_nothing_are_read_and_not_written(editor):
    SearchMiss.objects.create(word="qwimpel", day="2026-01-01", times=3)
    row = by_class(tree(editor.get("/admin/organisations/searchmiss/")), "field-word")
    assert [text(one) for one in row] == ["qwimpel"]


@pytest.mark.parametrize("password, accepted", [("qwimpel-zwabbel", True), ("password", False), ("kurz", False)])
def test_an_account_is_made_with_an_address_and_a_good_password(client, password, accepted):
    let_in(client, make_user("Leitung"))
    typed = {"usable_password": "true", "password1": password, "password2": password, "email": "neu@darmstadt.example"}
    url = url_of(User(), "add")
    client.post(url, form_of(client, url) | typed)
    made = User.objects.filter(email="neu@darmstadt.example").first()
    assert bool(made and made.check_password(password)) is accepted


def test_a_new_account_may_nothing(client):
    let_in(client, make_user("Leitung"))
    save(client, User(), email="neu@darmstadt.example", usable_password="false", password1="", password2="")
    made = User.objects.get(email="neu@darmstadt.example")
    assert (made.is_staff, made.is_superuser, made.groups.count()) == (False, False, 0)


def test_a_role_lets_a_new_colleague_into_the_administration_and_its_end_out_again(client):
    let_in(client, make_user("Leitung"))
    role = Group.objects.get(name="Redaktion").pk
    facts = {"usable_password": "false", "password1": "", "password2": "", "groups": [role]}
    save(client, User(), email="neu@darmstadt.example", **facts)
    made = User.objects.get(email="neu@darmstadt.example")
    assert (made.is_staff, [group.name for group in made.groups.all()]) == (True, ["Redaktion"])
    save(client, made, groups=[])
    made.refresh_from_db()
    assert (made.is_staff, made.groups.count()) == (False, 0)


def test_nobody_makes_a_superuser_but_a_superuser(client):
    let_in(client, make_user("Leitung"))
    person = make_user("Redaktion")
    save(client, person, first_name="Erika", is_superuser="on")
    person.refresh_from_db()
    assert (person.first_name, person.is_superuser) == ("Erika", False)


def test_the_desk_is_in_german_and_names_the_portal(editor):
    page = tree(editor.get("/admin/"))
    assert (page.get("lang"), text(page.find("head/title"))) == ("de", "Schreibtisch | Verwaltung")


def test_an_address_is_kept_in_small_letters_as_logging_in_needs_it(client):
    let_in(client, make_user("Leitung"))
    user = make_user("Redaktion")
    save(client, user, email="Grosse.Anna@Example.org")
    assert User.objects.get(pk=user.pk).email == "grosse.anna@example.org"
    assert User.objects.create_user("Grosse.Berta@Example.org").email == "grosse.berta@example.org"


def test_a_former_address_neither_logs_in_nor_gets_codes(client):
    let_in(client, make_user("Leitung"))
    user, other = make_user("Redaktion"), make_user("Redaktion")
    for one in (user, other):
        EmailAddress.objects.create(user=one, email=one.email, primary=True)
    save(client, user, email="neu@example.org")
    assert list(EmailAddress.objects.values_list("user", flat=True)) == [other.pk]


@pytest.mark.parametrize("role, opened, asked", [("Redaktion", True, False), (None, True, True), (None, False, False)])
def test_a_new_address_is_proven_by_whoever_is_no_colleague_and_has_been_here(client, role, opened, asked):
    let_in(client, make_user("Leitung"))
    user = make_user(role)
    if opened:
        EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    save(client, user, email="neu@example.org")
    assert [*EmailAddress.objects.values_list("email", "verified")] == [("neu@example.org", False)] * asked


def test_the_code_to_a_members_new_address_opens_the_account(client):
    let_in(client, make_user("Leitung"))
    user = make_user(password="ein gutes Passwort")
    log_in(Client(), user.email, "ein gutes Passwort")
    save(client, user, email="neu@example.org")
    member = Client()
    answer = log_in(member, "neu@example.org", "ein gutes Passwort")
    assert answer["Location"] == reverse("account_email_verification_sent")
    assert confirm_address(member, code())["Location"] == reverse("organisations:account")


def test_whoever_lost_the_telephone_is_helped_after_a_question(client):
    let_in(client, make_user("Leitung"))
    user, other = make_user("Redaktion", first_name="Erika"), make_user("Redaktion")
    for one in (user, other):
        Authenticator.objects.create(user=one, type=Authenticator.Type.TOTP, data={"secret": "x"})
    picked = {"action": "remove_second_factors", "_selected_action": [user.pk]}
    assert "Erika" in text(main(tree(client.post(url_of(User(), "changelist"), picked))))
    assert Authenticator.objects.count() == 2
    client.post(url_of(User(), "changelist"), picked | {"confirmed": "yes"})
    assert list(Authenticator.objects.values_list("user", flat=True)) == [other.pk]


def test_secrets_and_addresses_of_accounts_have_no_pages(client):
    client.force_login(User.objects.create_superuser("chef@example.org", "ein langes Geheimnis"))
    let_in(client, User.objects.get(email="chef@example.org"))
    pages = ("mfa/authenticator", "account/emailaddress", "organisations/user")
    assert [client.get(f"/admin/{page}/").status_code for page in pages] == [404, 404, 200]
