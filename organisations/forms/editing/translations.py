from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from darmstadt_mso.lib.translated import direction, fingerprint

from ...models import OpeningHours
from ...moderation import facts, proposing, sections, translating
from .base import OfficeNote, render_mark, tidy


class TranslationsForm(OfficeNote):
    """One language: a field for every text, and a tick for those that may be said to be still right (`ticks`: keys)."""

    def __init__(self, *, texts, begun, language, ticks=(), gone=(), rows=(), **kwargs):
        super().__init__(**kwargs)
        self.rows, self.notes = rows, translating.notes(rows, language)
        self.gone = {text.key for text in gone}
        self.texts, self.ticks, self.language = texts, ticks, language
        for text in texts:
            self.fields[name_of(text)] = self.text_field(text, begun[text.key])
            if text.key in ticks:
                self.fields[tick_of(text)] = forms.BooleanField(required=False, label=_("It is still right"))
        for note in self.notes:
            self.fields[name_of(note)] = self.text_field(note, note.said)
        self.order_fields([*(name for name in self.fields if name != "office_note"), "office_note"])

    def text_field(self, text, said):
        column = column_of(text)
        long = column.get_internal_type() == "TextField"
        attrs = {"lang": self.language, "dir": direction(self.language)}
        if long or len(text.german) > 80:
            widget = forms.Textarea(attrs=attrs | {"rows": 8 if long else 2, "class": "" if long else "low"})
        else:
            widget = forms.TextInput(attrs=attrs)
        return forms.CharField(
            required=False, label=text.own_label, max_length=column.max_length, initial=said, widget=widget
        )

    def mark(self, marks):
        for text in self.texts:
            if mark := marks.get(text.key):
                self[name_of(text)].help_text = render_mark(mark)

    def groups(self, known):
        """(heading, [(text, field, tick or None)]) for the organisation and each of its parts."""
        notes = [(gettext("Opening hours"), [(note, self[name_of(note)], None) for note in self.notes])]
        return (notes if self.notes else []) + [
            (heading, [(text, self[name_of(text)], self.tick(text)) for text in texts])
            for heading, texts in translating.groups(self.texts, known)
        ]

    def tick(self, text):
        return self[tick_of(text)] if text.key in self.ticks else None

    @property
    def keys(self):
        own = [key for text in self.texts for key in (text.key, text.german_key)]
        return own + ([("", facts.OPENING_HOURS)] if self.notes else [])

    def facts(self):
        """Without those of parts that are gone."""
        said = {text.key: tidy(self.cleaned_data[name_of(text)]) for text in self.texts}
        return {key: value for key, value in said.items() if key not in self.gone} | self.hours()

    def hours(self):
        """The opening hours with the notes that were typed."""
        said = {note.german: tidy(self.cleaned_data[name_of(note)]) for note in self.notes}
        changed = {note.german: said[note.german] for note in self.notes if said[note.german] != note.said}
        rows = translating.with_notes(self.rows, self.language, changed)
        return {("", facts.OPENING_HOURS): rows} if self.notes else {}

    def clean(self):
        """Nothing that was typed for a part that is gone vanishes by itself."""
        found = super().clean()
        for text in self.texts:
            said = found.get(name_of(text))
            if text.key in self.gone and said and not proposing.alike(said, text.said):
                words = _("This part is gone or was just published. Copy your text, then empty this field.")
                self.add_error(name_of(text), words)
        return found

    def ticked(self):
        """The texts whose translation is still right."""
        return [text for text in self.texts if text.key in self.ticks and self.cleaned_data[tick_of(text)]]


def column_of(text):
    if isinstance(text, translating.Note):
        return OpeningHours._meta.get_field("note")
    return facts.model_of(text.thing)._meta.get_field(text.name)


def name_of(text):
    if isinstance(text, translating.Note):
        return f"note-{fingerprint(text.german)[:8]}"
    return f"{sections.key_of(text.thing) if text.thing else 'entry'}-{text.name}"


def tick_of(text):
    return f"{name_of(text)}-right"
