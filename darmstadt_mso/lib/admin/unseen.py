"""The second of two editors: told what the first has saved, and keeps what they typed themselves."""

from datetime import UTC, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import CheckboxInput, DateTimeField, ModelForm, MultipleChoiceField
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import gettext

from .. import history

SEEN = "_seen"


class UnseenChanges(ModelForm):
    """Refuses to write over what somebody else saved after this form was opened.

    The form carries how long the thing's history was then (SEEN). The refusal shows what came after and carries the
    new length, so that whoever has read it may save. Fields that only the other one changed show the new value;
    a field that both changed keeps what was typed here and says what it is by now.
    """

    def clean(self):
        super().clean()
        seen = self.data.get(SEEN, "")
        self.unseen = list(history.rows(self.instance))[int(seen) :] if self.instance.pk and seen.isdecimal() else []
        if self.unseen:
            self.data = self.data.copy()
            for name, values in history.own_changes(self.instance, self.unseen).items():
                self.reconcile(name, *values)
            raise ValidationError(gettext("Somebody else has saved this in the meantime. Nothing is lost: see above."))
        return self.cleaned_data

    def reconcile(self, name, before, now):
        mine = plain(self.cleaned_data.get(name))
        if name not in self.fields or mine == (now or None):
            return
        if mine == (before or None):
            self.type(name, now)
            return
        field = self._meta.model._meta.get_field(name)
        words = gettext("In the meantime this was changed to “%(value)s”. What you typed still stands here.")
        self.add_error(name, words % {"value": history.shown(field, now)})

    def type(self, name, value):
        """Puts a value of the history into the form as a browser would send it."""
        if isinstance(self.fields[name], MultipleChoiceField):
            self.data.setlist(self.add_prefix(name), value or [])
        else:
            self.data[self.add_prefix(name)] = typed(self.fields[name], value)


def plain(value):
    """A cleaned value as the history keeps it; everything empty is None."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if hasattr(value, "isoformat") else value or None


def typed(field, value):
    """A value of the history as a browser would send it."""
    if isinstance(field.widget, CheckboxInput):
        return "on" if value else ""
    if isinstance(value, list):
        return ",".join(value)
    if value and isinstance(field, DateTimeField):
        return localtime(parse_datetime(value)).strftime("%Y-%m-%dT%H:%M:%S")
    return "" if value is None else str(value)
