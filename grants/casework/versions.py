"""The versions of an application: what each says otherwise than the one before, and what its entry says since then."""

import json
from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext

from .. import printing, sections, submitting, terms
from ..models import Submission


@dataclass(frozen=True)
class Version:
    """`differences` are [(title of the section, label, text before, text now)], none for the first version."""

    number: int
    submission: Submission
    content: dict
    rules: terms.Terms
    differences: list = field(default_factory=list)


def of(application):
    """Every version that was sent, oldest first."""
    found = []
    for submission in application.submissions.select_related("version", "by"):
        content, rules = json.loads(submission.content), terms.of_version(submission.version)
        earlier = found[-1] if found else None
        changed = differences(earlier.content, earlier.rules, content, rules) if earlier else []
        found.append(Version(submission.number, submission, content, rules, changed))
    return found


def differences(before, old_rules, after, rules):
    """[(title of the section, label, text before, text now)] of what two contents say otherwise."""
    return [
        (str(info.title), *line)
        for info in sections.SECTIONS
        for line in compared(entries(info.key, before, old_rules), entries(info.key, after, rules))
    ]


def compared(before, after):
    """[(label, before, now)]; of what is said several times under a label, only what is not said on the other side."""
    labels = dict.fromkeys([*before, *after])
    pairs = [(label, Counter(before.get(label, [])), Counter(after.get(label, []))) for label in labels]
    return [(label, said(old - new), said(new - old)) for label, old, new in pairs if old != new]


def said(texts):
    return "\n".join(texts.elements())


def entries(key, content, rules):
    """{label: [texts]} of a section, as it is printed."""
    if key == sections.PAPERS:
        return files(content, rules)
    found, heading = {}, ""
    for part in printing.PARTS[key](content, rules):
        if part["kind"] == "part":
            heading = part["title"]
        for label, text in lines(part, heading, key):
            found.setdefault(label, []).append(text)
    return found


def lines(part, heading, key):
    """[(label, text)] of a part of the paper; the plan's figures have the names of its tables."""
    under = f"{heading}: " if key == sections.PLAN else ""
    rows = {
        "text": lambda: [(heading, part["text"])],
        "facts": lambda: [(f"{under}{label}", text) for label, text in part["rows"]],
        "list": lambda: [(heading, item) for item in part["items"]],
        "table": lambda: [(heading, " · ".join(filter(None, row))) for row in part["rows"]],
    }
    return rows[part["kind"]]() if part["kind"] in rows else []


def files(content, rules):
    """{name of the paper: [names of its files]}; the start of the checksum tells files of the same name apart."""
    names, found = {paper.key: terms.in_language(paper.name) for paper in rules.papers}, {}
    for one in content["answers"][sections.PAPERS]:
        label = names.get(one["paper"], one["paper"])
        found.setdefault(label, []).append(f"{one['name']} ({one['sha256'][:8]})")
    return found


def since(application):
    """[(label, then, now)]: what the association's entry says otherwise than when it was submitted last."""
    submission = application.submissions.last()
    then = json.loads(submission.content)["organisation"]
    now = submitting.organisation_facts(application.organisation)
    names = [name for name in printing.LABELS if then.get(name, "") != now.get(name, "")]
    changed = [
        (str(printing.LABELS[name]), in_words(name, then), in_words(name, now))
        for name in names
        if name in then or name in now
    ]
    gone = gettext("another entry: the associations were merged")
    merged = [(gettext("Entry"), "", gone)] if then["uuid"] != now["uuid"] else []
    return [*merged, *changed]


def in_words(name, facts):
    return printing.said(name, facts.get(name, ""))
