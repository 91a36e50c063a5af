"""How amounts, moments and translated texts of the grants are shown."""

from django import template
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.html import format_html, linebreaks
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

from darmstadt_mso.lib import money as amounts

from .. import call_lists, glossary, moments, words
from ..terms import ORIGINAL, in_language

register = template.Library()
HOME_CALLS = 4
# {{ amount|money }}: "1.250,50 €"; {{ share|percent }}: "75 %"; {{ at|moment }}: with clock time and zone;
# {{ until|deadline }}: the same, and the end of a day as 24:00.
register.filter("money", amounts.shown)
register.filter("percent", words.percent)
register.filter("moment", moments.moment_in_words)
register.filter("deadline", moments.deadline_in_words)
register.filter("clock", moments.clock)
# {{ deadline|time_left:now }}: "3 days left"
register.filter("time_left", moments.time_left)
# A text of the terms in the page's language, else in German; plain, for titles and attributes.
register.filter("in_language", in_language)


@register.filter
def marked(text):
    """The same within a line of the page: marked as German where the page is in another language."""
    found = in_language(text)
    return format_html('<span lang="de" dir="ltr">{}</span>', found) if is_foreign(text) else found


@register.filter
def paragraphs(text):
    """The same as paragraphs, marked as a whole."""
    html = mark_safe(linebreaks(in_language(text), autoescape=True))
    return format_html('<div class="flow" lang="de" dir="ltr">{}</div>', html) if is_foreign(text) else html


def is_foreign(text):
    """Whether the page shows it in German although the page itself is not."""
    return get_language() not in (None, ORIGINAL) and bool(text.get(ORIGINAL)) and not text.get(get_language())


@register.inclusion_tag("components/term.html")
def term(key):
    """A word of funding law, to be unfolded where it stands; not inside a paragraph."""
    return {"term": glossary.BY_KEY[key]}


@register.inclusion_tag("grants/public/_home.html")
def open_calls():
    """For the home page, which is kept for a day: calls of this day and later, with dates instead of the time left."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return {"pages": call_lists.from_day(AnonymousUser(), today)[:HOME_CALLS]}
