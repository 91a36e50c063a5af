"""The answer to what the office asks, before it is sent: what it says, what is missing, what differs from before."""

import json
from functools import cached_property

from .. import eligibility, sections, submitting, terms
from ..casework import asking, versions
from .reviewing import Review


class AnswerReview(Review):
    """Looks at the opened sections only; the others are sent again as they were."""

    def __init__(self, application, query, at):
        super().__init__(application, at)
        self.query = query
        self.former = json.loads(application.submissions.last().content)

    @cached_property
    def parts(self):
        """As in Review, of the opened sections."""
        return [part for part in super().parts if part.part.info.key in self.query.sections]

    @cached_property
    def complete(self):
        """The opened sections in which nothing is missing."""
        return [key for key in self.query.sections if self.whole.is_complete_in([key])]

    @cached_property
    def known(self):
        """The former answers with those that are complete."""
        return asking.merged(self.former["answers"], self.whole.answers_in(self.complete), self.complete)

    @cached_property
    def answers(self):
        """None while something is missing."""
        return self.known if len(self.complete) == len(self.query.sections) else None

    @cached_property
    def findings(self):
        """Judged as if it had been sent with the first version; the office decides what follows."""
        if self.answers is None:
            return []
        facts = eligibility.facts_of_answers(self.application, self.answers, self.application.submitted_at)
        return eligibility.judge(self.terms, facts)

    @property
    def told(self):
        """What the rules of the call say against it, or do not know."""
        return [*self.against, *self.open_questions]

    @cached_property
    def differences(self):
        """[(title of the section, label, text before, text now)] so far."""
        now = self.former | {"answers": self.known}
        if sections.ASSOCIATION in self.complete:
            now["organisation"] = submitting.organisation_facts(self.application.organisation)
        return versions.differences(self.former, self.terms, now, self.terms)

    @property
    def is_ready(self):
        return self.answers is not None

    @property
    def is_late(self):
        return not asking.is_in_time(self.query, self.at)

    @property
    def seen(self):
        return terms.fingerprint([super().seen, self.query.pk, sorted(self.query.sections)])[:32]
