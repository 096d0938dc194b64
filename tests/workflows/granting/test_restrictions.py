from typing import Any

import pytest

from workflows.definition.catalogue import load_bundles
from workflows.granting.restrictions import Answer, beyond, contradictions, restrictions

BUNDLE = load_bundles()["road-access"]
P1 = "road-occupation"


def said(department: str, **parts: Any) -> Any:
    return restrictions(BUNDLE, Answer(P1, department, "opinion", **parts))


def on(kind: str, text: str, **more: object) -> dict[str, Any]:
    return {"conditions": [{"kind": kind, "text": text, **more}]}


# the table of rules: two restrictions, and whether nobody can keep both
TABLE: list[tuple[dict[str, Any], dict[str, Any], bool]] = [
    (on("hours", "20:00–06:00"), on("hours", "09:00–17:00"), True),
    (on("hours", "20:00–06:00"), on("hours", "05:00–07:00"), False),
    (on("hours", "20:00–06:00"), {"narrower": {"hours": "09:00-17:00"}}, True),
    (on("hours", "夜间"), on("hours", "09:00–17:00"), False),
    (on("side", "北侧"), on("side", "南侧"), True),
    (on("side", "北侧"), on("side", "只占北侧人行道"), False),
    (on("start_after", "2026-11-01"), on("end_before", "2026-10-20"), True),
    (on("start_after", "2026-10-01"), on("end_before", "2026-10-20"), False),
    (on("start_after", "2026-11-01"), {"narrower": {"to": "2026-10-20"}}, True),
    (on("start_after", "2026-11-01"), on("start_after", "2026-10-01"), False),
    (on("replanting", "补植40株"), on("replanting", "补植60株"), True),
    (on("replanting", "补植40株"), on("replanting", "40"), False),
    (on("area_max", "40平方米"), on("area_max", "30平方米"), False),
    (on("notify_before_start", "3"), on("notify_before_start", "5"), False),
    (on("hours", "20:00–06:00"), on("side", "北侧"), False),
]


@pytest.mark.parametrize(("one", "other", "contradict"), TABLE)
def test_two_departments_contradict_each_other_or_not(
    one: dict[str, Any], other: dict[str, Any], contradict: bool
) -> None:
    for first, second in ((one, other), (other, one)):
        found = contradictions([*said("police", **first), *said("roads", **second)])
        assert bool(found) is contradict
        assert all(pair.departments == ("police", "roads") for pair in found)


def test_a_carried_condition_stays_its_authors() -> None:
    (found,) = said("roads", **on("hours", "20:00–06:00", department="police"))

    assert (found.department, found.text.zh) == ("police", "20:00–06:00")


@pytest.mark.parametrize(
    ("own", "is_beyond"),
    [
        ({"narrower": {"days": 60}}, True),
        ({"narrower": {"days": 30}}, False),
        ({"narrower": {"days": 10}}, False),
        ({}, False),
        ({"narrower": {"hours": "18:00-06:00"}}, True),
        ({"narrower": {"hours": "22:00-05:00"}}, False),
        (on("hours", "18:00–06:00"), True),
        (on("period", "60天"), True),
    ],
)
def test_a_grant_goes_no_further_than_who_must_agree(own: dict[str, Any], is_beyond: bool) -> None:
    police = said("police", narrower={"days": 30, "hours": "20:00-06:00"})

    assert bool(beyond(said("roads", **own), police)) is is_beyond
