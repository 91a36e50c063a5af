"""The steps that need nothing but a note, each with the function that does it: (application, user, note).

They raise workflow.NotPossible with the reason in words.
"""

from .. import workflow
from . import asking, assessing, checking, deciding

ACTS = {
    workflow.TAKE: checking.take,
    workflow.PASS: checking.pass_on,
    workflow.RECHECK: checking.recheck,
    workflow.CLOSE_QUERY: asking.close,
    workflow.LAPSE: asking.lapse,
    workflow.CONCLUDE: assessing.conclude,
    workflow.REASSESS: assessing.reassess,
    workflow.RECONSIDER: deciding.reconsider,
}
