from django.utils.translation import gettext, ngettext

from ...terms import in_language
from .base import COUNTED, SectionForm, text, whole_number, with_example

PREFIX = "q-"


class ContentForm(SectionForm):
    """The questions of the call."""

    def __init__(self, data=None, **kwargs):
        super().__init__(data, **kwargs)
        for question in self.terms.questions:
            self.fields[PREFIX + question.key] = field_of(question)

    def answers(self):
        found = {name.removeprefix(PREFIX): value for name, value in self.cleaned_data.items()}
        return {key: plain(value) for key, value in found.items()}


def plain(value):
    return "" if value is None else str(value)


def helped(question):
    """The call's help, and how long the answer may be."""
    if question.kind == "number":
        return in_language(question.help)
    words = ngettext("At most %(n)d character.", "At most %(n)d characters.", question.limit)
    return f"{in_language(question.help)} {words % {'n': question.limit}}".strip()


def field_of(question):
    label, example = in_language(question.text), in_language(question.example)
    help_text = with_example(helped(question), example)
    options = {"required": question.required, "error_messages": {"required": gettext("Please answer this question.")}}
    if question.kind == "number":
        return whole_number(label, help_text, most=10**9, required=question.required)
    lines = 6 if question.kind == "long" else 1
    attrs = {COUNTED: question.limit}
    return text(label, help_text, limit=question.limit, lines=lines, attrs=attrs, **options)
