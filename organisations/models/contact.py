from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modeltrans.fields import TranslationField

from .. import validators
from .organisation import Organisation
from .vocabulary import Language


class ContactQuerySet(models.QuerySet):
    def public(self):
        return self.filter(public=True)


class Contact(models.Model):
    """How to reach an organisation: the role first, a person only where she wants it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="contacts")
    role = models.CharField(_("role"), max_length=100)
    person = models.CharField(_("person"), max_length=100, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True, validators=[validators.phone])
    fax = models.CharField(_("fax"), max_length=30, blank=True, validators=[validators.phone])
    email = models.EmailField(_("e-mail address"), blank=True)
    languages = models.ManyToManyField(Language, blank=True, verbose_name=_("languages"))
    public = models.BooleanField(_("public"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    i18n = TranslationField(fields=("role",))
    # See translations.py.
    translated_from = models.JSONField(default=dict, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="contact_reachable",
                condition=~Q(phone="", email="") | Q(public=False),
                violation_error_message=_("A public contact needs a telephone number or an e-mail address."),
            )
        ]

    def __str__(self):
        return self.role
