from . import history
from .advising import AdvisorySession, AgendaItem, Seat, Vote
from .application import Application, ReferenceCounter, Revision, Section, StatusChange
from .assessing import MOST_POINTS, Appraisal, Score
from .call import Call
from .call_parts import PARTS, CostCategory, Criterion, Declaration, Milestone, Question, RequiredPaper
from .checking import CheckMark, Query
from .conflict import Conflict
from .conversing import CaseMessage, CaseRequest
from .deciding import Decision
from .document import Attachment, Document
from .letters import Consent, LetterKind, LetterText, Notice, Service
from .programme import Programme
from .submission import BudgetLine, Submission
from .version import CallVersion

__all__ = [
    "MOST_POINTS",
    "PARTS",
    "AdvisorySession",
    "AgendaItem",
    "Application",
    "Appraisal",
    "Attachment",
    "BudgetLine",
    "Call",
    "CallVersion",
    "CaseMessage",
    "CaseRequest",
    "CheckMark",
    "Conflict",
    "Consent",
    "CostCategory",
    "Criterion",
    "Decision",
    "Declaration",
    "Document",
    "LetterKind",
    "LetterText",
    "Milestone",
    "Notice",
    "Programme",
    "Query",
    "Question",
    "ReferenceCounter",
    "RequiredPaper",
    "Revision",
    "Score",
    "Seat",
    "Section",
    "Service",
    "StatusChange",
    "Submission",
    "Vote",
    "history",
]
