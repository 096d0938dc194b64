"""Unanswered is unknown: screening names the open questions on which a permit or a stop still turns, and no others."""

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest

from workflows import Bundle, load_bundles, route, screen
from workflows.checking.variants import variants

ON = date(2026, 6, 1)
NOTHING: dict[str, Any] = {
    "road_class": "urban",
    "emergency": False,
    **dict.fromkeys(("occupy", "excavate", "utilities", "green", "trees", "ancient_trees")),
}


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundles()["road-access"]


def opened(bundle: Bundle, answers: dict[str, Any]) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    found = screen(bundle, answers, ON).open_questions
    return {one.path: (one.permits, one.stops) for one in found}


def test_one_answer_leaves_everything_open_and_says_what_depends_on_it(bundle: Bundle) -> None:
    found = opened(bundle, {"road_class": "urban"})

    assert found["occupy"] == (("road-occupation",), ())
    assert found["utilities"] == (("road-utilities",), ("blocked",))
    assert found["ancient_trees"] == (("trees",), ("blocked",))
    assert set(found) == {"access_kind", *NOTHING} - {"road_class"}


def test_no_to_everything_is_final_and_each_answer_left_out_opens_it_again(bundle: Bundle) -> None:
    assert opened(bundle, NOTHING) == {}
    assert screen(bundle, NOTHING, ON).route.outcome == "not_required"
    for left_out in NOTHING.keys() - {"road_class"}:
        answers = {key: value for key, value in NOTHING.items() if key != left_out}
        assert left_out in opened(bundle, answers)


@pytest.mark.parametrize("road", ["private", "highway"])
def test_what_stops_for_certain_leaves_nothing_open(bundle: Bundle, road: str) -> None:
    assert opened(bundle, {"road_class": road}) == {}


def test_a_permit_needed_for_certain_leaves_its_other_reasons_closed(bundle: Bundle) -> None:
    found = opened(bundle, {"road_class": "urban", "occupy": {"area_m2": 60}})

    assert not any("road-occupation" in permits for permits, _ in found.values())
    assert "utilities" in found


def test_a_part_of_an_answer_may_be_open_too(bundle: Bundle) -> None:
    found = opened(bundle, {**NOTHING, "green": {"area_m2": 60}})
    assert found == {"access_kind": (("green-space",), ()), "green.stays_after": (("green-space",), ())}

    assert opened(bundle, {**NOTHING, "green": {"area_m2": 60, "stays_after": False}}) == {}
    bridge = opened(bundle, {**NOTHING, "utilities": {"works": ["pipe"], "on_bridge": True}})
    assert bridge == {"utilities.dangerous": ((), ("blocked",))}


def test_two_answers_that_count_only_together_are_both_open(bundle: Bundle) -> None:
    found = opened(bundle, {**NOTHING, "utilities": {"works": ["pipe"]}})

    assert set(found) == {"utilities.on_bridge", "utilities.dangerous"}


def test_no_answer_to_what_is_not_open_changes_the_permits(bundle: Bundle) -> None:
    """Whatever a person answers where nothing is said to be open, the permits and the stops stay."""
    tried = [answers for answers, _ in variants(bundle)]
    for base, other in product(({"road_class": "private"}, NOTHING), tried):
        free = {key: value for key, value in other.items() if key not in base}
        before, after = route(bundle, base, ON), route(bundle, {**base, **free}, ON)
        assert [one.key for one in before.permits] == [one.key for one in after.permits]
        assert before.outcome == after.outcome


def test_where_there_is_too_much_to_try_every_question_that_bears_is_open(
    bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.checking.screening.MOST_TRIES", 1)

    assert set(opened(bundle, {"road_class": "urban"})) >= NOTHING.keys() - {"road_class"}


def test_a_bundle_without_a_question_left_has_none_open(bundle: Bundle) -> None:
    assert screen(replace(bundle, questions=()), {}, ON).open_questions == ()


@pytest.mark.parametrize(
    ("last", "more", "is_warned"),
    [
        ("2026-05-31", {}, True),
        ("2026-06-01", {}, False),
        ("2026-05-31", {"emergency": True}, False),
    ],
)
def test_a_period_wholly_in_the_past_is_warned_about(
    bundle: Bundle, last: str, more: dict[str, Any], *, is_warned: bool
) -> None:
    answers = {"road_class": "urban", "occupy": {"area_m2": 6}, "period": {"from": "2026-05-01", "to": last}, **more}

    found = [one for one in screen(bundle, answers, ON).route.warnings if one.key == "period_past"]

    assert bool(found) is is_warned
    assert all("31 May 2026" in one.message.en and "2026年5月31日" in one.message.zh for one in found)
