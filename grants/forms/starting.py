from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import applying, terms


class Associations(forms.ModelChoiceField):
    widget = forms.RadioSelect

    def label_from_instance(self, organisation):
        return organisation.name_i18n


class Earlier(forms.ModelChoiceField):
    def label_from_instance(self, application):
        title = application.title or gettext("Draft without a title")
        call = terms.in_language(terms.of_version(application.version).title)
        day = date_format(application.submitted_at or application.created_at, "SHORT_DATE_FORMAT")
        return f"{title} · {call} · {application.organisation.name_i18n} · {day}"


class StartForm(forms.Form):
    """For which association, and from which of its earlier applications."""

    organisation = Associations(
        None,
        label=_("For which association?"),
        to_field_name="slug",
        empty_label=None,
        error_messages={"required": _("Choose the association.")},
    )
    earlier = Earlier(
        None,
        label=_("Begin with the texts of an earlier application?"),
        help_text=_("Its texts are copied, but neither its days nor its declarations. You can change all of it."),
        to_field_name="draft_key",
        required=False,
        empty_label=_("No, begin with empty pages"),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        mine, earlier = applying.associations(user), applying.earlier(user)
        self.fields["organisation"].queryset, self.fields["earlier"].queryset = mine, earlier
        if len(mine) == 1:
            self.fields["organisation"].initial = mine[0].slug
        if not earlier:
            del self.fields["earlier"]

    def clean(self):
        found = super().clean()
        organisation, earlier = found.get("organisation"), found.get("earlier")
        if earlier and organisation and earlier.organisation_id != organisation.pk:
            self.add_error("earlier", ValidationError(gettext("This application is of another association.")))
        return found
