"""Questions and facts of a bundle: a choice has options, a group has fields, a fact has a question."""

from typing import Any

import pytest

from workflows.definition.bundle import Fact
from workflows.definition.expressions import NO_DAY
from workflows.definition.questions import Question
from workflows.definition.reading.questions import fact, question
from workflows.definition.tables import Table
from workflows.errors import BundleError

TEXT = {"zh": "文", "en": "text"}


def asked(kind: str, key: str = "q", **more: Any) -> Question:
    return question(Table({"key": key, "kind": kind, "label": TEXT, **more}, "x.toml, questions[0]"))


def field(key: str, kind: str) -> dict[str, Any]:
    return {"key": key, "kind": kind, "label": TEXT}


TREES = asked("list", "trees", fields=[field("count", "integer"), field("species", "text"), field("is_old", "flag")])
ALL = (TREES, asked("date", "on"), asked("flag", "is_open"), asked("text", "road"), asked("integer", "days"))


def read(**data: Any) -> Fact:
    return fact("found", Table(data, "x.toml, facts.found"), ALL, {"most"})


@pytest.mark.parametrize(("kind", "lacks"), [("choice", "options"), ("choices", "options"), ("group", "fields")])
def test_a_question_with_nothing_to_answer_is_refused(kind: str, lacks: str) -> None:
    with pytest.raises(BundleError, match=rf"questions\[0\]: {lacks} is missing"):
        asked(kind)


def test_an_option_is_a_number_or_a_word() -> None:
    found = asked("choice", options=[{"value": 2, "label": TEXT}, {"value": "two", "label": TEXT}])

    assert [option.value for option in found.options] == [2, "two"]


@pytest.mark.parametrize(
    ("path", "default"), [("days", 0.0), ("is_open", False), ("road", ""), ("on", NO_DAY), ("trees", False)]
)
def test_a_question_not_answered_gives_the_nothing_of_its_kind(path: str, default: object) -> None:
    assert read(**{"from": path}) == Fact("found", "value", (path,), default)


def test_rows_are_summed_where_they_hold() -> None:
    found = read(**{"from": "trees", "sum": "count", "where": "is_old && count < most"})

    assert (found.take, found.field, found.where is not None) == ("sum", "count", True)
    assert found.row == {"count": 0.0, "species": "", "is_old": False}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"from": "bushes"}, "no question is called bushes"),
        ({"from": "trees.height"}, "no question is called trees.height; did you mean trees.species?"),
        ({"from": "trees", "sum": "species"}, "sum needs a list of rows with numbers"),
        ({"from": "days", "max": "count"}, "max needs a list of rows with numbers"),
        ({"from": "days", "unit": "m"}, "there is no setting called unit"),
    ],
)
def test_a_fact_that_cannot_be_taken_is_refused(data: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BundleError) as refused:
        read(**data)

    assert str(refused.value) == f"x.toml, facts.found: {sentence}"
