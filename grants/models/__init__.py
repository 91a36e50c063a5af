from . import history
from .application import Application, ReferenceCounter, Revision, Section, StatusChange
from .call import Call
from .call_parts import PARTS, CostCategory, Criterion, Declaration, Milestone, Question, RequiredPaper
from .document import Attachment, Document
from .programme import Programme
from .submission import BudgetLine, Submission
from .version import CallVersion

__all__ = [
    "PARTS",
    "Application",
    "Attachment",
    "BudgetLine",
    "Call",
    "CallVersion",
    "CostCategory",
    "Criterion",
    "Declaration",
    "Document",
    "Milestone",
    "Programme",
    "Question",
    "ReferenceCounter",
    "RequiredPaper",
    "Revision",
    "Section",
    "StatusChange",
    "Submission",
    "history",
]
