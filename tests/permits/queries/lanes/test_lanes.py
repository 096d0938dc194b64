from datetime import date, datetime, timedelta

import pytest

from permits.queries.lanes.lanes import Bar, Lane, LaneCase, LaneItem, Lanes, Mark, lay_out
from workflows import SHANGHAI, Calendar, CalendarExhausted, Day, midnight

HOLIDAY = {date(2025, 10, day) for day in range(1, 9)}
MAKE_UP = {date(2025, 9, 28), date(2025, 10, 11)}
NAMES = {"planning": "Planning", "police": "Police", "roads": "Roads", "greening": "Greening"}
ACCEPTED = date(2025, 9, 23)


def days(first: date, last: date, official: bool = True) -> list[Day]:
    found = []
    for place in range((last - first).days + 1):
        on = first + timedelta(days=place)
        if on in HOLIDAY:
            found.append(Day(on, False, official, "国庆", "National Day"))
        else:
            found.append(Day(on, on in MAKE_UP or on.isoweekday() <= 5, official))
    return found


@pytest.fixture
def calendar() -> Calendar:
    return Calendar(days(date(2025, 9, 1), date(2025, 12, 31)))


def at(month: int, day: int, hour: int = 10) -> datetime:
    return midnight(date(2025, month, day)) + timedelta(hours=hour)


def item(department: str, **facts: object) -> LaneItem:
    plain: dict[str, object] = {"kind": "opinion", "state": "open", "opened_at": at(9, 23)}
    return LaneItem(department=department, **{**plain, **facts})  # type: ignore[arg-type]


def case(*items: LaneItem, **facts: object) -> LaneCase:
    plain: dict[str, object] = {
        "number": "DK1",
        "title": "Site access",
        "state": "in_review",
        "submitted_on": date(2025, 9, 22),
        "accepted_on": ACCEPTED,
        "committed_due_on": date(2025, 10, 9),
        "departments": NAMES,
    }
    return LaneCase(items=items, **{**plain, **facts})  # type: ignore[arg-type]


def lane(picture: Lanes, key: str) -> Lane:
    return next(lane for lane in picture.lanes if lane.key == key)


def spans(bars: tuple[Bar, ...]) -> list[tuple[str, str, str]]:
    return [(bar.kind, f"{bar.start:%m-%d}", f"{bar.end:%m-%d}") for bar in bars]


def test_a_finished_item_waits_then_works_then_is_done_on_its_day(calendar: Calendar) -> None:
    planning = item("planning", state="done", claimed_at=at(9, 24), done_at=at(9, 25), due_on=date(2025, 9, 25))

    found = lane(lay_out(case(planning), calendar, date(2025, 9, 28), "en"), "planning")

    assert spans(found.bars) == [
        ("waiting", "09-23", "09-24"),
        ("working", "09-24", "09-25"),
        ("done", "09-25", "09-26"),
    ]
    assert found.light == "done"
    assert found.note == "Agrees · 25 Sep"


def test_a_day_is_the_day_in_shanghai(calendar: Calendar) -> None:
    late_evening_utc = at(9, 24, hour=1)

    found = lane(
        lay_out(case(item("police", claimed_at=late_evening_utc, state="claimed")), calendar, date(2025, 9, 25), "en"),
        "police",
    )

    assert spans(found.bars) == [("waiting", "09-23", "09-24"), ("working", "09-24", "09-26")]


@pytest.mark.parametrize(
    ("on", "light", "kinds"),
    [
        (date(2025, 9, 24), "green", ["waiting", "future"]),
        (date(2025, 9, 25), "yellow", ["waiting", "future"]),
        (date(2025, 9, 26), "yellow", ["waiting"]),
        (date(2025, 9, 27), "red", ["waiting", "overdue"]),
    ],
)
def test_an_item_turns_yellow_and_then_red_after_its_due_day(
    calendar: Calendar, on: date, light: str, kinds: list[str]
) -> None:
    police = item("police", due_on=date(2025, 9, 26), yellow_on=date(2025, 9, 25))

    found = lane(lay_out(case(police), calendar, on, "en"), "police")

    assert found.light == light
    assert [bar.kind for bar in found.bars] == kinds


def test_lateness_is_counted_in_working_days_make_up_sunday_included(calendar: Calendar) -> None:
    police = item("police", due_on=date(2025, 9, 26))

    found = lane(lay_out(case(police), calendar, date(2025, 9, 28), "en"), "police")

    assert found.bars[-1].label == "1 d late ▲"
    assert found.note == "Working days late: 1"


def test_a_stopped_clock_shows_as_stopped_and_is_never_overdue(calendar: Calendar) -> None:
    stopped = item(
        "greening",
        state="suspended",
        claimed_at=at(9, 23),
        due_on=date(2025, 9, 25),
        stops=((date(2025, 9, 25), None),),
    )

    found = lane(lay_out(case(stopped), calendar, date(2025, 9, 29), "en"), "greening")

    assert spans(found.bars) == [("working", "09-23", "09-25"), ("stopped", "09-25", "09-30")]
    assert found.light == "stopped"


def test_the_decision_of_one_permit_shows_between_the_work_on_another(calendar: Calendar) -> None:
    first = item("roads", permit="p2", state="done", claimed_at=at(9, 23), done_at=at(9, 24), kind="decision")
    second = item("roads", permit="p1", state="claimed", claimed_at=at(9, 23), due_on=date(2025, 9, 30))

    found = lane(lay_out(case(first, second), calendar, date(2025, 9, 26), "en"), "roads")

    assert [bar.kind for bar in found.bars] == ["working", "done", "working", "future"]
    assert found.bars[1].label == "Granted"


def test_a_refusal_is_told_apart(calendar: Calendar) -> None:
    refused = item("greening", kind="decision", state="done", done_at=at(9, 24), verdict="refused")

    found = lane(lay_out(case(refused), calendar, date(2025, 9, 26), "en"), "greening")

    assert found.bars[-1].kind == "refused"
    assert found.note == "Refused · 24 Sep"


def test_the_critical_lane_is_the_latest_due(calendar: Calendar) -> None:
    picture = lay_out(
        case(item("police", due_on=date(2025, 9, 26)), item("roads", due_on=date(2025, 9, 30))),
        calendar,
        date(2025, 9, 24),
        "en",
    )

    assert [lane.key for lane in picture.lanes if lane.is_critical] == ["roads"]
    assert "Waiting for Roads" in picture.subtitle


def test_a_late_lane_is_critical_before_one_due_later(calendar: Calendar) -> None:
    picture = lay_out(
        case(item("police", due_on=date(2025, 9, 26)), item("roads", due_on=date(2025, 9, 30))),
        calendar,
        date(2025, 9, 28),
        "en",
    )

    assert picture.critical is not None
    assert picture.critical.key == "police"


def test_a_tie_goes_to_the_department_named_first(calendar: Calendar) -> None:
    due = date(2025, 9, 30)

    picture = lay_out(case(item("greening", due_on=due), item("roads", due_on=due)), calendar, date(2025, 9, 24), "en")

    assert picture.critical is not None
    assert picture.critical.key == "roads"


def test_lanes_stand_in_the_order_of_the_bundle_between_counter_and_joint_delivery(calendar: Calendar) -> None:
    picture = lay_out(case(item("greening"), item("planning")), calendar, date(2025, 9, 24), "en")

    assert [lane.key for lane in picture.lanes] == ["window", "planning", "greening", "joint"]
    assert spans(picture.lanes[0].bars)[-1] == ("done", "09-23", "09-24")


def test_the_ghost_lays_the_departments_end_to_end_in_working_days(calendar: Calendar) -> None:
    old_way = case(item("planning"), serial_days=(("planning", 3), ("police", 5)))

    ghost = lay_out(old_way, calendar, date(2025, 9, 24), "en").ghost

    assert ghost is not None
    assert ghost.segments == (
        ("Planning", date(2025, 9, 24), date(2025, 9, 27)),
        ("Police", date(2025, 9, 27), date(2025, 10, 11)),
    )
    assert ghost.ends_on == date(2025, 10, 10)
    assert (ghost.saved_working_days, ghost.saving) == (None, ""), "nothing is saved before the decision"


@pytest.mark.parametrize(
    ("decided", "saved", "chinese", "english"),
    [
        ("2025-09-25", 1, "估算：较串联办理节省1个工作日", "Working days saved, estimated: 1"),
        ("2025-09-28", -1, "估算：较串联办理多用1个工作日", "Working days longer than in series, estimated: 1"),
    ],
)
def test_once_decided_the_ghost_is_what_the_departments_took_also_where_it_was_slower(
    calendar: Calendar, decided: str, saved: int, chinese: str, english: str
) -> None:
    start = datetime(2025, 9, 23, 9, tzinfo=SHANGHAI)
    took = (("planning", 1), ("police", 2))
    items = tuple(
        LaneItem(
            department=key,
            kind="opinion",
            state="done",
            permit="road-occupation",
            opened_at=start,
            claimed_at=start,
            done_at=start + timedelta(days=days),
        )
        for key, days in took
    )
    late = case(
        *items,
        serial_days=(("planning", 9),),
        accepted_at=start,
        decided_at=datetime.fromisoformat(f"{decided} 09:00").replace(tzinfo=SHANGHAI),
        decided_permits=frozenset({"road-occupation"}),
    )

    for language, sentence in (("zh", chinese), ("en", english)):
        ghost = lay_out(late, calendar, date(2025, 10, 9), language).ghost
        assert ghost is not None
        assert (ghost.saved_working_days, ghost.saving) == (saved, sentence)
        assert ghost.ends_on == date(2025, 9, 26)


def test_there_is_no_ghost_before_acceptance_or_beyond_the_calendar(calendar: Calendar) -> None:
    early = case(state="received", accepted_on=None, serial_days=(("planning", 3),))
    endless = case(serial_days=(("planning", 400),))

    assert lay_out(early, calendar, date(2025, 9, 24), "en").ghost is None
    assert lay_out(endless, calendar, date(2025, 9, 24), "en").ghost is None


def test_days_left_turn_negative_after_the_promised_day(calendar: Calendar) -> None:
    assert lay_out(case(), calendar, date(2025, 9, 28), "en").left_working_days == 3
    assert lay_out(case(), calendar, date(2025, 10, 9), "en").left_working_days == 0
    assert lay_out(case(), calendar, date(2025, 10, 13), "en").left_working_days == -3


def test_the_days_run_unbroken_and_know_holidays_and_make_up_days(calendar: Calendar) -> None:
    picture = lay_out(case(marks=(Mark(date(2025, 9, 25), "Survey"),)), calendar, date(2025, 9, 28), "zh")

    assert [day.on.toordinal() - picture.first.toordinal() for day in picture.days] == list(range(len(picture.days)))
    assert picture.first == date(2025, 9, 22)
    assert [day.on for day in picture.days if day.is_make_up] == [date(2025, 9, 28)]
    assert (9, 8, "国庆") in picture.pauses


def test_a_decided_case_waits_for_nobody(calendar: Calendar) -> None:
    decided = case(item("roads", state="done", done_at=at(9, 30)), state="decided", decided_on=date(2025, 9, 30))

    picture = lay_out(decided, calendar, date(2025, 12, 1), "en")

    assert picture.subtitle == "Decided on 30 Sep"
    assert picture.left_working_days is None
    assert not picture.shows_today


def test_before_acceptance_the_counter_is_waited_for(calendar: Calendar) -> None:
    fresh = case(item("police", state="waiting", opened_at=None), state="received", accepted_on=None)

    picture = lay_out(fresh, calendar, date(2025, 9, 24), "en")

    assert "Waiting for One-stop counter" in picture.subtitle
    assert lane(picture, "police").note == "Not started"
    assert lane(picture, "police").bars == ()
    assert picture.critical is None


def test_a_long_case_is_compressed(calendar: Calendar) -> None:
    picture = lay_out(case(committed_due_on=date(2025, 12, 1)), calendar, date(2025, 9, 24), "en")

    assert picture.is_compressed


def test_a_promise_in_a_year_not_announced_is_provisional() -> None:
    calendar = Calendar(days(date(2025, 9, 1), date(2025, 10, 31), official=False))

    picture = lay_out(case(), calendar, date(2025, 9, 24), "en")

    assert picture.provisional
    assert "provisional" in picture.subtitle


def test_a_case_beyond_the_calendar_is_refused() -> None:
    calendar = Calendar(days(date(2025, 9, 1), date(2025, 9, 30)))

    with pytest.raises(CalendarExhausted):
        lay_out(case(), calendar, date(2025, 9, 24), "en")


def test_a_draft_without_any_day_still_lays_out(calendar: Calendar) -> None:
    draft = LaneCase(number="", title="Site access", state="draft")

    picture = lay_out(draft, calendar, date(2025, 9, 24), "en")

    assert picture.title == "Site access"
    assert len(picture.days) == 2


def test_a_file_passed_up_says_so_and_when(calendar: Calendar) -> None:
    """Roads has forwarded to the government; its own decision waits for the answer."""
    done = item("roads", state="done", claimed_at=at(9, 24), done_at=at(9, 25), verdict="forwarded")
    decision = item("roads", kind="decision", state="waiting", opened_at=None, due_on=date(2025, 10, 20))
    above = item("government", kind="government", opened_at=at(9, 25))

    found = lane(lay_out(case(done, decision, above), calendar, date(2025, 9, 26), "en"), "roads")

    assert found.note == "Forwarded · 25 Sep"
    assert found.light != "done"
    assert "Forwarded" in [bar.label for bar in found.bars]


@pytest.mark.parametrize(("state", "accepted_on"), [("received", None), ("in_review", ACCEPTED)])
def test_a_check_that_ended_with_a_notice_of_what_is_missing_is_no_acceptance(
    calendar: Calendar, state: str, accepted_on: date | None
) -> None:
    done = {"kind": "intake", "state": "done", "verdict": None}
    first = item("window", **done, opened_at=at(9, 22), done_at=at(9, 22, 16))
    again = item("window", **done, opened_at=at(9, 25), done_at=at(9, 26)) if accepted_on else None
    checks = [first, again or item("window", kind="intake", opened_at=at(9, 25))]

    found = lane(
        lay_out(case(*checks, state=state, accepted_on=accepted_on), calendar, date(2025, 9, 28), "en"), "window"
    )

    said = [bar.label for bar in found.bars if bar.kind == "done"]
    assert said == (["Supplement asked for", "Accepted"] if accepted_on else ["Supplement asked for"])
