"""Logging in, the second factor, a new password: what people and the office can rely on."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as active
from django.test import Client
from django.urls import reverse
from django.utils import translation

from organisations.models import User
from tests.accounts import app_code, begin_app, confirm_again, finish_app, log_in, log_out, secret_of
from tests.factories import make_user
from tests.mails import code as mailed_code
from tests.mails import queued, sent
from tests.office import let_in
from tests.pages import by_class, main, text, tree

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "ein gutes Passwort", "noch ein gutes Passwort"
EMAIL = "anna@example.org"


@pytest.fixture(autouse=True)
def patient(settings):
    """A code may run out between a test's two lines."""
    settings.MFA_TOTP_TOLERANCE = 1


@pytest.fixture
def anna():
    return make_user("Redaktion", email=EMAIL, password=PASSWORD)


def problem(answer):
    """What the summary of errors says, or the empty text."""
    return " ".join(text(one) for one in by_class(tree(answer), "error-summary"))


def place(answer):
    return answer.headers.get("Location", "")


def test_log_in_leads_staff_to_the_administration(client, anna):
    assert place(log_in(client, EMAIL, PASSWORD)) == reverse("admin:index")


def test_log_in_leads_others_to_their_associations(client):
    make_user(email=EMAIL, password=PASSWORD)
    assert place(log_in(client, EMAIL, PASSWORD)) == reverse("organisations:account")


def test_log_in_leads_back_to_where_somebody_came_from_but_never_to_another_site(client, anna):
    for target, reached in [("/admin/organisations/", "/admin/organisations/"), ("https://evil.example/", "/admin/")]:
        assert place(log_in(client, EMAIL, PASSWORD, next=target)) == reached
        log_out(client)


def test_a_wrong_password_is_told_without_telling_whether_the_account_exists(client, anna):
    wrong, unknown = log_in(client, EMAIL, "falsch"), log_in(client, "niemand@example.org", PASSWORD)
    assert problem(wrong) == problem(unknown) != ""
    assert "_auth_user_id" not in client.session


def test_after_five_wrong_passwords_even_the_right_one_waits(client, anna):
    make_user(email="bert@example.org", password=PASSWORD)
    told = [problem(log_in(client, EMAIL, "falsch")) for _ in range(5)]
    limited = problem(log_in(client, EMAIL, PASSWORD))
    assert len(set(told)) == 1 and limited not in {told[0], ""}
    assert place(log_in(client, "bert@example.org", PASSWORD)) != "", "others are not kept waiting"


def test_too_many_attempts_from_one_place_are_told_on_a_page_of_ours(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    answers = [log_in(client, "niemand@example.org", "falsch") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    assert reverse("account_login") in [link.get("href") for link in main(tree(answers[1])).iter("a")]


def test_an_account_that_is_switched_off_is_told_so_only_with_the_right_password(client, anna):
    User.objects.update(is_active=False)
    assert place(log_in(client, EMAIL, PASSWORD)) == reverse("account_inactive")
    assert problem(log_in(client, EMAIL, "falsch")) != ""


def test_what_is_said_after_logging_in_names_nobody(client, anna):
    """A message waits in a cookie and may be shown beside other people's pages."""
    log_in(client, EMAIL, PASSWORD)
    (notices,) = by_class(tree(client.get("/")), "notices")
    assert text(notices) != "" and EMAIL not in text(notices)


def test_logging_out_is_asked_for_and_ends_on_a_page_that_is_not_kept(client, anna):
    log_in(client, EMAIL, PASSWORD)
    assert client.get(reverse("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session
    assert place(log_out(client)) == reverse("account_login")
    assert "_auth_user_id" not in client.session


# The second factor


@pytest.mark.parametrize("name", ["index", "organisations_organisation_changelist", "organisations_user_changelist"])
def test_without_second_factor_staff_reach_no_page_but_the_set_up(client, settings, name):
    settings.STAFF_SECOND_FACTOR = True
    make_user("Leitung", email=EMAIL, password=PASSWORD)
    log_in(client, EMAIL, PASSWORD)
    answer = client.get(reverse(f"admin:{name}"), follow=True)
    assert [url for url, _status in answer.redirect_chain][-1] == reverse("mfa_index")


def test_setting_up_the_app_opens_the_administration_at_once(client, settings, anna):
    settings.STAFF_SECOND_FACTOR = True
    log_in(client, EMAIL, PASSWORD)
    assert client.get(reverse("admin:index")).status_code == 302
    answer = finish_app(client, begin_app(client, PASSWORD))
    assert place(answer) == reverse("mfa_view_recovery_codes")
    assert client.get(reverse("admin:index")).status_code == 200


def test_the_secret_is_shown_as_picture_and_as_text_in_groups_of_four(client, anna):
    log_in(client, EMAIL, PASSWORD)
    confirm_again(client, PASSWORD)
    page = main(tree(client.get(reverse("mfa_activate_totp"))))
    (shown,) = by_class(page, "secret")
    assert re.fullmatch("([A-Z2-7]{4} ){7}[A-Z2-7]{4}", text(shown))
    (picture,) = by_class(page, "qr-code")
    assert picture.find("svg") is not None and picture.get("role") == "img" and picture.get("aria-label")


def test_a_wrong_code_sets_nothing_up_and_the_secret_stays(client, anna):
    log_in(client, EMAIL, PASSWORD)
    confirm_again(client, PASSWORD)
    before = secret_of(client.get(reverse("mfa_activate_totp")))
    answer = client.post(reverse("mfa_activate_totp"), {"code": "abcdef"})
    assert problem(answer) != "" and secret_of(answer) == before
    assert not Authenticator.objects.exists()


def with_app(client):
    """Sets up the app and logs out again; returns its secret."""
    log_in(client, EMAIL, PASSWORD)
    finish_app(client, secret := begin_app(client, PASSWORD))
    log_out(client)
    return secret


def test_with_the_app_logging_in_takes_password_and_code(client, settings, anna):
    settings.STAFF_SECOND_FACTOR = True
    secret = with_app(client)
    assert place(log_in(client, EMAIL, PASSWORD)) == reverse("mfa_authenticate")
    assert client.get(reverse("admin:index")).status_code == 302, "the password alone opens nothing"
    assert problem(client.post(reverse("mfa_authenticate"), {"code": "abcdef"})) != ""
    assert place(client.post(reverse("mfa_authenticate"), {"code": app_code(secret)})) == reverse("admin:index")
    assert client.get(reverse("admin:index")).status_code == 200


def test_a_code_of_the_app_is_not_taken_twice(client, anna):
    secret = with_app(client)
    code = app_code(secret)
    answers = []
    for _ in range(2):
        log_in(client, EMAIL, PASSWORD)
        answers.append(client.post(reverse("mfa_authenticate"), {"code": code}).status_code)
        log_out(client)
    assert answers == [302, 200]


def test_a_recovery_code_works_once(client, anna):
    with_app(client)
    codes = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()
    answers = []
    for _ in range(2):
        log_in(client, EMAIL, PASSWORD)
        answers.append(client.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code)
        log_out(client)
    assert (len(codes), answers) == (10, [302, 200])


def test_five_wrong_codes_are_the_last(client, anna):
    secret = with_app(client)
    log_in(client, EMAIL, PASSWORD)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "abcdef"})
    assert client.post(reverse("mfa_authenticate"), {"code": app_code(secret)}).status_code == 200


def test_recovery_codes_are_shown_and_kept_as_a_file(client, anna):
    log_in(client, EMAIL, PASSWORD)
    finish_app(client, begin_app(client, PASSWORD))
    page = tree(client.get(reverse("mfa_view_recovery_codes")))
    shown = [text(code) for code in by_class(page, "codes")[0].iter("code")]
    file = client.get(reverse("mfa_download_recovery_codes"))
    assert len(shown) == 10 and file.content.decode().split()[-10:] == shown
    assert "attachment" in file["Content-Disposition"] and EMAIL in file.content.decode()
    assert reverse("admin:index") in [link.get("href") for link in page.iter("a")], "the way on"


def test_new_recovery_codes_are_asked_for_and_end_the_old_ones(client, anna):
    log_in(client, EMAIL, PASSWORD)
    finish_app(client, begin_app(client, PASSWORD))
    codes = Authenticator.objects.filter(type=Authenticator.Type.RECOVERY_CODES)
    before = codes.get().wrap().get_unused_codes()
    client.get(reverse("mfa_generate_recovery_codes"))
    assert codes.get().wrap().get_unused_codes() == before
    client.post(reverse("mfa_generate_recovery_codes"))
    assert not set(codes.get().wrap().get_unused_codes()) & set(before)


def test_removing_the_app_is_asked_for_and_ends_the_recovery_codes_too(client, anna):
    log_in(client, EMAIL, PASSWORD)
    finish_app(client, begin_app(client, PASSWORD))
    client.get(reverse("mfa_deactivate_totp"))
    assert Authenticator.objects.count() == 2
    assert place(client.post(reverse("mfa_deactivate_totp"))) == reverse("mfa_index")
    assert Authenticator.objects.count() == 0


def test_before_anything_is_changed_the_password_is_asked_for_again(client, anna):
    log_in(client, EMAIL, PASSWORD)
    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        answer = client.get(reverse(name))
        assert place(answer) == f"{reverse('account_reauthenticate')}?next={reverse(name).replace('/', '%2F')}"


def advice(client):
    """What stands above the choice of a second factor."""
    (section,) = by_class(tree(client.get(reverse("mfa_index"))), "second")
    return [text(one) for one in section.iter("strong")]


def test_staff_read_that_they_need_a_second_factor_and_members_that_they_may_have_one(client, anna):
    log_in(client, EMAIL, PASSWORD)
    needed = advice(client)
    finish_app(client, begin_app(client, PASSWORD))
    assert advice(client) == [], "whoever has one reads neither"
    client.force_login(make_user())
    assert len(needed) == len(advice(client)) == 1 and needed != advice(client)


# The password and the address


def test_the_password_is_changed_with_the_present_one_and_nobody_is_logged_out(client, anna):
    log_in(client, EMAIL, PASSWORD)
    data = {"oldpassword": "falsch", "password1": NEW, "password2": NEW}
    assert problem(client.post(reverse("account_change_password"), data)) != ""
    answer = client.post(reverse("account_change_password"), data | {"oldpassword": PASSWORD})
    assert place(answer) == reverse("mfa_index")
    assert client.get(reverse("mfa_index")).status_code == 200
    anna.refresh_from_db()
    assert anna.check_password(NEW)


def test_a_new_password_is_told_by_mail_without_keeping_from_where_it_came(client, anna):
    log_in(client, EMAIL, PASSWORD)
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post(reverse("account_change_password"), data, HTTP_USER_AGENT="Anis/1")
    (row,) = queued()
    assert row.recipient == EMAIL and "127.0.0.1" not in str(row.context) and "Anis" not in str(row.context)


def ask_for_code(client, email=EMAIL):
    """Asks for a new password; returns the page after, and the code that was sent."""
    client.post(reverse("account_reset_password"), {"email": email})
    return client.get(reverse("account_confirm_password_reset_code")), mailed_code()


def enter(client, code):
    return client.post(reverse("account_confirm_password_reset_code"), {"code": code})


def test_a_new_password_is_chosen_with_a_code_from_a_mail(client, anna):
    _page, code = ask_for_code(client)
    (message,) = sent()
    assert message.to == [EMAIL] and EMAIL not in message.body
    answer = enter(client, code)
    assert place(answer) == reverse("account_complete_password_reset")
    client.post(reverse("account_complete_password_reset"), {"password1": NEW, "password2": NEW})
    assert problem(log_in(client, EMAIL, PASSWORD)) != ""
    assert place(log_in(client, EMAIL, NEW)) == reverse("admin:index")


def test_a_new_password_does_not_replace_the_second_factor(client, settings, anna):
    settings.STAFF_SECOND_FACTOR = True
    with_app(client)
    _page, code = ask_for_code(client)
    enter(client, code)
    client.post(reverse("account_complete_password_reset"), {"password1": NEW, "password2": NEW})
    assert place(log_in(client, EMAIL, NEW)) == reverse("mfa_authenticate")


def test_whoever_asks_for_a_new_password_does_not_learn_who_has_an_account(client, anna):
    known, _code = ask_for_code(client)
    unknown, _code = ask_for_code(Client(), "niemand@example.org")
    pages = [text(main(tree(page))) for page in (known, unknown)]
    assert pages[0] == pages[1].replace("niemand@example.org", EMAIL)
    assert len(sent()) == 1, "strangers get no mail"


MAILED = [("account_reset_password", {}), ("account_request_login_code", {}), ("account_signup", {"password1": NEW})]


@pytest.mark.parametrize("url, more", MAILED)
def test_a_mail_to_an_account_speaks_its_owners_language_and_not_that_of_whoever_asked(client, anna, url, more):
    User.objects.update(language="en")
    with translation.override("ar"):
        client.post(reverse(url), {"email": EMAIL.title(), **more})
    (row,) = queued()
    assert (row.recipient.lower(), row.language) == (EMAIL, "en")
    assert "/ar/" not in row.text, "nor do its links lead elsewhere"


def test_what_changed_at_an_account_is_told_in_its_owners_language(client, anna):
    User.objects.update(language="en")
    log_in(client, EMAIL, PASSWORD)
    with translation.override("ar"):
        client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert [row.language for row in queued()] == ["en"]


def test_a_code_is_guessed_three_times_at_the_most(client, anna):
    _page, code = ask_for_code(client)
    for _ in range(3):
        enter(client, "falsch")
    assert place(enter(client, code)) == reverse("account_login")


def test_a_code_for_a_new_password_is_valid_for_a_quarter_of_an_hour(client, anna, settings):
    _page, code = ask_for_code(client)
    assert "15" in sent()[0].body
    settings.ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = -1
    assert place(enter(client, code)) == reverse("account_login")


def test_the_office_sees_only_whether_a_password_is_set(client):
    let_in(client, make_user("Leitung"))
    shown = []
    for person in (make_user(password=PASSWORD), make_user()):
        page = tree(client.get(reverse("admin:organisations_user_change", args=[person.pk])))
        readout = next(one for one in page.iter() if one.get("id") == "id_password")
        assert "argon2" not in text(readout)
        shown.append(text(next(readout.iter("p"))))
    assert shown[0] != shown[1]


def test_a_device_shows_the_portals_name_beside_a_passkey(client, anna):
    log_in(client, EMAIL, PASSWORD)
    confirm_again(client, PASSWORD)
    answer = client.get(reverse("mfa_add_webauthn"))
    assert answer.context["js_data"]["creation_options"]["publicKey"]["rp"]["name"] == active.SITE_NAME
    assert answer.context["form"].initial["name"] == "Passkey 1"
