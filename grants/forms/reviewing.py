"""An application before it is submitted: what it says, what is missing, and what the call's rules say to it."""

from dataclasses import dataclass
from functools import cached_property

from django import forms
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import eligibility, papers, plans, sections, terms
from . import reading
from .whole import Whole, lacks


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you withdraw it?"),
        help_text=_("You need not say why. What you write here reaches the office."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "low", "dir": "auto"}),
        max_length=1000,
        required=False,
    )


@dataclass(frozen=True)
class Reviewed:
    """A section; `lacks` are [(address of the field, what is missing or wrong there)]."""

    part: reading.Part
    url: str
    lacks: list


class Review:
    def __init__(self, application, at):
        self.application, self.at = application, at
        self.whole = Whole(application)
        self.terms = self.whole.terms

    @cached_property
    def parts(self):
        return [self.reviewed(part) for part in reading.of_draft(self.whole)]

    def reviewed(self, part):
        key, handle = part.info.key, self.application.handle
        if key == sections.PAPERS:
            url = reverse("grants:papers", args=[handle])
            missing = [
                (f"{url}#anlage-{one.key}", terms.in_language(one.name)) for one in papers.missing(self.application)
            ]
            return Reviewed(part, url, missing)
        url = reverse("grants:section", args=[handle, key])
        if not self.whole.is_saved(key) and lacks(self.whole.forms[key]):
            return Reviewed(part, url, [(url, gettext("Open and save this page"))])
        found = lacks(self.whole.forms[key])
        return Reviewed(part, url, [(f"{url}#id_{name}", text) for name, text in found])

    @property
    def lacking(self):
        return [one for one in self.parts if one.lacks]

    @cached_property
    def answers(self):
        """None while something is missing."""
        return self.whole.answers() if self.whole.is_complete else None

    @cached_property
    def findings(self):
        """What the rules say to it; nothing while they cannot judge yet."""
        if self.answers is None:
            return []
        facts = eligibility.facts_of_answers(self.application, self.answers, self.at)
        return eligibility.judge(self.terms, facts)

    @property
    def against(self):
        return [one for one in self.findings if one.verdict == eligibility.Verdict.NO]

    @property
    def open_questions(self):
        return [one for one in self.findings if one.verdict == eligibility.Verdict.ASK]

    @property
    def refusal(self):
        """Why the rules exclude it, in one line; "" where they do not."""
        reasons = " ".join(one.reason for one in self.against)
        return f"{gettext('As it is, it cannot be submitted.')} {reasons}" if reasons else ""

    @property
    def requested(self):
        return self.answers and plans.decimal(self.answers["plan"]["requested"])

    @property
    def is_ready(self):
        return self.answers is not None and not self.against

    @property
    def is_late(self):
        return not self.terms.is_taken(max(self.at, self.terms.opens_at))

    @property
    def seen(self):
        """What the page showed, so that nobody submits what they have not seen."""
        attached = sorted(self.application.attachments.values_list("paper", "document__sha256"))
        return terms.fingerprint([self.whole.numbers(), attached, self.application.version.sha256])[:32]
