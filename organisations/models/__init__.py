"""The directory's things, a module each."""

from . import history
from .contact import Contact
from .offer import Offer
from .opening_hours import OpeningHours
from .organisation import FormerSlug, InternalRecord, Organisation, OrganisationMembership
from .page import Page
from .place import District, Quarter
from .report import ErrorReport
from .search import DirectoryVersion, SearchEntry, SearchMiss, SearchWord, UnpublishedEntry
from .spreadsheet import SpreadsheetImport, SpreadsheetRow
from .user import User
from .vocabulary import Language, Synonym, TargetGroup, Topic

__all__ = [
    "Contact",
    "DirectoryVersion",
    "District",
    "ErrorReport",
    "FormerSlug",
    "InternalRecord",
    "Language",
    "Offer",
    "OpeningHours",
    "Organisation",
    "OrganisationMembership",
    "Page",
    "Quarter",
    "SearchEntry",
    "SearchMiss",
    "SearchWord",
    "SpreadsheetImport",
    "SpreadsheetRow",
    "Synonym",
    "TargetGroup",
    "Topic",
    "UnpublishedEntry",
    "User",
    "history",
]
