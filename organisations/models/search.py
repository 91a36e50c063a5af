"""What the search reads; `manage.py reindex` makes it all anew.

Only public facts are ever written here, but for UnpublishedEntry, which is for the office alone.
"""

from time import time_ns

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from .fields import DateMultirangeField
from .offer import Offer
from .organisation import Organisation


class SearchEntry(models.Model):
    """One hit of a list: a published organisation, or one of its offers."""

    class Kind(models.IntegerChoices):
        ORGANISATION = 1
        OFFER = 2

    kind = models.SmallIntegerField(choices=Kind)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    offer = models.OneToOneField(Offer, models.CASCADE, null=True, related_name="+")
    name_key = models.TextField(db_collation="C")
    confirmed_on = models.DateField(null=True)
    # Numbers of the facet values, see facets.py.
    facets = ArrayField(models.IntegerField())
    # The days on which the offer, or any offer of the organisation, takes place.
    offered = DateMultirangeField()
    document = SearchVectorField()

    class Meta:
        indexes = [
            GinIndex(fields=["document"], name="search_document"),
            GinIndex(fields=["facets"], name="search_facets"),
            models.Index(fields=["kind", "name_key", "id"], name="search_by_name"),
            models.Index("kind", F("confirmed_on").desc(nulls_last=True), "name_key", "id", name="search_by_confirmed"),
        ]


class UnpublishedEntry(models.Model):
    """What the office's search reads of organisations that nobody else may see; no public page ever asks here."""

    organisation = models.OneToOneField(Organisation, models.CASCADE, primary_key=True, related_name="+")
    document = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["document"], name="unpublished_document")]


class SearchWord(models.Model):
    """A word or phrase somebody may type, folded, and the lexeme under which the entries have it.

    A lexeme "a&b" asks for both; one that begins with "#" is a facet value (see facets.py). One that begins with "~"
    names a group of synonyms: it stands for the lexemes of all rows that have it as their word.
    """

    class Origin(models.IntegerChoices):
        TEXT = 1  # a word of an entry
        TERM = 2  # a label or synonym of a vocabulary, in any language
        SYNONYM = 3  # a word that the office keeps as equal to the lexeme
        SOUND = 4  # the sound of a word in a name

    word = models.TextField(db_collation="C")
    lexeme = models.TextField(db_collation="C")
    origin = models.SmallIntegerField(choices=Origin)
    shown = models.TextField(help_text="The word as it is written, to be offered as a spelling.")
    entries = models.IntegerField(default=1)

    class Meta:
        indexes = [
            GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="search_word_parts"),
            models.Index(fields=["lexeme"], name="search_word_lexeme"),
        ]
        constraints = [models.UniqueConstraint(fields=["word", "lexeme", "origin"], name="search_word_once")]


class SearchMiss(models.Model):
    """A word that found nothing: a count per day, and nothing about who typed it."""

    word = models.CharField(_("word"), max_length=40)
    day = models.DateField(_("day"))
    times = models.PositiveIntegerField(_("times"), default=1)

    class Meta:
        verbose_name = _("word that found nothing")
        verbose_name_plural = _("words that found nothing")
        ordering = ["-day", "-times", "word"]
        constraints = [models.UniqueConstraint(fields=["day", "word"], name="search_miss_once_a_day")]

    def __str__(self):
        return self.word


class DirectoryVersion(models.Model):
    """One row; its number grows with every change of what the public pages show, so that copies know their age."""

    # Nanoseconds of the change: never the same twice, not even after a restored backup.
    number = models.BigIntegerField(default=time_ns)

    @classmethod
    def current(cls):
        return cls.objects.values_list("number", flat=True).get()

    @classmethod
    def renew(cls):
        cls.objects.update(number=time_ns())
