"""Texts in every content language: German open, each other language folded, with the German beside its fields."""

from django.conf import settings
from django.forms import Textarea
from django.utils.html import format_html
from django.utils.translation import get_language_info, gettext, ngettext

from ..translated import direction, outdated
from .remembered import RememberedAdmin
from .widgets import STILL_RIGHT, LineBeside, PlainFields, TextBeside


def fieldsets(model):
    """One folded group of fields per language, named by its code until an entry is shown."""
    return [
        (code, {"classes": ["collapse", f"language-{code}"], "fields": [f"{name}_{code}" for name in texts_of(model)]})
        for code in settings.MODELTRANS_AVAILABLE_LANGUAGES
    ]


def texts_of(model):
    """The names of the fields that are translated."""
    return model._meta.get_field("i18n").fields if hasattr(model, "i18n") else ()


def is_language(name, options):
    return f"language-{name}" in options.get("classes", ())


def legend(code, thing, older):
    """The language's own name, its name for the reader, how much of the German is translated and how much outdated."""
    info = get_language_info(code)
    own, told = info["name_local"], info["name_translated"]
    name = format_html('<span lang="{}" dir="{}">{}</span>', code, direction(code), own)
    german = [text for text in texts_of(type(thing)) if getattr(thing, text)]
    done = [text for text in german if (thing.i18n or {}).get(f"{text}_{code}")]
    share = gettext("%(done)s of %(all)s") % {"done": len(done), "all": len(german)}
    told = "" if own == told else f" · {told}"
    return format_html('{}{} <span class="told">{}</span>{}', name, told, share, older_told(older))


def older_told(number):
    words = ngettext("%(number)s older than the German text", "%(number)s older than the German text", number)
    return format_html(' <span class="badge warm">{}</span>', words % {"number": number}) if number else ""


def number_of_older(form, code):
    """How many fields of the language are marked as outdated."""
    fields = (field for name, field in form.fields.items() if name.endswith(f"_{code}"))
    return sum(getattr(field.widget, "older", False) for field in fields)


def put_beside(field, name, code, thing, **mark):
    """Gives a form's field for a translation its language, the German text and the mark of an outdated one."""
    widget = TextBeside if isinstance(field.widget, Textarea) else LineBeside
    attrs = field.widget.attrs | {"lang": code, "dir": direction(code)}
    field.label = type(thing)._meta.get_field(name).verbose_name
    field.widget = widget(getattr(thing, name), attrs, **mark)


class TranslatedAdmin(PlainFields, RememberedAdmin):
    """Something in several languages; a language that was left empty leaves no trace."""

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        older, ticked = outdated(obj) if obj else (), request.POST.getlist(STILL_RIGHT)
        for code in settings.MODELTRANS_AVAILABLE_LANGUAGES if obj else ():
            for name in texts_of(self.model):
                key = f"{name}_{code}"
                if field := form.base_fields.get(key):
                    put_beside(field, name, code, obj, older=key in older, ticked=key in ticked)
        return form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        """What is new begins in German; its translations follow when there is something to translate."""
        if obj:
            shown = context["adminform"].fieldsets
            form = context["adminform"].form
            named = [
                legend(name, obj, number_of_older(form, name)) if is_language(name, options) else name
                for name, options in shown
            ]
            context["adminform"].fieldsets = [(name, one[1]) for name, one in zip(named, shown, strict=True)]
        context["has_translations"] = bool(obj and texts_of(self.model))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def get_deleted_objects(self, objs, request):
        """Named are the things themselves; choices and rows of the search go with them unsaid."""
        named, *others = super().get_deleted_objects(objs, request)
        return [one for one in named if not isinstance(one, list)], *others

    def save_model(self, request, obj, form, change):
        if hasattr(obj, "i18n"):
            obj.i18n = {key: text for key, text in (obj.i18n or {}).items() if text}
        if hasattr(obj, "translated_from"):
            ticked = request.POST.getlist(STILL_RIGHT)
            # The database notes the present German text for what is not there.
            obj.translated_from = {key: made for key, made in obj.translated_from.items() if key not in ticked}
        super().save_model(request, obj, form, change)
