from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ...models import OpeningHours, Organisation
from ...moderation import facts
from .base import FactsForm

SPANS, MOST = 2, 8
PARTS = ("opens", "closes", "note")


class HoursForm(FactsForm):
    """Seven days with two spans each, or more where there are more."""

    template = "organisations/members/_edit_hours.html"

    class Meta:
        model = Organisation
        fields = ("hours_note",)

    def __init__(self, *, data=None, **kwargs):
        super().__init__(data=data, **kwargs)
        self.rows = self.values[facts.OPENING_HOURS]
        for day in WEEKDAYS:
            for number in range(self.spans(day)):
                self.add_span(day, number)
        self.order_fields([*(name for name in self.fields if name.startswith("day")), *self.fields])

    def spans(self, day):
        typed = [number for number in range(MOST) if name_of(day, number, "opens") in (self.data or {})]
        return max(SPANS, len(self.of_day(day)), *(number + 1 for number in typed))

    def of_day(self, day):
        return [row for row in self.rows if row["weekday"] == day]

    def add_span(self, day, number):
        row = dict(enumerate(self.of_day(day))).get(number, {})
        for part in PARTS:
            field = note_field() if part == "note" else time_field()
            place = {"day": WEEKDAYS[day], "number": number + 1, "what": LABELS[part]}
            field.label = gettext("%(day)s, time %(number)d: %(what)s") % place
            field.initial = row.get(part)
            self.fields[name_of(day, number, part)] = field

    @property
    def days(self):
        """(name of the day, [{part: bound field}]); `open` says whether something stands in it."""
        for day, label in WEEKDAYS.items():
            spans = [{part: self[name_of(day, number, part)] for part in PARTS} for number in range(self.spans(day))]
            for span in spans:
                span["open"] = any(field.value() or field.errors for field in span.values())
            yield label, spans

    def clean(self):
        found = super().clean()
        for day in WEEKDAYS:
            for number in range(self.spans(day)):
                self.judge(found, day, number)
            self.refuse_overlaps(found, day)
        return found

    def judge(self, found, day, number):
        opens, closes, note = (found.get(name_of(day, number, part)) for part in PARTS)
        begin, end = name_of(day, number, "opens"), name_of(day, number, "closes")
        if begin in self.errors or end in self.errors:
            return
        if closes and not opens or note and not (opens or closes):
            self.add_error(begin, _("Write from when, for example 16:00, or empty this line."))
        elif opens and not closes:
            self.add_error(end, _("Write until when, for example 18:30, or empty this line."))
        elif opens and closes <= opens:
            self.add_error(end, OpeningHours._meta.constraints[0].violation_error_message)

    def refuse_overlaps(self, found, day):
        spans = []
        for number in range(self.spans(day)):
            opens, closes = (found.get(name_of(day, number, part)) for part in PARTS[:2])
            if opens and closes:
                spans.append((opens, closes, number))
        spans.sort()
        for (_opens, closes, _number), (opens, _closes, number) in zip(spans, spans[1:], strict=False):
            if opens < closes:
                self.add_error(name_of(day, number, "opens"), _("This time overlaps with another one of the same day."))

    @property
    def keys(self):
        return [("", facts.OPENING_HOURS), *super().keys]

    def facts(self):
        return super().facts() | {("", facts.OPENING_HOURS): sorted(self.typed_rows(), key=order)}

    def typed_rows(self):
        for day in WEEKDAYS:
            for number in range(self.spans(day)):
                opens, closes, note = (self.cleaned_data[name_of(day, number, part)] for part in PARTS)
                if opens:
                    row = {"weekday": day, "opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}", "note": note}
                    yield row | self.translations(note)

    def translations(self, note):
        """A note that says the same in German still says the same in other languages."""
        found = next((row["i18n"] for row in self.rows if note and row["note"] == note and "i18n" in row), None)
        return {"i18n": found} if found else {}


LABELS = {"opens": _("from"), "closes": _("to"), "note": _("note")}


def name_of(day, number, part):
    return f"day{day}_{number}_{part}"


def order(row):
    return row["weekday"], row["opens"]


def time_field():
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    wrong = {"invalid": _("Write the time like this: 16:30.")}
    return forms.TimeField(required=False, widget=widget, error_messages=wrong)


def note_field():
    longest = OpeningHours._meta.get_field("note").max_length
    return forms.CharField(required=False, max_length=longest)
