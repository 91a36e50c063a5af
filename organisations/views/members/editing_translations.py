"""The texts of an entry in other languages than German, which is the one that the others are made from."""

from django.conf import settings
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language_info, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from ... import translated
from ...forms.editing.translations import TranslationsForm, tick_of
from ...models import Organisation
from ...moderation import facts, following, proposing, sections, summing_up, translating
from .filling import Filling, edit_crumbs, lasting_entry

HOURS = ("", facts.OPENING_HOURS)
SECTION = sections.BY_KEY[sections.TRANSLATIONS]


def languages(request, organisation):
    """Which language? Those that are there come first."""
    pending, refused = proposing.pending(organisation), following.sent_back(organisation)
    known = proposing.wanted(organisation, pending)
    rows = list(summing_up.languages(organisation, known, pending, refused))
    there = {row.language for row in rows}
    context = {
        "organisation": organisation,
        "section": SECTION,
        "rows": rows,
        "others": [(code, name, way) for code, name, way in translating.languages() if code not in there],
        "back_url": reverse("organisations:edit", args=[organisation.slug]),
        "crumbs": edit_crumbs(organisation, (SECTION.title, None)),
    }
    return TemplateResponse(request, "organisations/members/edit_languages.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_translations(request, slug, language):
    organisation = lasting_entry(request, slug)
    if language not in settings.MODELTRANS_AVAILABLE_LANGUAGES:
        raise Http404
    filling = TranslationsFilling(request, organisation)
    outdated = translating.outdated_keys(organisation)
    texts = list(translating.texts(filling.known, language, outdated, filling.pending))
    gone = list(translating.gone(filling.base, filling.known, language))
    texts += gone
    begun = {text.key: filling.values.get(text.key, text.said) for text in texts}
    ticks = {text.key for text in texts if translating.can_be_ticked(organisation, text)}
    options = {"begun": begun, "ticks": ticks, "language": language, "gone": gone, "rows": filling.known[HOURS]}
    filling.make(TranslationsForm, texts=texts, **options)
    if filling.is_saved():
        return redirect("organisations:edit", slug=organisation.slug)
    return translations_form(filling, language)


class TranslationsFilling(Filling):
    """Also takes in which of the translations that were shown are still right, unless they were changed as well."""

    @transaction.atomic
    def save(self):
        published = facts.read(Organisation.objects.select_for_update().get(pk=self.organisation.pk))
        ticked = [text for text in self.form.ticked() if self.is_as_shown(text.key, published)]
        moved = [text for text in ticked if self.base.get(text.german_key) != published.get(text.german_key)]
        for text in moved:
            words = gettext("The German text has changed once more in the meantime. Please read it again.")
            self.form.add_error(tick_of(text), words)
        self.moved = {text.german_key: text.german for text in moved}
        if moved or not super().save():
            return False
        translating.still_right(self.organisation, [text.key for text in ticked])
        return True

    def is_as_shown(self, key, published):
        """Neither its author nor anybody else changed it since."""
        shown = self.base.get(key)
        return proposing.alike(self.form.facts().get(key), shown) and published.get(key) == shown


def translations_form(filling, language):
    organisation, name = filling.organisation, get_language_info(language)["name_local"]
    list_url = reverse("organisations:edit_section", args=[organisation.slug, SECTION.key])
    context = filling.context(
        groups=filling.form.groups(filling.known),
        language=language,
        language_name=name,
        language_direction=translated.direction(language),
        back_url=list_url,
        crumbs=edit_crumbs(organisation, (SECTION.title, list_url), (name, None)),
    )
    template = "organisations/members/edit_translations.html"
    return TemplateResponse(filling.request, template, context, status=filling.status)
