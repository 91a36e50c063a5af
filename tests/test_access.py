"""Who may open what: every address of the portal for everybody. An address that is not in the table fails."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from darmstadt_mso.lib.outbox import unsubscribing
from darmstadt_mso.lib.outbox.models import Message
from organisations.freshness import links
from organisations.models import (
    ChangeProposal,
    Contact,
    District,
    ErrorReport,
    JoinRequest,
    Language,
    Membership,
    Offer,
    Organisation,
    OrganisationMembership,
    Page,
    Quarter,
    SearchMiss,
    SpreadsheetImport,
    Synonym,
    TargetGroup,
    Topic,
    User,
)
from tests.factories import make_contact, make_membership, make_offer, make_organisation, make_picture, make_user
from tests.grants import office as grants_office
from tests.grants import pages as grants_pages
from tests.office import let_in
from tests.test_access_members import MEMBERS, POSTED

pytestmark = pytest.mark.django_db
ROLES = ("Redaktion", "Förderung", "Entscheidung", "Leitung")
# In this order: somebody, an account that is not staff, staff without a role, the roles as above, and the Leitung
# without a second factor.
# "+" opens, "r" opens but cannot be saved, "x" is refused, "l" is led to the log-in, ">" is led on,
# "0" does not exist for this person.
OPEN, ALL_STAFF = "++++++++", "ll+++++l"
PUBLIC = {
    "healthz": OPEN,
    "readyz": OPEN,
    "robots": OPEN,
    "favicon": ">>>>>>>>",
    "sitemap": OPEN,
    "sitemap_section": OPEN,
    "home": OPEN,
    "organisations:organisations": OPEN,
    "organisations:organisation": OPEN,
    "organisations:logo": OPEN,
    "organisations:vcard": OPEN,
    "organisations:report": OPEN,
    "organisations:report_sent": OPEN,
    "organisations:confirm": OPEN,
    "organisations:offers": OPEN,
    "organisations:contact": OPEN,
    "organisations:page": OPEN,
    "outbox:unsubscribe": OPEN,
    **dict.fromkeys(grants_pages.PUBLIC, OPEN),
}
# The pages of an entry that is not published yet.
DRAFT = {
    "organisations:organisation": "000+++++",
    "organisations:logo": "000+++++",
    "organisations:vcard": "00000000",
    "organisations:report": "00000000",
    "organisations:report_sent": "00000000",
    # Answers that the link is no longer valid.
    "organisations:confirm": "????????",
}
OFFICE = {
    "admin:index": ALL_STAFF,
    "admin:login": "lx>>>>>>",
    "admin:logout": "by POST, see below",
    "admin:password_change": "ll>>>>>l",
    "admin:password_change_done": ALL_STAFF,
    "admin:jsi18n": ALL_STAFF,
    "admin:autocomplete": "llx+xx+l",
    "admin:view_on_site": "ll>>>>>l",
    "admin:app_list": "ll0++++l",
    "admin:organisations_organisation_xlsx": "llx++++l",
    "admin:organisations_organisation_csv": "llx++++l",
    "admin:organisations_organisation_merge": "llx+xx+l",
    "admin:organisations_changeproposal_picture": "llx+xx+l",
    "admin:organisations_spreadsheetimport_template": "llx+xx+l",
    "admin:auth_user_password_change": "llxxxx+l",
    "admin:outbox_message_preview": "llx++x+l",
    **grants_office.ADDRESSES,
}
# changelist, add, change, delete
EDITED, NEVER_DELETED = (
    ("llx+xx+l", "llx+xx+l", "llx+xx+l", "llx+xx+l"),
    ("llx+xx+l", "llx+xx+l", "llx+xx+l", "llxxxxxl"),
)
READ_BY_ALL, CLOSED = ("llx++++l", "llx+xx+l", "llx+rr+l", "llx+xx+l"), ("llxxxxxl",) * 4
NOT_ADDED = ("llx+xx+l", "llxxxxxl", "llx+xx+l", "llxxxxxl")
MODELS = {
    "organisations_organisation": ("llx++++l", "llx+xx+l", "llx+rr+l", "llxxxxxl"),
    "organisations_offer": READ_BY_ALL,
    "organisations_contact": READ_BY_ALL,
    "organisations_organisationmembership": READ_BY_ALL,
    "organisations_errorreport": NOT_ADDED,
    "organisations_searchmiss": ("llx+xx+l", "llxxxxxl", "llxrxxrl", "llxxxxxl"),
    "organisations_topic": EDITED,
    "organisations_targetgroup": EDITED,
    "organisations_language": EDITED,
    "organisations_synonym": EDITED,
    "organisations_district": NOT_ADDED,
    "organisations_quarter": NOT_ADDED,
    "organisations_page": NEVER_DELETED,
    "organisations_membership": ("llx+xx+l", "llx+xx+l", "llx+xx+l", "llxxxxxl"),
    "organisations_joinrequest": NOT_ADDED,
    "organisations_changeproposal": NOT_ADDED,
    "organisations_user": ("llxxxx+l", "llxxxx+l", "llxxxx+l", "llxxxxxl"),
    # Lists are uploaded, looked through and discarded on pages of their own, without the usual form.
    "organisations_spreadsheetimport": ("llx+xx+l", "llxrxxrl", "llxrxxrl", "llx+xx+l"),
    **grants_office.MODELS,
    "auth_group": CLOSED,
    "outbox_message": ("llx++x+l", "llxxxxxl", "llx++x+l", "llxxxxxl"),
}
ACTIONS = ("changelist", "add", "change", "delete")
# Whoever may change a thing may read its history; the short address of a thing leads to its change page.
WITH_CHANGE = {"history"}
# One's own account: somebody, and everybody with an account (here without password, so nobody is asked for it again).
ACCOUNTS = {
    "account_login": "+>",
    "account_logout": "l+",
    "account_inactive": "++",
    "account_signup": "+>",
    "account_signup_by_passkey": "+>",
    "account_reauthenticate": "lx",
    "account_email": "l+",
    "account_email_verification_sent": "l>",
    "account_change_password": "l>",
    "account_set_password": "l+",
    "account_reset_password": "++",
    "account_confirm_password_reset_code": "ll",
    "account_complete_password_reset": ">>",
    "account_password_reset_completed": "++",
    "account_request_login_code": "+>",
    "account_confirm_login_code": "l>",
    "mfa_index": "l+",
    "mfa_authenticate": "l>",
    "mfa_reauthenticate": "lx",
    "mfa_activate_totp": "l+",
    "mfa_deactivate_totp": "l0",
    "mfa_view_recovery_codes": "l0",
    "mfa_generate_recovery_codes": "l+",
    "mfa_download_recovery_codes": "l0",
    "mfa_list_webauthn": "l+",
    "mfa_add_webauthn": "l+",
    "mfa_reauthenticate_webauthn": "lx",
    "mfa_remove_webauthn": "l0",
    "mfa_edit_webauthn": "l0",
    "mfa_login_webauthn": "l>",
    "mfa_signup_webauthn": ">>",
    "organisations:details": "l+",
    "organisations:personal_data": "l+",
    "organisations:delete_account": "l+",
    "usersessions_list": "l+",
    "socialaccount_connections": "l+",
    "socialaccount_signup": "ll",
    "socialaccount_login_cancelled": "++",
    # Answers with 401 that something went wrong.
    "socialaccount_login_error": "l?",
    # Without a provider in the settings.
    "openid_connect_login": "00",
    "openid_connect_callback": "00",
}
UNNAMED = {
    "admin/<path:object_id>/": "to the change page",
    "admin/(?P<url>.*)$": "whatever else begins with admin/",
    "/social/login/cancelled/": "to the page below 3rdparty/, as the next three",
    "/social/login/error/": "",
    "/social/signup/": "",
    "/social/connections/": "",
}


def routes(patterns=None, namespace=""):
    """Names of all addresses; an address without a name by its pattern."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}" if pattern.name else f"{namespace.rstrip(':')}/{pattern.pattern}"
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner)


def test_every_address_is_in_the_table():
    actions = {f"admin:{model}_{action}" for model in MODELS for action in (*ACTIONS, *WITH_CHANGE)}
    assert {*routes()} == {*PUBLIC, *OFFICE, *ACCOUNTS, *MEMBERS, *POSTED, *actions, *UNNAMED}


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker):
    """A browser for each, in the order of the table."""
    with django_db_blocker.unblock(), transaction.atomic():
        staff = [make_user(is_staff=True), *map(make_user, ROLES)]
        account, unprotected = Client(), Client()
        account.force_login(make_user())
        unprotected.force_login(make_user("Leitung"))
        yield [Client(), account, *(let_in(Client(), person) for person in staff), unprotected]
        transaction.set_rollback(True)


def sign(answer):
    if answer.streaming:
        list(answer.streaming_content)  # so that its file is closed
    to_login = answer.status_code == 302 and answer["Location"].startswith(("/admin/login/", "/konto/login/"))
    return "l" if to_login else {200: "+", 301: ">", 302: ">", 403: "x", 404: "0"}.get(answer.status_code, "?")


def signs(people, url):
    return "".join(sign(person.get(url)) for person in people)


def change_signs(people, url):
    """The same for a page with a form, which says by its buttons whether it can be saved."""
    answers = [person.get(url) for person in people]
    return "".join("r" if sign(one) == "+" and b'name="_save"' not in one.content else sign(one) for one in answers)


@pytest.fixture
def entry(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_organisation(logo=make_picture(), logo_alt="Anis")


def address(name, organisation):
    if name in grants_pages.PUBLIC:
        return grants_pages.address(name)
    token = unsubscribing.token("freshness", "a@example.org")
    values = {
        "sitemap_section": ["listen"],
        "organisations:page": ["impressum"],
        "organisations:confirm": [organisation.slug, links.token(organisation)],
        "outbox:unsubscribe": [token],
    }
    own = {f"organisations:{part}" for part in ("organisation", "logo", "vcard", "report", "report_sent")}
    return reverse(name, args=[organisation.slug] if name in own else values.get(name, []))


@pytest.mark.parametrize("name", PUBLIC)
def test_public_pages_are_open_to_everybody(people, entry, name):
    assert signs(people, address(name, entry)) == PUBLIC[name]


@pytest.mark.parametrize("name", DRAFT)
def test_an_entry_is_seen_by_staff_only_until_it_is_published(people, entry, name):
    Organisation.objects.update(state="draft")
    assert signs(people, address(name, entry)) == DRAFT[name]


def office_url(name, organisation):
    if name in grants_office.ADDRESSES:
        return reverse(name, args=grants_office.arguments(name))
    values = {
        "admin:view_on_site": [ContentType.objects.get_for_model(Organisation).pk, organisation.pk],
        "admin:app_list": ["organisations"],
        "admin:auth_user_password_change": [make_user().pk],
        "admin:organisations_changeproposal_picture": [make_change(organisation, "logo", organisation.logo.name).pk],
        "admin:outbox_message_preview": [held_mail().pk],
    }
    queries = {
        "admin:autocomplete": "?app_label=organisations&model_name=organisation&field_name=topics",
        "admin:organisations_organisation_merge": f"?ids={organisation.pk},{make_organisation().pk}",
    }
    return reverse(name, args=values.get(name, [])) + queries.get(name, "")


@pytest.mark.parametrize("name", [name for name in OFFICE if name != "admin:logout"])
def test_the_office_is_open_to_staff_only(people, entry, name):
    assert signs(people, office_url(name, entry)) == OFFICE[name]


@pytest.mark.parametrize("role", ROLES)
def test_staff_may_log_out(client, role):
    let_in(client, make_user(role))
    assert sign(client.get("/admin/")) == "+"
    assert client.post(reverse("admin:logout")).status_code == 200
    assert sign(client.get("/admin/")) == "l"


def held_mail():
    return Message.objects.create(
        subject="Anis", text="Fenchel", recipient="a@example.org", state="held", language="de"
    )


def make_change(organisation, field, after):
    """A change that waits for the office."""
    proposal = ChangeProposal.objects.create(organisation=organisation, author=make_user())
    return proposal.changes.create(field=field, after=after)


def thing_of(model):
    """Something to change or delete."""
    make = {
        User: make_user,
        Offer: lambda: make_offer(make_organisation()),
        Contact: lambda: make_contact(make_organisation()),
        Organisation: make_organisation,
        ErrorReport: lambda: ErrorReport.objects.create(organisation=make_organisation(), matter="other", text="x"),
        SearchMiss: lambda: SearchMiss.objects.create(word="anis", day=timezone.localdate()),
        OrganisationMembership: lambda: OrganisationMembership.objects.create(
            umbrella=make_organisation(), member=make_organisation()
        ),
        SpreadsheetImport: lambda: SpreadsheetImport.objects.create(file_name="liste.xlsx"),
        Membership: lambda: make_membership(make_user(), make_organisation()),
        JoinRequest: lambda: JoinRequest.objects.create(
            organisation=make_organisation(), user=make_user(), message="x"
        ),
        ChangeProposal: lambda: make_change(make_organisation(), "summary", "Neu").proposal,
        Synonym: lambda: Synonym.objects.create(words="anis\nfenchel"),
        Message: held_mail,
        **grants_office.made(),
    }
    return make.get(model, model.objects.first)()


KINDS = [
    *(User, Offer, Contact, Organisation, ErrorReport, SearchMiss, OrganisationMembership, Synonym, SpreadsheetImport)
]
KINDS += [Membership, JoinRequest, ChangeProposal, *grants_office.KINDS]
KINDS += [*(Topic, TargetGroup, Language, District, Quarter, Page, Group, Message)]


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_who_may_read_add_change_and_delete(people, model):
    Group.objects.get_or_create(name="Gruppe")
    label, pk = f"{model._meta.app_label}_{model._meta.model_name}", thing_of(model).pk
    arguments = {"change": [pk], "delete": [pk]}
    urls = [reverse(f"admin:{label}_{action}", args=arguments.get(action, [])) for action in ACTIONS]
    look = (signs, change_signs, change_signs, signs)
    found = tuple(look_at(people, url) for look_at, url in zip(look, urls, strict=True))
    assert found == MODELS[label]


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_whoever_may_read_a_thing_may_read_its_history(people, model):
    Group.objects.get_or_create(name="Gruppe")
    label, pk = f"{model._meta.app_label}_{model._meta.model_name}", thing_of(model).pk
    assert signs(people, reverse(f"admin:{label}_history", args=[pk])) == MODELS[label][2].replace("r", "+")


@pytest.mark.parametrize("path", ["/admin/nirgends/", "/admin/organisations/nirgends/1/"])
def test_what_does_not_exist_in_the_office_is_told_to_staff_only(people, path):
    assert signs(people, path) == "ll00000l"


def account_sign(answer):
    to_entry = answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
    return "l" if to_entry else sign(answer)


@pytest.mark.parametrize("name", ACCOUNTS)
def test_an_account_is_open_to_its_owner(people, name):
    """A passkey of somebody else does not exist for anybody."""
    passkey = Authenticator.objects.create(user=make_user(), type="webauthn", data={"name": "Telefon"})
    arguments = {"mfa_remove_webauthn": [passkey.pk], "mfa_edit_webauthn": [passkey.pk]}
    arguments |= {"openid_connect_login": ["openid"], "openid_connect_callback": ["openid"]}
    url = reverse(name, args=arguments.get(name, []))
    somebody, *owners = [account_sign(person.get(url)) for person in people]
    assert (somebody, {*owners}) == (ACCOUNTS[name][0], {ACCOUNTS[name][1]})


@pytest.mark.parametrize("role", ROLES)
def test_an_account_that_is_switched_off_opens_nothing(role):
    user, person = make_user(role), Client()
    let_in(person, user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert sign(person.get("/admin/")) == "l"


def test_readers_cannot_save_what_they_may_read(people):
    organisation = make_organisation(name="Anis")
    url = reverse("admin:organisations_organisation_change", args=[organisation.pk])
    refused = [person.post(url, {"name": "Birne"}).status_code for person in people]
    assert refused == [302, 302, 403, 200, 403, 403, 200, 302]
    organisation.refresh_from_db()
    assert organisation.name == "Anis"
