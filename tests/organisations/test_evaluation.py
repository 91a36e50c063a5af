"""The search finds what people look for: at least 200 judged queries, measured on the demo directory."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from organisations import demonstration, evaluation
from organisations.evaluation import Judgement, Score
from organisations.management.commands.search_eval import JUDGEMENTS, Command
from organisations.models import Organisation, SearchMiss

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def scores(demo, django_db_blocker):
    with django_db_blocker.unblock():
        return evaluation.evaluate(evaluation.read(JUDGEMENTS))


def test_there_are_two_hundred_judged_pairs_and_each_names_an_entry(demo):
    judged = evaluation.read(JUDGEMENTS)
    names = set(Organisation.objects.published().values_list("name", flat=True))
    assert sum(len(one.names) for one in judged) >= 200
    assert {name for one in judged for name in one.names} - names == set()
    assert len({(one.kind, one.query) for one in judged}) == len(judged)


def test_the_search_finds_ninety_five_of_a_hundred(scores):
    *_kinds, (_all, number, recall, rank) = evaluation.by_kind(scores)
    missed = [(score.judgement.query, score.missing) for score in scores if score.recall < 1]
    assert recall >= 0.95, missed
    assert (number, rank > 0.7) == (len(scores), True)


def test_no_kind_of_query_is_left_behind(scores):
    weak = {kind: round(recall, 3) for kind, _n, recall, _rank in evaluation.by_kind(scores) if recall < 0.85}
    assert weak == {}


@pytest.fixture
def judged(tmp_path):
    """Two judged queries, one of which finds nothing."""
    path = tmp_path / "judged.csv"
    name = demonstration.associations()[0]["name"]
    path.write_text(f'kind,query,entries\nname,"{name}","{name}"\ntypo,qqxwzk,Niemand e.V.\n', encoding="utf-8")
    return str(path)


def evaluate(*options, **more):
    out = StringIO()
    call_command("search_eval", *options, stdout=out, **more)
    return out.getvalue().splitlines()


def test_the_command_prints_each_kind_and_passes(demo, judged):
    assert [line.split() for line in evaluate("--judgements", judged, "--min-recall", "0.5")] == [
        ["kind", "queries", "recall@10", "MRR"],
        ["name", "1", "1.000", "1.000"],
        ["typo", "1", "0.000", "0.000"],
        ["all", "2", "0.500", "0.500"],
    ]


@pytest.mark.parametrize("least", ["0.51", "1.01"])
def test_the_command_fails_below_what_is_asked_for(demo, judged, least):
    with pytest.raises(CommandError, match=f"Recall 0.500 is below {least}"):
        evaluate("--judgements", judged, "--min-recall", least)


def test_the_command_asks_for_ninety_five_of_a_hundred_of_the_committed_pairs():
    options = Command().create_parser("manage.py", "search_eval").parse_args([])
    assert (options.min_recall, options.judgements) == (0.95, JUDGEMENTS)


def test_the_command_shows_what_was_missed(demo, judged):
    lines = evaluate("--judgements", judged, "--min-recall", "0", verbosity=2)
    assert lines[0] == "typo: 'qqxwzk' misses Niemand e.V."


def test_measuring_counts_no_misses(demo, scores):
    assert SearchMiss.objects.count() == 0


NAMES = {1: "A", 2: "B", 3: "C", 4: "D"}


@pytest.mark.parametrize(
    "wanted, found, recall, rank, missing",
    [
        (("A",), [1, 2], 1, 1, ()),
        (("B",), [1, 2], 1, 0.5, ()),
        (("A", "D"), [2, 1], 0.5, 0.5, ("D",)),
        (("D",), [1], 0, 0, ("D",)),
        (("D",), [], 0, 0, ("D",)),
    ],
)
def test_a_score_is_what_was_found_and_how_early(wanted, found, recall, rank, missing):
    judged = Judgement("name", "x", wanted)
    assert evaluation.score(judged, found, NAMES) == Score(judged, recall, rank, missing)


def test_of_more_than_ten_wanted_ten_are_enough():
    judged = Judgement("need", "x", tuple(str(n) for n in range(30)))
    assert evaluation.score(judged, list(range(10)), {n: str(n) for n in range(30)}).recall == 1


def test_kinds_are_averaged_apart_and_all_together():
    def scored(kind, recall):
        return Score(Judgement(kind, "x", ()), recall, recall, ())

    found = list(evaluation.by_kind([scored("b", 1), scored("a", 0), scored("b", 0.5)]))
    assert found == [("a", 1, 0, 0), ("b", 2, 0.75, 0.75), ("all", 3, 0.5, 0.5)]


def test_the_judgements_are_about_the_invented_and_the_starting_entries_only(demo):
    names = {name for one in evaluation.read(JUDGEMENTS) for name in one.names}
    others = Organisation.objects.exclude(source=demonstration.SOURCE).values_list("name", flat=True)
    invented = {facts["name"] for facts in demonstration.associations()}
    assert names - invented - set(others) == set()
