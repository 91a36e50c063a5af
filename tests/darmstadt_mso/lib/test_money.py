"""Amounts as people type and read them: German notation, to the cent."""

import re
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from darmstadt_mso.lib.money import MOST, MoneyField, cents, parse, plain, shown

AMOUNTS = st.decimals(min_value=0, max_value=MOST, places=2, allow_nan=False)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("0", "0.00"),
        ("250", "250.00"),
        ("0250", "250.00"),
        ("1.250", "1250.00"),
        ("1.250,5", "1250.50"),
        ("1250,50", "1250.50"),
        ("1.234.567,89", "1234567.89"),
        ("9.999.999.999,99", "9999999999.99"),
        ("9999999999,99", "9999999999.99"),
        (" 12,50 € ", "12.50"),
        ("€ 12,50", "12.50"),
        ("12,50\u00a0€", "12.50"),
        ("12EUR", "12.00"),
        ("12 Euro", "12.00"),
    ],
)
def test_german_notation_is_understood(typed, amount):
    assert str(parse(typed)) == amount


MINUS = "Enter the amount without a minus."
THIRD_DECIMAL = "Enter at most two digits behind the comma, for example 12,50."
POINT = "Write cents behind a comma, for example 12,50. A dot groups thousands."
UNCLEAR = "Enter an amount such as 250 or 1.250,50."
TOO_MUCH = "Enter at most 9.999.999.999,99."


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [
        ("-5", MINUS),
        ("- 5,00", MINUS),
        ("\u22125", MINUS),
        ("€ -5", MINUS),
        ("12,505", THIRD_DECIMAL),
        ("1,250", THIRD_DECIMAL),
        ("12.50", POINT),
        ("12.5", POINT),
        ("1,250.50", POINT),
        ("1.25.000", UNCLEAR),
        ("1250.000", UNCLEAR),
        (".250", UNCLEAR),
        ("1.250.", UNCLEAR),
        ("1,2,3", UNCLEAR),
        ("5-", UNCLEAR),
        ("12 50", UNCLEAR),
        ("1 250", UNCLEAR),
        ("1'250", UNCLEAR),
        ("1e3", UNCLEAR),
        ("NaN", UNCLEAR),
        ("Infinity", UNCLEAR),
        ("ungefähr 300", UNCLEAR),
        (",50", UNCLEAR),
        ("12,", UNCLEAR),
        ("", UNCLEAR),
        ("€", UNCLEAR),
        ("1€50", UNCLEAR),
        ("1 Euro 50", UNCLEAR),
        ("1EUR50", UNCLEAR),
        ("€ 5 €", UNCLEAR),
        ("\u0663", UNCLEAR),
        ("10.000.000.000", TOO_MUCH),
        ("9" * 29, TOO_MUCH),
        ("9" * 5000, TOO_MUCH),
        ("0" * 31, TOO_MUCH),
    ],
)
def test_everything_else_is_refused_in_words(typed, complaint):
    with translation.override("en"), pytest.raises(ValidationError) as refused:
        parse(typed)
    assert refused.value.messages == [complaint]


@given(AMOUNTS)
def test_what_is_shown_can_be_typed(amount):
    with translation.override("de"):
        assert (parse(shown(amount)), parse(plain(amount))) == (amount, amount)


@given(st.text(alphabet="0123456789.,-+ €eE'_\u00a0", max_size=14))
def test_an_amount_is_never_negative_nor_finer_than_a_cent(typed):
    try:
        amount = parse(typed)
    except ValidationError:
        return
    assert 0 <= amount <= MOST
    assert amount.as_tuple().exponent == -2
    assert re.sub(r"\D", "", typed).lstrip("0") in (
        str(amount).replace(".", "").lstrip("0"),
        str(amount).replace(".", "").lstrip("0").removesuffix("0"),
        str(amount).replace(".", "").lstrip("0").removesuffix("00"),
    )


@pytest.mark.parametrize(
    ("language", "amount", "text"),
    [
        ("de", "1250.5", "1.250,50\u00a0€"),
        ("ar", "1250.5", "1.250,50\u00a0€"),
        ("en", "1250.5", "€1,250.50"),
        ("de", "9999999999.99", "9.999.999.999,99\u00a0€"),
        ("de", "0", "0,00\u00a0€"),
    ],
)
def test_amounts_are_shown_with_groups(language, amount, text):
    with translation.override(language):
        assert shown(Decimal(amount)) == text


def test_no_amount_is_shown_as_nothing():
    assert (shown(None), plain(None)) == ("", "")


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [("0.005", "0.01"), ("0.0049999", "0.00"), ("2.675", "2.68"), ("2.665", "2.67"), ("-0.005", "-0.01")],
)
def test_half_a_cent_is_rounded_up(exact, rounded):
    assert str(cents(Decimal(exact))) == rounded


class Form(forms.Form):
    sum = MoneyField(required=False)


@pytest.mark.parametrize(("typed", "amount"), [("1.250,50", Decimal("1250.50")), ("", None), ("  ", None)])
def test_the_field_gives_an_amount_or_none(typed, amount):
    form = Form({"sum": typed})
    assert form.is_valid()
    assert form.cleaned_data == {"sum": amount}


def test_the_field_keeps_what_was_typed():
    form = Form({"sum": "12.50"})
    assert not form.is_valid()
    assert 'value="12.50"' in str(form["sum"])
    assert "maxlength" not in str(form["sum"])


def test_the_field_shows_an_amount_as_it_is_typed():
    assert 'value="1250,50"' in str(Form(initial={"sum": Decimal("1250.50")})["sum"])


def test_a_field_that_is_needed_says_so():
    with translation.override("en"):
        with pytest.raises(ValidationError) as refused:
            MoneyField().clean("")
        assert refused.value.messages == ["Enter the amount."]
