"""Fields of the administration: the browser's own controls, with every choice in sight and no windows that pop up."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget, RelatedFieldWidgetWrapper
from django.db import models

STILL_RIGHT = "_still_right"
MOMENT = "%Y-%m-%dT%H:%M:%S"
MOST_IN_SIGHT = 12  # more boxes than these are folded behind what is ticked


class Ticks(forms.CheckboxSelectMultiple):
    template_name = "admin/widgets/ticks.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        boxes = [box for _group, found, _index in context["widget"]["optgroups"] for box in found]
        ticked = [box["label"] for box in boxes if box["selected"]]
        context["widget"] |= {"boxes": boxes, "ticked": ticked, "folded": len(boxes) > MOST_IN_SIGHT}
        return context


class PlainFields:
    """For pages and for tables inside them. Moments are in Berlin time, to the second."""

    formfield_overrides = {
        models.DateTimeField: {
            "form_class": forms.DateTimeField,
            "widget": forms.DateTimeInput(format=MOMENT, attrs={"type": "datetime-local", "step": 1}),
        },
        models.DateField: {"widget": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})},
        models.TimeField: {"widget": forms.TimeInput(format="%H:%M", attrs={"type": "time"})},
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        if isinstance(field, forms.CharField):
            field.widget.attrs.setdefault("dir", "auto")  # German in an Arabic page and the other way round
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return super().formfield_for_foreignkey(db_field, request, **{"widget": forms.Select} | kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return super().formfield_for_manytomany(db_field, request, **{"widget": Ticks} | kwargs)


class Beside:
    """A field for a translation, with the German text before it.

    An outdated one (`older`) has a tick that says it is still right; it sends the field's name as STILL_RIGHT.
    """

    template_name = "admin/widgets/beside.html"

    def __init__(self, german, attrs, *, older=False, ticked=False):
        super().__init__(attrs)
        self.german, self.older, self.ticked = german, older, ticked

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget |= {"german": self.german, "itself": super().template_name}
        widget |= {"older": self.older, "ticked": self.ticked, "still_right": STILL_RIGHT}
        notes = ["german", "older"] if self.older else ["german"]
        described = [widget["attrs"].get("aria-describedby"), *(f"{widget['attrs']['id']}_{note}" for note in notes)]
        widget["attrs"]["aria-describedby"] = " ".join(filter(None, described))
        return context


class LineBeside(Beside, AdminTextInputWidget):
    pass


class TextBeside(Beside, AdminTextareaWidget):
    pass
