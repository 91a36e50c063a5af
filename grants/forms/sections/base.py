import re
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.text import Truncator
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from ... import asked_before, writing

REQUIRED = "required"
# The attribute with the most characters of a text whose length the page counts.
COUNTED = "data-limit"
LOW = 4
TICKED = "on"
YES, NO, UNSURE = "yes", "no", "unsure"
YES_NO = ((YES, _("yes")), (NO, _("no")))
YES_NO_UNSURE = (*YES_NO, (UNSURE, _("not sure")))
GROUPED = re.compile(r"[0-9]{1,12}|[0-9]{1,3}([. ][0-9]{3}){1,3}")
DAY_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y")


class SectionForm(forms.Form):
    """A page of an application, shown as it was typed. What is wrong is told at once, what is missing only when asked.

    Fields that must be filled before the submission are `required=True`; saving works in any state. The texts that
    were typed are the form's data, so that nothing that was typed is ever replaced by what was understood of it.
    Without data it begins with what is known already.
    """

    use_required_attribute = False
    template = "grants/members/sections/_fields.html"
    # [(heading, names)]; what is in none stands below.
    grouped = ()
    # {name: key of the word of funding law that its field needs}
    explained = {}

    def __init__(self, data=None, *, application, terms, **kwargs):
        self.application, self.terms = application, terms
        initial = {} if data is not None else self.beginning()
        super().__init__(data, initial=initial, **kwargs)

    def beginning(self):
        """{name: text} of what the page begins with while nobody has ever saved it."""
        return {}

    def mistakes(self):
        """{name of the field: [what is wrong and how to mend it]}, without what is only missing."""
        data = self.errors.as_data().items()
        found = {name: [one for one in errors if one.code != REQUIRED] for name, errors in data}
        return {name: [text for one in errors for text in one.messages] for name, errors in found.items() if errors}

    def missing(self):
        """[(name of the field, its label)] of what must still be filled."""
        empty = [name for name, errors in self.errors.as_data().items() if any(one.code == REQUIRED for one in errors)]
        return [(name, self.label_of(name)) for name in empty]

    def label_of(self, name):
        return Truncator(self.fields[name].label).chars(90) if name in self.fields else ""

    @property
    def is_complete(self):
        return self.is_bound and not self.errors

    @cached_property
    def is_saved(self):
        """Whether what is empty was left empty; for a draft's pages see Whole."""
        return bool(self.data) or not self.is_bound

    def understood(self):
        """{name: value} of what is right so far."""
        return self.cleaned_data if self.is_bound and self.errors is not None else {}

    def keep_only_mistakes(self):
        """For showing the page again: fields that are only empty are not marked as wrong."""
        mistakes = self.mistakes()
        self._errors = type(self.errors)({name: self.error_class(texts) for name, texts in mistakes.items()})

    def groups(self):
        """[(heading, [(bound field, most characters to count, key of a word to explain, notes)])] for the page."""
        named = {name for _heading, names in self.grouped for name in names}
        rest = [name for name in self.fields if name not in named]
        groups = [(heading, names) for heading, names in (*self.grouped, ("", rest)) if names]
        return [(heading, [self.placed(name) for name in names]) for heading, names in groups]

    def placed(self, name):
        counted = self.fields[name].widget.attrs.get(COUNTED)
        return self[name], counted, self.explained.get(name), self.notes.get(name, [])

    @cached_property
    def notes(self):
        """{name of the field: [what the rules of the call say against it]}; it can be saved all the same."""
        return {}

    def parts(self):
        """[(name, label)] of what is compared and chosen as one."""
        return [(name, field.label) for name, field in self.fields.items()]

    def all_parts(self):
        """With what is no longer asked."""
        return self.parts() + self.no_longer_asked()

    def no_longer_asked(self):
        """[(name, label)] of what was typed before the call changed: it is shown, not asked."""
        asked = {part for part, _label in self.parts()} | writing.NEVER_KEPT
        gone = [name for name in self.data if self.part_of(name) not in asked and any(self.texts_of(name))]
        return [(name, self.label_before(name)) for name in gone]

    def label_before(self, name):
        words = asked_before.words_of(self.application, name) or name
        return gettext("%(question)s (no longer asked)") % {"question": words}

    def texts_of(self, name):
        return self.data.getlist(name) if hasattr(self.data, "getlist") else [self.data.get(name)]

    def lines_no_longer_asked(self):
        """[(label, text)] for the page."""
        return [(label, self.shown(name)) for name, label in self.no_longer_asked()]

    def part_of(self, name):
        """The part to which a typed name belongs."""
        return name

    def shown(self, part):
        """What was typed for the part, as one reads it."""
        if part not in self.fields:
            texts = self.texts_of(part) if part in self.data else []
            return ", ".join(str(_("yes")) if one == TICKED else one for one in texts)
        field, value = self.fields[part], self[part].value()
        if isinstance(field, forms.BooleanField):
            return _("yes") if value else ""
        if not isinstance(field, forms.ChoiceField):
            return value or ""
        words = dict(field.choices)
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(str(words.get(one, one)) for one in chosen if one)

    def answers(self):
        """What was understood, as JSON; only of a complete form."""
        raise NotImplementedError


class AtMost:
    """Refuses a longer text; a line break is one character. The page counts likewise."""

    def __init__(self, limit):
        self.limit = limit

    def __call__(self, text):
        if (more := length(text) - self.limit) > 0:
            words = ngettext("%(n)d character too long.", "%(n)d characters too long.", more)
            raise ValidationError(words % {"n": more}, code="max_length")


def length(text):
    return len("\n".join(text.splitlines()))


def text(label, help_text="", *, limit=200, lines=1, **options):
    """Text of so many lines. There is no `maxlength`, which would cut off what people paste."""
    attrs = {"dir": "auto"} | options.pop("attrs", {})
    low = {"class": "low"} if lines < LOW else {}
    widget = forms.TextInput(attrs=attrs) if lines == 1 else forms.Textarea(attrs=attrs | low | {"rows": lines})
    validators = [AtMost(limit), *options.pop("validators", [])]
    return forms.CharField(label=label, help_text=help_text, widget=widget, validators=validators, **options)


def radio(label, choices, help_text="", **options):
    return forms.ChoiceField(label=label, choices=choices, help_text=help_text, widget=forms.RadioSelect, **options)


class WholeNumber(forms.IntegerField):
    """Dots and spaces may group thousands: "1.200" is no 1.2."""

    def to_python(self, value):
        typed = (value or "").strip()
        if typed and not GROUPED.fullmatch(typed):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(re.sub(r"\D", "", typed)) if typed else None


def whole_number(label, help_text="", *, most=1_000_000, **options):
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "short", "dir": "ltr", "autocomplete": "off"})
    errors = {"invalid": _("Enter a whole number in digits, for example 25.")}
    return WholeNumber(
        label=label, help_text=help_text, widget=widget, max_value=most, error_messages=errors, **options
    )


class DayInput(forms.DateInput):
    """A calendar field; what it could not show, such as "end of May", stands in a line of text as it was typed."""

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        typed = context["widget"]["value"] or ""
        iso = as_iso(typed)
        context["widget"] |= {"value": iso or typed or None, "type": "text" if typed and not iso else "date"}
        return context


def as_iso(typed):
    """The day in ISO form, or "" where the text is none."""
    for one in DAY_FORMATS:
        try:
            return datetime.strptime(typed.strip(), one).date().isoformat()
        except ValueError:
            continue
    return ""


def day(label, help_text="", **options):
    errors = {"invalid": _("Write the day like this: 31.12.2030.")}
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=DayInput(),
        input_formats=DAY_FORMATS,
        error_messages=errors,
        **options,
    )


def with_example(help_text, example):
    """Help of the call, and its example on a line of its own; escaped."""
    shown = format_html("<b>{}</b> {}", _("Example:"), example) if example else ""
    return format_html("{}<br>{}", help_text, shown) if help_text and shown else format_html("{}{}", help_text, shown)
