"""What is wrong with answers, where, and at which stage; the JSON Schema says the same."""

from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator, meta

from workflows import Bundle, answers_schema, check_answers, is_shown, load_bundles

FULL: dict[str, Any] = {
    "road_class": "urban",
    "access_kind": "temporary",
    "period": {"from": "2026-07-01", "to": "2026-09-30"},
    "occupy": {"part": "footway", "area_m2": 60.5, "days": 90},
    "excavate": {"area_m2": 45},
    "utilities": {"works": ["lamp", "cable"], "on_bridge": False},
    "green": {"area_m2": 80, "months": 6, "stays_after": False},
    "trees": [{"species": "香樟", "dbh_cm": 18, "count": 6, "action": "fell", "street_tree": True}],
    "ancient_trees": [{"grade": 3, "action": "protection_zone"}],
    "road_opened_on": "2015-05-01",
    "road_overhauled_on": "2020-05-01",
    "emergency": False,
    "distances": {"junction_m": 80, "crossing_m": 12.5, "bus_stop_m": 20, "school_m": 150},
}
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"colour": "red"}, "colour"),
    ({"road_class": "lane"}, "road_class"),
    ({"road_class": None}, "road_class"),
    ({"occupy": {"part": "footway", "area_m2": -1, "days": 9}}, "occupy.area_m2"),
    ({"occupy": {"part": "footway", "area_m2": True, "days": 9}}, "occupy.area_m2"),
    ({"occupy": {"part": "footway", "area_m2": "60", "days": 9}}, "occupy.area_m2"),
    ({"occupy": {"part": "footway", "area_m2": 60, "days": 1.5}}, "occupy.days"),
    ({"occupy": {"part": "footway", "area_m2": 60, "days": 0}}, "occupy.days"),
    ({"occupy": {"part": "kerb", "area_m2": 60, "days": 9}}, "occupy.part"),
    ({"occupy": {"part": "footway", "days": 9}}, "occupy.area_m2"),
    ({"occupy": {"part": "footway", "area_m2": 60, "days": 9, "lanes": 2}}, "occupy.lanes"),
    ({"occupy": True}, "occupy"),
    ({"excavate": {"area_m2": 1e12}}, "excavate.area_m2"),
    ({"emergency": "yes"}, "emergency"),
    ({"emergency": 1}, "emergency"),
    ({"utilities": {"works": []}}, "utilities.works"),
    ({"utilities": {"works": "lamp"}}, "utilities.works"),
    ({"utilities": {"works": ["lamp", "sewer"]}}, "utilities.works.1"),
    ({"utilities": {"works": ["lamp", "lamp"]}}, "utilities.works.1"),
    ({"trees": {"count": 1}}, "trees"),
    ({"trees": [{"species": "x", "dbh_cm": 18, "count": 0, "action": "fell"}]}, "trees.0.count"),
    ({"trees": [{"species": 7, "dbh_cm": 18, "count": 1, "action": "fell"}]}, "trees.0.species"),
    ({"trees": [{"species": "x" * 201, "dbh_cm": 18, "count": 1, "action": "fell"}]}, "trees.0.species"),
    ({"ancient_trees": [{"grade": True, "action": "relocate"}]}, "ancient_trees.0.grade"),
    ({"ancient_trees": [{"grade": 4, "action": "relocate"}]}, "ancient_trees.0.grade"),
    ({"ancient_trees": [3]}, "ancient_trees.0"),
]
BEYOND_SCHEMA: list[tuple[dict[str, Any], str]] = [
    ({"period": {"from": "2026-07-02", "to": "2026-07-01"}}, "period.to"),
    ({"road_opened_on": "2026-02-30"}, "road_opened_on"),
    ({"road_opened_on": "20260201"}, "road_opened_on"),
    ({"road_opened_on": "0001-01-01"}, "road_opened_on"),
    ({"distances": {"junction_m": float("nan")}}, "distances.junction_m"),
    ({"excavate": {"area_m2": float("inf")}}, "excavate.area_m2"),
]


@pytest.fixture
def bundle() -> Bundle:
    return load_bundles()["road-access"]


def fields(bundle: Bundle, answers: object, stage: Any = "screening") -> list[str]:
    return [problem.field for problem in check_answers(bundle, answers, stage)]


def test_complete_answers_are_fine(bundle: Bundle) -> None:
    assert fields(bundle, FULL, "submission") == []


@pytest.mark.parametrize(("more", "place"), WRONG + BEYOND_SCHEMA)
def test_what_is_wrong_is_named_by_its_path(bundle: Bundle, more: dict[str, Any], place: str) -> None:
    assert fields(bundle, {**FULL, **more}) == [place]


def test_a_sentence_can_be_filled_with_its_parameters(bundle: Bundle) -> None:
    (problem,) = check_answers(bundle, {**FULL, "occupy": {"area_m2": -1}})

    assert problem.message % problem.params == "Enter at least 0.1"


def test_each_stage_asks_for_more(bundle: Bundle) -> None:
    bare = {"occupy": {"area_m2": 5}}

    assert fields(bundle, {}, "draft") == []
    assert fields(bundle, bare, "screening") == ["road_class"]
    missing = ["road_class", "access_kind", "period", "occupy.part", "occupy.days"]
    assert fields(bundle, bare, "submission") == missing


def test_an_optional_answer_may_be_null(bundle: Bundle) -> None:
    assert fields(bundle, {**FULL, "occupy": None, "trees": None, "road_opened_on": None}, "submission") == []


def test_answers_that_are_no_object_are_refused(bundle: Bundle) -> None:
    assert fields(bundle, ["urban"]) == [""]


def test_the_last_day_may_be_the_first(bundle: Bundle) -> None:
    assert fields(bundle, {**FULL, "period": {"from": "2026-07-01", "to": "2026-07-01"}}) == []


def test_the_schema_is_lawful_and_takes_what_the_check_takes(bundle: Bundle) -> None:
    schema = answers_schema(bundle, "en")

    assert meta.is_valid(schema)
    assert Draft202012Validator(schema).is_valid(FULL)
    assert Draft202012Validator(schema).is_valid({**FULL, "trees": None})
    assert schema["required"] == ["road_class", "access_kind", "period"]


@pytest.mark.parametrize(("more", "place"), WRONG)
def test_the_schema_refuses_what_the_check_refuses(bundle: Bundle, more: dict[str, Any], place: str) -> None:
    errors = list(Draft202012Validator(answers_schema(bundle, "en", "screening")).iter_errors({**FULL, **more}))

    assert errors
    assert place.partition(".")[0] in {str(step) for error in errors for step in error.instance_path} | {"colour"}


def test_the_schema_speaks_both_languages(bundle: Bundle) -> None:
    titles = [answers_schema(bundle, lang)["properties"]["trees"]["title"] for lang in ("zh", "en")]

    assert titles == ["是否砍伐或移植树木？", "Will trees be felled or transplanted?"]


def test_the_opening_date_is_asked_once_the_surface_is_broken(bundle: Bundle) -> None:
    question = next(one for one in bundle.questions if one.key == "road_opened_on")

    assert is_shown(question, {"excavate": {"area_m2": 3}})
    assert not is_shown(question, {"excavate": None})
    assert not is_shown(question, {})
