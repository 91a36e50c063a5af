"""The tables' rules for several columns at once, asked of the database as seldom as possible."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint, Q

OTHER = object()


class Constraints:
    """Remembers the answers: a rule that only asks whether a telephone number is empty is asked twice at the most."""

    def __init__(self):
        self.answers = {}

    def check(self, thing, sound):
        """Raises ValidationError; rules for other fields than the sound ones are left out."""
        rules = [one for one in thing._meta.constraints if isinstance(one, CheckConstraint)]
        within = [one for one in rules if one.condition.referenced_base_fields <= sound]
        if wrong := [answer for one in within if (answer := self.answer(one, thing))]:
            raise ValidationError(wrong)

    def answer(self, rule, thing):
        key = (rule.name, *situation(rule, thing))
        if key not in self.answers:
            self.answers[key] = ask(rule, thing)
        return self.answers[key]


def ask(rule, thing):
    """What is wrong, else ""."""
    others = {field.name for field in thing._meta.fields} - rule.condition.referenced_base_fields
    try:
        rule.validate(type(thing), thing, exclude=others)
    except ValidationError as error:
        return error.messages[0]
    return ""


def situation(rule, thing):
    """The values that the rule sees; those that equal nothing it compares with are all the same to it."""
    compared = compared_values(rule.condition)
    for name in sorted(rule.condition.referenced_base_fields):
        value = getattr(thing, name)
        yield value if compared is None or value in compared[name] else OTHER


def compared_values(condition):
    """{field: values that it may equal}; None where the condition asks anything else than equality."""
    compared = defaultdict(list)
    for lookup, value in leaves(condition):
        name, _mark, how = lookup.partition("__")
        if how not in ("", "exact", "isnull") or hasattr(value, "resolve_expression"):
            return None
        compared[name].append(None if how == "isnull" else value)
    return compared


def leaves(condition):
    for child in condition.children:
        if isinstance(child, Q):
            yield from leaves(child)
        else:
            yield child
