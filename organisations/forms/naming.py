from django.utils.translation import gettext_lazy as _

from ..models import User

NAMES = {"first_name": "given-name", "last_name": "family-name"}


class AsksForName:
    """A form that others will decide on: it asks whoever has told no name for one, which stays voluntary.

    `user` is nobody yet where the form is open to all.
    """

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        if not user.is_authenticated or user.get_full_name():
            return
        for name, meaning in NAMES.items():
            self.fields[name] = User._meta.get_field(name).formfield()
            self.fields[name].widget.attrs["autocomplete"] = meaning
        words = _("The people of your association and the office see your name. It is not public.")
        self.fields["last_name"].help_text = words

    def keep_name(self):
        told = [name for name in NAMES if self.cleaned_data.get(name)]
        for name in told:
            setattr(self.user, name, self.cleaned_data[name])
        if told:
            self.user.save(update_fields=told)
