"""The rules of a call as objects, each able to judge what is known of an application."""

from .association import Charitable, LegalForm, Register
from .base import Facts, Finding, Verdict
from .money import Balanced, Eligible, OwnContribution, Requested
from .project import Lead, Local, NotBegun, Window
from .sending import InTime, Limit, Papers

__all__ = ["RULES", "Facts", "Finding", "Verdict"]

# In the order in which they are read.
RULES = (
    LegalForm(),
    Register(),
    Charitable(),
    Limit(),
    Local(),
    NotBegun(),
    Window(),
    Lead(),
    InTime(),
    Eligible(),
    OwnContribution(),
    Balanced(),
    Requested(),
    Papers(),
)
