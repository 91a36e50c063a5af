from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from .. import validators


class UserManager(BaseUserManager):
    use_in_migrations = True

    def create_user(self, email, password=None, **fields):
        user = self.model(email=email.lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(AbstractUser):
    """A person with an account; the e-mail address is the log-in name."""

    username = None
    first_name = models.CharField(_("first name"), max_length=150, blank=True, validators=[validators.one_line])
    last_name = models.CharField(_("last name"), max_length=150, blank=True, validators=[validators.one_line])
    email = models.EmailField(_("e-mail address"), unique=True)
    language = models.CharField(
        _("language of mails"), max_length=8, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = UserManager()

    class Meta:
        verbose_name = _("person with access")
        verbose_name_plural = _("persons with access")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message=_("Somebody already has an account with this e-mail address."),
            )
        ]

    def clean(self):
        """Logging in compares addresses in small letters."""
        super().clean()
        self.email = self.email.lower()

    def __str__(self):
        return self.get_full_name() or self.email
