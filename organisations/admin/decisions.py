"""What an officer says to each proposed change: accept, send back with a reason, or leave for later."""

import re

from django import forms
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..models import ProposedChange
from ..moderation import deciding, facts

Verdict = ProposedChange.Verdict
LATER = "later"
VERDICT = re.compile(r"(change-([0-9]{1,18}))-verdict")
LABELS = {Verdict.ACCEPTED: _("Accept"), Verdict.REFUSED: _("Send back"), LATER: _("Decide later")}
# Sentences that are needed again and again; each author reads them in their own language.
READY = {
    "unclear": _(
        "We do not understand this yet. Please write it so that people who do not know you understand it too."
    ),
    "proof": _("This differs from what we know. Please send us a proof, for example the extract from the register."),
    "place": _("This belongs in another field of your entry."),
    "promotion": _("Please describe what you offer, without advertising and without judging others."),
    "person": _("Please ask this person first whether name and number may be published."),
}
OF_TRANSLATIONS = {"translation": _("The translation does not say the same as the German text.")}
OF_PICTURES = {"picture": _("The picture cannot be recognised when it is small. Please upload another one.")}


class DecisionForm(forms.Form):
    """What the office says to one change; `seen` is the fingerprint of what the page showed."""

    seen = forms.CharField(widget=forms.HiddenInput)
    verdict = forms.ChoiceField(label=_("Decision"), widget=forms.RadioSelect, initial=LATER, required=False)
    ready = forms.ChoiceField(label=_("Reason: a ready-made sentence"), required=False)
    reason = forms.CharField(
        label=_("Reason: in your own words"),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        required=False,
        max_length=700,
        help_text=_("The association reads it by mail and in its account."),
        error_messages={"max_length": _("Please write at most %(limit_value)d characters.")},
    )

    def __init__(self, *args, row, **kwargs):
        super().__init__(*args, prefix=prefix(row), auto_id="%s", **kwargs)
        self.fields["verdict"].choices = list(LABELS.items())
        stopped = any(mark.stops for mark in row.marks)
        self.offered = [(key, label) for key, label in LABELS.items() if key != Verdict.ACCEPTED or not stopped]
        self.sentences = sentences(row)
        self.fields["ready"].choices = [("", _("Choose a sentence")), *self.sentences.items()]
        self.author = row.change.proposal.author

    def clean(self):
        super().clean()
        if self.cleaned_data.get("verdict") == Verdict.REFUSED and not self.has_reason and not self.errors:
            self.add_error("reason", gettext("Say why you send it back, so that the association can mend it."))

    @property
    def has_reason(self):
        return bool(self.cleaned_data.get("ready") or self.cleaned_data.get("reason"))

    @property
    def answer(self):
        verdict = self.cleaned_data["verdict"] or LATER
        return deciding.Answer(verdict, self.words() if verdict == Verdict.REFUSED else "", self.cleaned_data["seen"])

    def words(self):
        """The sentence in the author's language, and what was typed."""
        with translation.override(self.author.language if self.author else None):
            ready = str(self.sentences.get(self.cleaned_data["ready"], ""))
        return " ".join(filter(None, [ready, self.cleaned_data["reason"].strip()]))


def sentences(row):
    """{key: sentence} that fit the change."""
    name = row.change.field
    more = OF_PICTURES if name == "logo" else OF_TRANSLATIONS if name and facts.split(row.change.thing, name)[1] else {}
    return more | READY


class Decisions:
    """A form for every change of the review that waits, filled with what was sent where the page was sent."""

    def __init__(self, review, sent=None):
        self.sent = sent or {}
        self.rows = [row for group in review.groups for row in group.rows]
        for row in self.rows:
            row.seen = deciding.fingerprint(row.now, row.change.after)
            row.form = form_of(row, sent)
            # What was decided about other values must be decided anew.
            row.has_moved = row.form.is_bound and row.form["seen"].value() != row.seen
            row.chosen = LATER if row.has_moved else row.form["verdict"].value() or LATER

    @property
    def errors(self):
        """[(row, what is wrong)]"""
        return [(row, error) for row in self.rows for wrong in row.form.errors.values() for error in wrong]

    @property
    def plain(self):
        """How many changes can be accepted without a second thought."""
        return sum(not row.marks for row in self.rows)

    @property
    def marked(self):
        return len(self.rows) - self.plain

    def is_valid(self):
        return not self.errors

    def answers(self, accept_all):
        """{id of the change: Answer}; `accept_all` accepts what was left for later and has no mark."""
        answers = {row: row.form.answer for row in self.rows if row.form.is_bound}
        for row, answer in answers.items():
            if accept_all and answer.verdict == LATER and not row.marks:
                answer.verdict = Verdict.ACCEPTED
        found = {row.change.pk: answer for row, answer in answers.items()} | dict(self.too_late(accept_all))
        return {pk: answer for pk, answer in found.items() if answer.verdict != LATER}

    def too_late(self, accept_all):
        """Answers to changes that wait no longer, so that it can be told that they were settled."""
        waiting = {prefix(row) for row in self.rows}
        for key, verdict in self.sent.items():
            if (found := VERDICT.fullmatch(key)) and found[1] not in waiting:
                yield int(found[2]), deciding.Answer(Verdict.ACCEPTED if accept_all else verdict)


def form_of(row, sent):
    """Unbound for a change that came after the page was opened."""
    if sent and f"{prefix(row)}-seen" in sent:
        return DecisionForm(sent, row=row)
    return DecisionForm(row=row)


def prefix(row):
    return f"change-{row.change.pk}"
