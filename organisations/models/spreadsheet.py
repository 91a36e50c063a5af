"""The office's list as it was uploaded: every row waits here until all that were chosen are right."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .organisation import Organisation


class SpreadsheetImport(models.Model):
    """An uploaded list; the file itself is not kept."""

    class State(models.TextChoices):
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked")
        IMPORTING = "importing", _("being imported")
        DONE = "done", _("imported")
        FAILED = "failed", _("stopped by an error")

    file_name = models.CharField(_("file"), max_length=200)
    sheet = models.CharField(_("sheet"), max_length=120, blank=True)
    # Language in which findings are written: that of whoever uploaded the file.
    language = models.CharField(max_length=8, default="de")
    # Codes of the columns that the file has, and headings that nobody knows.
    columns = models.JSONField(default=list)
    unknown_headings = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CHECKING)
    total = models.PositiveIntegerField(_("rows"), default=0)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    created_by = models.ForeignKey(
        "organisations.User", models.SET_NULL, null=True, related_name="+", verbose_name=_("uploaded by")
    )
    finished_at = models.DateTimeField(_("imported at"), null=True, blank=True)

    class Meta:
        verbose_name = _("imported list")
        verbose_name_plural = _("imported lists")
        ordering = ["-created_at"]

    def __str__(self):
        return self.file_name


class SpreadsheetRow(models.Model):
    """A row of the list, what is to become of it, and what is wrong with it."""

    class Outcome(models.TextChoices):
        WAITING = "", _("not checked yet")
        NEW = "new", _("new")
        CHANGED = "changed", pgettext_lazy("row", "changed")
        UNCHANGED = "unchanged", _("unchanged")
        ERROR = "error", _("error")

    run = models.ForeignKey(SpreadsheetImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(_("row"))
    # Code of the column → text of the cell.
    cells = models.JSONField(default=dict)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.WAITING, blank=True)
    # Code of the column → messages; "" for what concerns the whole row.
    errors = models.JSONField(default=dict)
    # Code of the column → [what the entry says, what the list says].
    changes = models.JSONField(default=dict)
    # Ids of entries that may be the same, with the reasons: [[id, [reason, …]], …].
    likely = models.JSONField(default=list)
    # The entry that the row changes; none means a new one.
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="+")
    # Whether staff have said that it is this entry, or, without one, that it is a new one.
    decided = models.BooleanField(default=False)
    chosen = models.BooleanField(_("import"), default=True)

    class Meta:
        verbose_name = _("row")
        verbose_name_plural = _("rows")
        ordering = ["run", "number"]
        constraints = [models.UniqueConstraint(fields=["run", "number"], name="spreadsheet_row_once")]
        indexes = [models.Index(fields=["run", "outcome", "number"], name="spreadsheet_rows")]

    def __str__(self):
        return f"{self.run}: {self.number}"
