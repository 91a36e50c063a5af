"""Who may open what: every address of the portal for everybody. An address that is not in the table fails."""

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from organisations.models import (
    Contact,
    District,
    ErrorReport,
    Language,
    Offer,
    Organisation,
    OrganisationMembership,
    Page,
    Quarter,
    SearchMiss,
    Synonym,
    TargetGroup,
    Topic,
    User,
)
from tests.factories import make_contact, make_offer, make_organisation, make_picture, make_user

pytestmark = pytest.mark.django_db
ROLES = ("Redaktion", "Förderung", "Entscheidung", "Leitung")
# In this order: somebody, an account without role, and the roles as above.
# "+" opens, "r" opens but cannot be saved, "x" is refused, "l" is led to the log-in, ">" is led on,
# "0" does not exist for this person.
OPEN, ALL_STAFF = "++++++", "ll++++"
PUBLIC = {
    "healthz": OPEN,
    "readyz": OPEN,
    "robots": OPEN,
    "favicon": ">>>>>>",
    "sitemap": OPEN,
    "sitemap_section": OPEN,
    "home": OPEN,
    "organisations:organisations": OPEN,
    "organisations:organisation": OPEN,
    "organisations:logo": OPEN,
    "organisations:vcard": OPEN,
    "organisations:report": OPEN,
    "organisations:report_sent": OPEN,
    "organisations:offers": OPEN,
    "organisations:contact": OPEN,
    "organisations:page": OPEN,
}
# The pages of an entry that is not published yet.
DRAFT = {
    "organisations:organisation": "00++++",
    "organisations:logo": "00++++",
    "organisations:vcard": "000000",
    "organisations:report": "000000",
    "organisations:report_sent": "000000",
}
OFFICE = {
    "admin:index": ALL_STAFF,
    "admin:login": "++>>>>",
    "admin:logout": "by POST, see below",
    "admin:password_change": ALL_STAFF,
    "admin:password_change_done": ALL_STAFF,
    "admin:jsi18n": ALL_STAFF,
    "admin:autocomplete": "ll+xx+",
    "admin:view_on_site": "ll>>>>",
    "admin:app_list": ALL_STAFF,
    "admin:auth_user_password_change": "llxxx+",
}
# changelist, add, change, delete
EDITED, NEVER_DELETED = ("ll+xx+", "ll+xx+", "ll+xx+", "ll+xx+"), ("ll+xx+", "ll+xx+", "ll+xx+", "llxxxx")
READ_BY_ALL, CLOSED = ("ll++++", "ll+xx+", "ll+rr+", "ll+xx+"), ("llxxxx",) * 4
NOT_ADDED = ("ll+xx+", "llxxxx", "ll+xx+", "llxxxx")
MODELS = {
    "organisations_organisation": ("ll++++", "ll+xx+", "ll+rr+", "llxxxx"),
    "organisations_offer": READ_BY_ALL,
    "organisations_contact": READ_BY_ALL,
    "organisations_organisationmembership": READ_BY_ALL,
    "organisations_errorreport": NOT_ADDED,
    "organisations_searchmiss": ("ll+xx+", "llxxxx", "llrxxr", "llxxxx"),
    "organisations_topic": NEVER_DELETED,
    "organisations_targetgroup": NEVER_DELETED,
    "organisations_language": NEVER_DELETED,
    "organisations_synonym": EDITED,
    "organisations_district": NOT_ADDED,
    "organisations_quarter": NOT_ADDED,
    "organisations_page": NEVER_DELETED,
    "organisations_user": ("llxxx+", "llxxx+", "llxxx+", "llxxxx"),
    "auth_group": CLOSED,
}
ACTIONS = ("changelist", "add", "change", "delete")
# Whoever may change a thing may read its history; the short address of a thing leads to its change page.
WITH_CHANGE = {"history"}
UNNAMED = {"admin/<path:object_id>/": "to the change page", "admin/(?P<url>.*)$": "whatever else begins with admin/"}


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
    assert {*routes()} == {*PUBLIC, *OFFICE, *actions, *UNNAMED}


@pytest.fixture(scope="module")
def people(django_db_setup, django_db_blocker):
    """A browser for each: somebody, an account without role, one per role."""
    with django_db_blocker.unblock(), transaction.atomic():
        browsers = [Client()]
        for role in (None, *ROLES):
            browsers.append(Client())
            browsers[-1].force_login(make_user(role))
        yield browsers
        transaction.set_rollback(True)


def sign(answer):
    if answer.streaming:
        list(answer.streaming_content)  # so that its file is closed
    to_login = answer.status_code == 302 and answer["Location"].startswith("/admin/login/")
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
    values = {"sitemap_section": ["listen"], "organisations:page": ["impressum"]}
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
    values = {
        "admin:view_on_site": [ContentType.objects.get_for_model(Organisation).pk, organisation.pk],
        "admin:app_list": ["organisations"],
        "admin:auth_user_password_change": [make_user().pk],
    }
    query = "?app_label=organisations&model_name=organisation&field_name=topics" if "autocomplete" in name else ""
    return reverse(name, args=values.get(name, [])) + query


@pytest.mark.parametrize("name", [name for name in OFFICE if name != "admin:logout"])
def test_the_office_is_open_to_staff_only(people, entry, name):
    assert signs(people, office_url(name, entry)) == OFFICE[name]


@pytest.mark.parametrize("role", ROLES)
def test_staff_may_log_out(client, role):
    client.force_login(make_user(role))
    assert sign(client.get("/admin/")) == "+"
    assert client.post(reverse("admin:logout")).status_code == 200
    assert sign(client.get("/admin/")) == "l"


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
        Synonym: lambda: Synonym.objects.create(words="anis\nfenchel"),
    }
    return make.get(model, model.objects.first)()


KINDS = [*(User, Offer, Contact, Organisation, ErrorReport, SearchMiss, OrganisationMembership, Synonym)]
KINDS += [*(Topic, TargetGroup, Language, District, Quarter, Page, Group)]


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
    assert signs(people, path) == "ll0000"


@pytest.mark.parametrize("role", ROLES)
def test_an_account_that_is_switched_off_opens_nothing(role):
    user, person = make_user(role), Client()
    person.force_login(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert sign(person.get("/admin/")) == "l"


def test_readers_cannot_save_what_they_may_read(people):
    organisation = make_organisation(name="Anis")
    url = reverse("admin:organisations_organisation_change", args=[organisation.pk])
    refused = [person.post(url, {"name": "Birne"}).status_code for person in people]
    assert refused == [302, 302, 200, 403, 403, 200]
    organisation.refresh_from_db()
    assert organisation.name == "Anis"
