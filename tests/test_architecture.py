"""The rooms and arrows of the house (design.md 2 and 3)."""

import ast
import re

import pytest
from django.conf import settings

ROOT = settings.BASE_DIR
PACKAGES = ("darmstadt_mso", "organisations", "grants")
LONGEST_MODULE, LONGEST_TEMPLATE, LONGEST_COMPONENT = 400, 60, 30
# From top to bottom; what is not named here is a process.
LAYERS = [
    {"urls"},
    {"views", "feeds", "sitemaps", "jobs", "admin", "management"},
    {"forms", "templatetags"},
    {"processes"},
    {"permissions"},
    {"models"},
    {"validators"},
]
INLINE_IMPORTS = {
    "darmstadt_mso/apps.py": "checks need the loaded apps",
}
TEMPLATE_CODE = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)
# A mail cannot load a file of ours, and no policy of ours reaches it.
STYLE_OF_MAILS = re.compile(r"<style>.*?</style>", re.DOTALL)
INLINE = re.compile(r"<style|\sstyle\s*=|<script(?![^>]*\ssrc=)|<[^>]*\s(on[a-z]+|hx-on[^=\s]*)\s*=|javascript:", re.I)


def sources(*folders):
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def templates():
    return sorted((ROOT / "templates").rglob("*.html"))


def name_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sources(*PACKAGES)}


def imported_from(node, path):
    """The package that "from … import" names, with the leading dots resolved."""
    here = path.relative_to(ROOT).parent.parts
    base = ".".join(here[: len(here) - node.level + 1]) if node.level else ""
    return ".".join(filter(None, [base, node.module]))


def imports(path):
    """Every module that a module imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = imported_from(node, path)
            named = [f"{package}.{alias.name}" for alias in node.names]
            yield from (name if name in MODULES else package for name in named)


GRAPH = {name: set(imports(path)) for name, path in MODULES.items()}


def inside(name, *packages):
    return any(name == package or name.startswith(package + ".") for package in packages)


def arrows(source, *targets):
    """Imports from modules of `source` into `targets`, as readable pairs."""
    pairs = {(name, target) for name, found in GRAPH.items() for target in found}
    return {(name, target) for name, target in pairs if inside(name, source) and inside(target, *targets)}


def layer(name):
    room = (name.split(".") + ["processes"])[1]
    return next((number for number, rooms in enumerate(LAYERS) if room in rooms), 3)


def room(name):
    return name.split(".")[1:2]


def test_the_arrows_are_really_read():
    """Guards the tests below: known imports, absolute and relative, are seen."""
    assert GRAPH["organisations.views.reports"] >= {
        "darmstadt_mso.lib.rate_limit",
        "organisations.forms.reports",
        "organisations.models",
    }
    assert len(MODULES) > 60


def test_organisations_knows_nothing_of_grants():
    assert arrows("organisations", "grants") == set()


def test_grants_uses_only_models_and_permissions_of_organisations():
    allowed = arrows("grants", "organisations.models", "organisations.permissions")
    assert arrows("grants", "organisations") - allowed == set()


def test_the_roof_knows_no_app_inside():
    assert arrows("darmstadt_mso", "organisations", "grants") == set()


def test_the_floor_imports_nothing_above_it():
    above = arrows("darmstadt_mso.lib", "darmstadt_mso") - arrows("darmstadt_mso.lib", "darmstadt_mso.lib")
    assert above == set()


def test_apps_stand_on_the_floor_and_never_reach_for_the_roof():
    reached = arrows("organisations", "darmstadt_mso") | arrows("grants", "darmstadt_mso")
    assert {(name, target) for name, target in reached if not inside(target, "darmstadt_mso.lib")} == set()


def test_nothing_imports_the_tests():
    assert arrows("darmstadt_mso", "tests") | arrows("organisations", "tests") | arrows("grants", "tests") == set()


@pytest.mark.parametrize("app", ["organisations", "grants"])
def test_inside_an_app_imports_point_downwards(app):
    inner = arrows(app, app)
    upwards = {(name, target) for name, target in inner if layer(name) > layer(target)}
    sideways = {(n, t) for n, t in inner if layer(n) == layer(t) and layer(n) < 3 and room(n) != room(t)}
    assert upwards | sideways == set()


def test_no_two_modules_import_each_other_in_a_circle():
    waiting = {name: {t for t in found if t in MODULES and t != name} for name, found in GRAPH.items()}
    while free := {name for name, needs in waiting.items() if not needs & waiting.keys()}:
        waiting = {name: needs for name, needs in waiting.items() if name not in free}
    assert set(waiting) == set()


def test_imports_stand_at_the_top_of_the_module():
    inline = set()
    for path in MODULES.values():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
        found = [node for function in functions for node in ast.walk(function)]
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in found):
            inline.add(str(path.relative_to(ROOT)))
    assert inline == set(INLINE_IMPORTS)


def test_modules_are_short_enough_to_be_read():
    lengths = {str(path.relative_to(ROOT)): path.read_text().count("\n") for path in sources(*PACKAGES, "tests")}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_MODULE} == {}


def test_templates_are_short_and_components_shorter():
    too_long = {}
    for path in templates():
        most = LONGEST_COMPONENT if "components" in path.parts else LONGEST_TEMPLATE
        if (lines := path.read_text().count("\n")) > most:
            too_long[str(path.relative_to(ROOT))] = lines
    assert too_long == {}


@pytest.mark.parametrize(
    "bad", ['<p style="x">', "<style>", "<script>", '<a onclick="x">', '<b hx-on:click="x">', '<a href="javascript:x">']
)
def test_inline_code_is_recognised(bad):
    assert INLINE.search(bad)
    assert not INLINE.search('<script src="/x.js" defer></script><input type="text" value="one">')


def test_templates_hold_no_inline_style_script_or_handler():
    """Data blocks for search engines are made in Python; only the frame of mails has a style."""
    texts = {str(path.relative_to(ROOT)): TEMPLATE_CODE.sub("", path.read_text()) for path in templates()}
    texts["templates/mail/frame.html"] = STYLE_OF_MAILS.sub("", texts["templates/mail/frame.html"], count=1)
    assert {name: INLINE.findall(text) for name, text in texts.items() if INLINE.search(text)} == {}


def test_the_directorys_templates_load_nothing_of_grants():
    folders = [*(ROOT / "templates" / "organisations").rglob("*"), *(ROOT / "organisations").rglob("*.html")]
    naming = [path for path in folders if path.is_file() and re.search(r"{%[^%]*\bgrants\b", path.read_text())]
    assert naming == []


def test_rooms_have_telling_names():
    vague = {"utils", "helpers", "common", "services", "misc"}
    assert [name for name in MODULES if vague & set(name.split("."))] == []
