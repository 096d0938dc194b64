"""What a permit covers, in words: the answers given, and what is granted where that is less."""

from typing import Any

import pytest

from permits.services.case.scope import answer_lines, scope_lines
from workflows import Question, Text, load_bundles

OCCUPY, TREES = (
    next(one for one in load_bundles()["road-access"].questions if one.key == key) for key in ("occupy", "trees")
)


def values(question: Question, answer: Any) -> list[Any]:
    return [line["value"] for line in answer_lines(question, answer)]


@pytest.mark.parametrize(
    ("kind", "answer", "said"),
    [
        ("flag", True, {"zh": "是", "en": "Yes"}),
        ("flag", False, {"zh": "否", "en": "No"}),
        ("date", "2026-03-02", {"zh": "2026年3月2日", "en": "2 March 2026"}),
        ("text", "紫琅路", "紫琅路"),
    ],
)
def test_an_answer_is_put_into_words_by_its_kind(kind: Any, answer: object, said: object) -> None:
    assert values(Question("q", kind, Text("问", "Asked")), answer) == [said]


def test_a_number_carries_its_unit_in_both_languages() -> None:
    asked = Question("q", "number", Text("面积", "Area"), unit=Text("平方米", "m²"))

    assert values(asked, 60) == [{"zh": "60 平方米", "en": "60 m²"}]


def test_a_group_leaves_out_what_was_not_answered() -> None:
    lines = list(answer_lines(OCCUPY, {"part": "footway", "area_m2": 60, "days": None}))

    assert len(lines) == 2
    assert lines[0]["value"] not in ("footway", {"zh": "footway", "en": "footway"})


def test_each_row_of_a_list_is_one_line() -> None:
    trees = [{"species": "香樟", "count": 2}, {"species": "银杏", "count": 1}]

    lines = list(answer_lines(TREES, trees))

    assert [line["label"]["zh"] for line in lines] == [TREES.label.zh] * 2
    assert "香樟" in lines[0]["value"]["zh"]
    assert "银杏" in lines[1]["value"]["en"]


def test_what_is_granted_stands_beside_what_was_asked() -> None:
    answers = {"occupy": {"part": "footway", "area_m2": 60, "days": 60}, "green": {"area_m2": 80}}
    narrower = {"days": 30, "to": "2026-04-30", "scope": "x"}

    lines = scope_lines(load_bundles()["road-access"], "road-occupation", answers, narrower)

    assert [(line["label"]["zh"], line.get("asked"), line["value"]) for line in lines[1:]] == [
        ("占用面积", {"zh": "60 平方米", "en": "60 m²"}, {"zh": "60 平方米", "en": "60 m²"}),
        ("占用天数", {"zh": "60 天", "en": "60 days"}, {"zh": "30 天", "en": "30 days"}),
        ("准予截止日", None, {"zh": "2026年4月30日", "en": "30 April 2026"}),
        ("准予范围", None, {"zh": "x", "en": "x"}),
    ]
    assert len(lines) == 5, "the green space is another permit's"


def test_a_whole_grant_has_no_column_of_what_was_asked() -> None:
    lines = scope_lines(load_bundles()["road-access"], "green-space", {"green": {"area_m2": 80}}, None)

    assert [line.get("asked") for line in lines] == [None]
