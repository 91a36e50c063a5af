from django.http import QueryDict
from django.utils.functional import cached_property

from .. import papers, sections, terms, writing
from .sections import FORMS


class Whole:
    """All pages of an application, each judged as it was typed last."""

    def __init__(self, application):
        self.application, self.terms = application, terms.of_version(application.version)
        self.saved = {section.key: section for section in application.sections.select_related("edited_by")}
        self.forms = {key: self.form(key, make) for key, make in FORMS.items()}

    def form(self, key, make):
        form = make(self.typed(key), application=self.application, terms=self.terms)
        form.is_saved = self.is_saved(key)
        return form

    def typed(self, key):
        """Nothing at all where nobody has saved the page, so that all of it is missing."""
        section = self.saved.get(key)
        return writing.as_post(section.typed) if section else QueryDict()

    def is_saved(self, key):
        return key in self.saved and self.saved[key].number > 0

    def missing(self):
        """[(section, [what is missing or wrong])] of every section, papers too; an empty list where it is complete."""
        return self.gaps

    @cached_property
    def gaps(self):
        return [(info, self.missing_in(info.key)) for info in sections.SECTIONS]

    def missing_in(self, key):
        if key == sections.PAPERS:
            return [terms.in_language(paper.name) for paper in papers.missing(self.application)]
        return [text for _name, text in lacks(self.forms[key])]

    @property
    def is_complete(self):
        return self.is_complete_in(sections.BY_KEY)

    def is_complete_in(self, keys):
        return not any(texts for info, texts in self.missing() if info.key in keys)

    def answers(self):
        """What was understood, as JSON; only of a complete application."""
        return self.answers_in(sections.BY_KEY)

    def answers_in(self, keys):
        """Of these sections, each of which is complete."""
        found = {key: form.answers() for key, form in self.forms.items() if key in keys}
        return found | ({sections.PAPERS: self.attached()} if sections.PAPERS in keys else {})

    def attached(self):
        found = papers.attached(self.application)
        return [facts_of(paper, one.document) for paper, attached in found.items() for one in attached]

    def numbers(self):
        """{section key: number of its state}, to see whether anybody changed something since."""
        return {key: self.saved[key].number if key in self.saved else 0 for key in sections.TYPED}


def facts_of(paper, document):
    facts = {name: getattr(document, name) for name in ("key", "name", "sha256", "size", "pages")}
    return {"paper": paper} | facts


def lacks(form):
    """[(name of the field, what is missing or wrong there in words)], in the order of the page."""
    wrong = [(name, told(form, name, text)) for name, texts in form.mistakes().items() for text in texts]
    return [*form.missing(), *wrong]


def told(form, name, text):
    label = form.label_of(name)
    return f"{label} – {text}" if label else text
