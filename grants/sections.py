"""The pages of an application, in the order of the task list; `key` stands in the address."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class SectionInfo:
    key: str
    title: str


ASSOCIATION, PROJECT, CONTENT, PLAN, PAPERS, DECLARATIONS = (
    "verein",
    "projekt",
    "inhalt",
    "plan",
    "anlagen",
    "erklaerungen",
)
SECTIONS = (
    SectionInfo(ASSOCIATION, _("Association")),
    SectionInfo(PROJECT, _("Project")),
    SectionInfo(CONTENT, _("Content")),
    SectionInfo(PLAN, _("Cost and financing plan")),
    SectionInfo(PAPERS, _("Papers")),
    SectionInfo(DECLARATIONS, _("Declarations")),
)
BY_KEY = {section.key: section for section in SECTIONS}
# Pages whose text is typed; papers are files.
TYPED = tuple(section.key for section in SECTIONS if section.key != PAPERS)
