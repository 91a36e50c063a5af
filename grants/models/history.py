"""What the history remembers of the grants; see organisations.models.history."""

from darmstadt_mso.lib import history
from organisations.models.history import remember_things
from organisations.models.translations import note_sources

from .advising import AdvisorySession, AgendaItem, Vote
from .application import Application
from .assessing import Appraisal, Score
from .call import Call
from .call_parts import PARTS
from .checking import CheckMark, Query
from .conflict import Conflict
from .conversing import CaseRequest
from .deciding import Decision
from .letters import Notice, Service
from .programme import Programme
from .submission import BudgetLine

remember_things(Programme, exclude=["translated_from"])
remember_things(Call, exclude=["created_at", "changed_at", "translated_from"])
remember_things(*PARTS)
history.PARTS[Call] = PARTS
# Sections keep their own revisions; what was sent stands in the submission.
remember_things(Application, exclude=["title"])
CASE = (CheckMark, Query, Appraisal, Score, Decision, CaseRequest, BudgetLine, AgendaItem)
remember_things(*CASE)
# What it says stays in the notice itself.
remember_things(Notice, exclude=["data"])
remember_things(AdvisorySession, Vote, Service, Conflict)
history.PARTS[Application] = (*CASE, Notice)
history.PARTS[AdvisorySession] = (AgendaItem,)
note_sources(Programme, Call)
