"""Edges of the engine that a mutation would move without any other test noticing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from workflows import (
    Calendar,
    CalendarExhausted,
    Clock,
    Day,
    Entry,
    JoinPolicy,
    Rung,
    Text,
    Verdict,
    check_policy,
    climb,
    complete,
    counted,
    load_bundles,
    read,
    route,
    union_of_stops,
)

FIRST = date(2024, 1, 1)
ROAD = load_bundles()["road-access"]
PERIOD = {"from": "2026-04-01", "to": "2026-06-30"}
TREES = {
    "road_class": "urban",
    "access_kind": "temporary",
    "period": PERIOD,
    "trees": [{"species": "x", "dbh_cm": 18, "count": 2, "action": "fell", "street_tree": False}],
}


def on(offset: int) -> date:
    return FIRST + timedelta(days=offset)


def stop(first: int, after: int) -> Entry:
    return Entry("stop", on(first), on(after))


@pytest.fixture(scope="module")
def every_day() -> Calendar:
    """A calendar of sixty working days, so that offsets are counts."""
    return Calendar(Day(on(n), working=True) for n in range(60))


JOINT = Clock("application", "joint", 20, FIRST)
PROMISE = Clock("application", "committed", 5, FIRST)
SHORT = Clock("trees", "committed", 4, FIRST, (stop(2, 4),))
LONG = Clock("green-space", "committed", 9, FIRST)
LONGEST = Clock("green-space", "statutory", 30, FIRST)
SIBLINGS = (JOINT, PROMISE, SHORT, LONG, LONGEST)


def test_the_joint_cap_leaves_out_the_stops_of_permits_only(every_day: Calendar) -> None:
    siblings = (*SIBLINGS, Clock("application", "supplement", 5, FIRST, (stop(10, 20),)))

    cap = counted(JOINT, siblings, live={"trees"}, calendar=every_day, on=on(1))

    assert read(cap, every_day, on(1)).due_on == on(22)


@pytest.mark.parametrize(("live", "due"), [({"trees"}, 6), ({"trees", "green-space"}, 9)])
def test_the_promise_follows_the_live_permit_promised_last(every_day: Calendar, live: set[str], due: int) -> None:
    promise = counted(PROMISE, SIBLINGS, live=live, calendar=every_day, on=on(1))

    assert read(promise, every_day, on(1)).due_on == on(due)


@pytest.mark.parametrize("clock", [SHORT, LONGEST, Clock("application", "delivery", 10, FIRST)])
def test_every_other_clock_counts_for_itself(every_day: Calendar, clock: Clock) -> None:
    assert counted(clock, SIBLINGS, live={"trees"}, calendar=every_day, on=on(1)) == clock


@pytest.mark.parametrize(
    ("day", "state"), [(1, "running"), (2, "stopped"), (3, "stopped"), (4, "running"), (8, "stopped")]
)
def test_a_clock_is_stopped_while_any_of_its_stops_lasts(every_day: Calendar, day: int, state: str) -> None:
    clock = Clock("trees", "committed", 10, FIRST, (stop(2, 4), stop(8, 9)))

    assert read(clock, every_day, on(day)).state == state
    assert read(replace(clock, entries=()), every_day, on(day)).state == "running"


def test_a_stop_of_no_day_is_none_and_touching_ones_are_one() -> None:
    clock = Clock("trees", "committed", 10, FIRST, (stop(1, 3), stop(4, 4), stop(5, 8), stop(7, 9), stop(9, 11)))

    assert union_of_stops([clock]) == ((on(1), on(3)), (on(5), on(11)))


def test_a_stop_inside_another_does_not_shorten_it() -> None:
    clock = Clock("trees", "committed", 10, FIRST, (stop(1, 3), stop(5, 12), stop(7, 9)))

    assert union_of_stops([clock]) == ((on(1), on(3)), (on(5), on(12)))


def test_a_weight_of_nothing_and_a_pass_weight_of_one_are_lawful() -> None:
    policy = JoinPolicy("weighted", weights={"roads": 1, "police": 0}, pass_weight=1)

    check_policy(policy, {"roads", "police"})

    assert complete(policy, {"roads": Verdict.GRANTED}, {"roads", "police"}).granted


def test_the_grant_of_the_only_one_with_a_veto_is_enough_where_any_is() -> None:
    policy = JoinPolicy("any", on_refusal="veto", veto=frozenset({"roads"}))

    found = complete(policy, {"roads": Verdict.GRANTED}, {"roads", "police"})

    assert (found.finished, found.granted) == (True, True)


@pytest.mark.parametrize("ladder", [("yellow",), ("due",)])
def test_the_last_rung_is_climbed_however_late(ladder: tuple[str, ...]) -> None:
    early, late = datetime(2024, 1, 2, tzinfo=UTC), datetime(2024, 2, 2, tzinfo=UTC)

    found = climb(tuple(Rung("trees", "statutory", name, early) for name in ladder), late)

    assert [(rung.rung, rung.fire_at) for rung in found] == [(ladder[-1], late)]


def test_what_is_referred_asks_for_no_papers() -> None:
    found = route(ROAD, {**TREES, "road_class": "highway", "trees": []}, FIRST, {})

    assert found.outcome == "refer"
    baseline = found.baseline
    assert (baseline.separate_materials, baseline.unique, baseline.uploads) == (0, 0, 0)


def test_of_several_tiers_the_last_that_holds_counts() -> None:
    rule = ROAD.permits["green-space"]
    tier = rule.tiers[0]
    always = rule.because[0].when
    words = [Text("下级", "below"), Text("上级", "above")]
    first, second = (replace(tier, key=one.en, when=always, level=one) for one in words)
    tiered = replace(ROAD, permits={**ROAD.permits, rule.key: replace(rule, tiers=(first, second))})
    wanted = {**TREES, "green": {"area_m2": 80, "months": 3, "stays_after": False}}

    found = route(tiered, wanted, FIRST, {})

    (permit,) = [one for one in found.permits if one.key == rule.key]
    assert (permit.tier, permit.level) == ("above", words[1])


def test_a_public_notice_lengthens_the_decision_only_where_the_place_says_so() -> None:
    beside = replace(ROAD, switches={**ROAD.switches, "public_notice_inside_task": False})

    inside, outside = (route(bundle, TREES, FIRST, {}) for bundle in (ROAD, beside))

    def limits(found: object) -> dict[str, int]:
        return {one.id: one.limit_working_days for one in found.work_items}  # type: ignore[attr-defined]

    notice = next(one.public_notice for one in inside.permits if one.key == "trees")
    assert notice is not None
    longer = {name: days - limits(inside)[name] for name, days in limits(outside).items()}
    assert longer == {name: notice.working_days if name == "trees:greening:decision" else 0 for name in longer}


def test_no_public_notice_where_no_tree_is_touched() -> None:
    occupied = {**TREES, "trees": [], "occupy": {"part": "footway", "area_m2": 60, "days": 60}}

    assert [one.public_notice for one in route(ROAD, occupied, FIRST, {}).permits] == [None]


def test_a_count_may_begin_on_the_eve_of_the_calendar(every_day: Calendar) -> None:
    assert every_day.between(on(-1), on(0)) == 1
    assert every_day.between(on(-2), on(-2)) == 0, "no days need no calendar"
    with pytest.raises(CalendarExhausted):
        every_day.between(on(-2), on(0))


def test_the_working_day_before_is_the_nearest_and_never_the_day_itself() -> None:
    calendar = Calendar(Day(on(n), working=n in {0, 2, 3}) for n in range(6))

    assert [calendar.working_day_before(on(n)) for n in (1, 2, 3, 4, 5)] == [on(0), on(0), on(2), on(3), on(3)]
    with pytest.raises(CalendarExhausted) as refused:
        calendar.working_day_before(on(0))
    assert refused.value.params == {"on": on(-1)}


def test_the_first_working_day_is_reached_before_the_calendar_begins_to_guess() -> None:
    calendar = Calendar(Day(on(n), working=n > 0) for n in range(6))

    assert calendar.first_with_left(on(3), 2) == on(1)
    assert calendar.first_with_left(on(3), 3) == on(0)


def test_a_count_beyond_the_calendar_names_the_first_day_unknown(every_day: Calendar) -> None:
    with pytest.raises(CalendarExhausted) as refused:
        every_day.add(on(58), 2)

    assert refused.value.params == {"on": on(60)}
