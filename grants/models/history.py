"""What the history remembers of the grants; see organisations.models.history."""

from darmstadt_mso.lib import history
from organisations.models.history import remember_things
from organisations.models.translations import note_sources

from .application import Application
from .call import Call
from .call_parts import PARTS
from .programme import Programme

remember_things(Programme, exclude=["translated_from"])
remember_things(Call, exclude=["created_at", "changed_at", "translated_from"])
remember_things(*PARTS)
history.PARTS[Call] = PARTS
# Sections keep their own revisions; what was sent stands in the submission.
remember_things(Application, exclude=["title"])
note_sources(Programme, Call)
