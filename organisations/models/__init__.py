"""The directory's things, a module each."""

from . import history, translations
from .contact import Contact
from .freshness import FreshnessStep
from .membership import Invitation, JoinRequest, Membership, Role
from .offer import Offer
from .opening_hours import OpeningHours
from .organisation import FormerSlug, InternalRecord, Organisation, OrganisationMembership
from .page import Page
from .place import District, Quarter
from .proposal import ChangeProposal, ProposedChange
from .report import ErrorReport
from .search import DirectoryVersion, SearchEntry, SearchMiss, SearchWord, UnpublishedEntry
from .spreadsheet import SpreadsheetImport, SpreadsheetRow
from .user import User
from .vocabulary import Language, Synonym, TargetGroup, Topic

__all__ = [
    "ChangeProposal",
    "Contact",
    "DirectoryVersion",
    "District",
    "ErrorReport",
    "FormerSlug",
    "FreshnessStep",
    "InternalRecord",
    "Invitation",
    "JoinRequest",
    "Language",
    "Membership",
    "Offer",
    "OpeningHours",
    "Organisation",
    "OrganisationMembership",
    "Page",
    "ProposedChange",
    "Quarter",
    "Role",
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
    "translations",
]
