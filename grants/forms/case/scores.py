"""One's own scores: points and a justification for each criterion of the call."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ... import terms
from ...casework.scoring import SCALE
from ..sections.base import text

LONGEST = 2000


@dataclass(frozen=True)
class Row:
    criterion: terms.Criterion
    points: forms.BoundField
    justification: forms.BoundField

    @property
    def name(self):
        return terms.in_language(self.criterion.name)

    @property
    def fields(self):
        return self.points, self.justification


class ScoresForm(forms.Form):
    """`own` are the scores that the person gave so far: {key: Score}. One may give the rest later."""

    def __init__(self, data=None, *, criteria, own):
        super().__init__(data, initial=texts_of(own))
        self.criteria, self.own = criteria, own
        choices = [(points, f"{points} – {words}") for points, words in SCALE.items()]
        for one in criteria:
            self.fields[f"points-{one.key}"] = forms.TypedChoiceField(
                label=_("Points"),
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )
            self.fields[f"why-{one.key}"] = text(_("Justification"), limit=LONGEST, lines=3, required=False)

    def clean(self):
        cleaned = super().clean()
        for one in self.criteria:
            if f"points-{one.key}" in cleaned and f"why-{one.key}" in cleaned:
                self.judge(one, *self.typed(one))
        return cleaned

    def typed(self, criterion):
        return tuple(self.cleaned_data[f"{name}-{criterion.key}"] for name in ("points", "why"))

    def judge(self, criterion, points, why):
        """Points and justification belong together, and what was given can be changed but not taken away."""
        is_given = criterion.key in self.own
        if points is None and (why or is_given):
            self.add_error(f"points-{criterion.key}", gettext("Choose the points."))
        if not why and (points is not None or is_given):
            self.add_error(f"why-{criterion.key}", gettext("Say why. Others will read it."))

    def given(self):
        """For `scoring.score`: {key: (points, justification)} of what is filled in."""
        typed = {one.key: self.typed(one) for one in self.criteria}
        return {key: values for key, values in typed.items() if values[0] is not None}

    def rows(self):
        return [Row(one, self[f"points-{one.key}"], self[f"why-{one.key}"]) for one in self.criteria]


def texts_of(own):
    points = {f"points-{key}": one.points for key, one in own.items()}
    return points | {f"why-{key}": one.justification for key, one in own.items()}
