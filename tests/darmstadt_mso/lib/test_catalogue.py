import polib

from darmstadt_mso.lib import catalogue

TEMPLATE = """{% load i18n %}<h1>{% translate "Welcome" %}</h1>
<a title="{% translate "Back" context "page of results" %}">it's</a>
{% blocktranslate count n=total %}{{ n }} door{% plural %}{{ n }} doors{% endblocktranslate %}"""
CODE = """from django.utils.translation import gettext_lazy as _, ngettext
label = _("House")
say = lambda n: ngettext("%(n)s room", "%(n)s rooms", n) % {"n": n}
"""


def test_messages_are_read_out_of_templates_and_code(tmp_path):
    (tmp_path / "page.html").write_text(TEMPLATE)
    (tmp_path / "code.py").write_text(CODE)
    (tmp_path / "migrations").mkdir()
    (tmp_path / "migrations" / "0001.py").write_text(CODE.replace("House", "Old"))
    assert catalogue.collect([tmp_path], tmp_path) == {
        (None, "Welcome", ""): {"page.html"},
        ("page of results", "Back", ""): {"page.html"},
        (None, "%(n)s door", "%(n)s doors"): {"page.html"},
        (None, "House", ""): {"code.py"},
        (None, "%(n)s room", "%(n)s rooms"): {"code.py"},
    }


def test_a_message_added_by_a_merge_keeps_what_was_translated(tmp_path):
    path = tmp_path / "de" / "LC_MESSAGES" / "django.po"
    catalogue.merge(path, {(None, "House", ""): {"a.py"}, (None, "Gone", ""): {"a.py"}}, "de")
    written = polib.pofile(str(path))
    written.find("House").msgstr = "Haus"
    written.save()
    catalogue.merge(path, {(None, "House", ""): {"a.py"}, (None, "%(n)s door", "%(n)s doors"): {"b.html"}}, "de")
    merged = {entry.msgid: entry.msgstr or entry.msgstr_plural for entry in polib.pofile(str(path))}
    assert merged == {"House": "Haus", "%(n)s door": {0: "", 1: ""}}


def test_a_catalogue_is_compiled_only_when_it_is_younger(tmp_path):
    path = tmp_path / "ar" / "LC_MESSAGES" / "django.po"
    catalogue.merge(path, {(None, "House", ""): {"a.py"}}, "ar")
    assert [catalogue.compile_all([tmp_path]), catalogue.compile_all([tmp_path])] == [1, 0]
    assert polib.mofile(str(path.with_suffix(".mo"))).metadata["Language"] == "ar"
