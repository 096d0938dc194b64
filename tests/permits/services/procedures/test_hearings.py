from datetime import datetime

import pytest

from permits.errors import Conflict, Invalid
from permits.models import Hearing, Notice, SpecialProcedure, Timer
from permits.services.deciding import work_items
from permits.services.procedures import hearings, stops
from permits.services.procedures.hearings import Call, Record
from permits.services.procedures.stops import Stop
from tests.permits.lives import AGREED, POLICE, REFUSED, ROADS, Life, day, moment
from workflows import GuardsUnmet, RoleNotHeld

P1 = "road-occupation"
PARTIES = ("紫琅花园业主委员会", "紫琅路小学")
LAW_47, LAW_48 = "Administrative Licensing Law art. 47", "Administrative Licensing Law art. 48"


def told(life: Life) -> int:
    case = life.accepted()
    life.act("roads", hearings.notify_hearing_right, case, P1, parties=PARTIES)
    return case


def requested(life: Life, on: str = "2026-03-09 10:00") -> int:
    case = told(life)
    life.at(on)
    life.act("contractor", hearings.request_hearing, case, P1)
    return case


def call(life: Life, case: int, at: str, *, chair: str = "roads-head", place: str = "三楼听证室") -> None:
    life.act("roads", hearings.call_hearing, case, P1, Call(moment(at), place, chair))


def record(life: Life, case: int, text: str = "各方意见已记录。", signed: tuple[str, ...] = ("王芳", "陈建")) -> None:
    life.act("roads", hearings.record_hearing, case, P1, Record(text, signed))


def row_state(life: Life, case: int) -> str:
    return str(life.rows(Hearing, case)[-1].state)


def test_the_whole_road_from_the_right_told_to_a_decision_that_cites_the_record(life: Life) -> None:
    case = requested(life)
    assert life.rows(Hearing, case)[0].hold_by_on == day("2026-04-07")
    life.answer(case, POLICE)
    call(life, case, "2026-03-18 09:30")
    for verdict in (AGREED, REFUSED):
        with pytest.raises(GuardsUnmet) as refusal:
            life.answer(case, ROADS, verdict)
        assert "no record yet" in refusal.value.unmet[0]
    life.at("2026-03-18 12:00")
    record(life, case)
    life.answer(case, ROADS)

    notices = {one.kind: one.facts for one in life.rows(Notice, case)}
    assert set(notices) >= {"hearing_right", "hearing_notice", "hearing_record"}
    assert (notices["hearing_notice"]["held_on"], notices["hearing_notice"]["held_at"]) == ("2026-03-18", "09:30")
    number = notices["hearing_record"]["number"]
    assert any(number in fact["en"] for fact in notices["grant"]["found"] if isinstance(fact, dict))
    assert life.rows(Timer, case, clock="hearing", state="armed") == []
    named = [kind for kind in life.events(case) if kind.startswith("hearing.")]
    assert named == ["hearing.told", "hearing.requested", "hearing.called", "hearing.held"]


def test_the_decision_waits_until_nobody_can_ask_any_more(life: Life) -> None:
    case = told(life)
    assert life.rows(Hearing, case)[0].request_by_on == day("2026-03-09"), "five working days"
    life.answer(case, POLICE)
    life.at("2026-03-09 23:50")
    with pytest.raises(GuardsUnmet) as refusal:
        life.answer(case, ROADS)
    assert "can still be asked for" in refusal.value.unmet[0]

    life.at("2026-03-10 00:01")
    assert life.rows(Hearing, case)[0].state == "lapsed"
    assert "hearing.lapsed" in life.events(case)
    life.answer(case, ROADS)


def test_the_last_day_is_in_time_and_the_day_after_is_not(life: Life) -> None:
    case = told(life)
    life.at("2026-03-10 08:00")
    with pytest.raises(GuardsUnmet) as refusal:
        life.act("contractor", hearings.request_hearing, case, P1)
    assert refusal.value.law == LAW_47

    again = requested(life, "2026-03-16 23:00")
    assert row_state(life, again) == "requested"


def test_an_interested_party_asks_through_the_department(life: Life) -> None:
    case = told(life)
    with pytest.raises(Invalid) as refusal:
        life.act("roads", hearings.request_hearing, case, P1, by="路人")
    assert refusal.value.law == LAW_47

    life.act("roads", hearings.request_hearing, case, P1, by=PARTIES[1])
    assert life.rows(Hearing, case)[0].requested_by == PARTIES[1]


@pytest.mark.parametrize(
    ("at", "is_lawful"),
    [
        ("2026-03-17 09:00", False),
        ("2026-03-18 09:00", True),
        ("2026-04-07 09:00", True),
        ("2026-04-08 09:00", False),
    ],
)
def test_the_parties_are_told_seven_days_ahead_and_heard_within_twenty(life: Life, at: str, is_lawful: bool) -> None:
    case = requested(life)
    if is_lawful:
        call(life, case, at)
        return
    with pytest.raises(Invalid) as refusal:
        call(life, case, at)
    assert (refusal.value.law, refusal.value.problems[0][0]) == (LAW_48, "at")


def test_called_too_late_for_both_terms_the_notice_comes_first_and_the_delay_is_told(life: Life) -> None:
    case = requested(life)
    life.at("2026-04-08 00:00")
    assert "hearing.overdue" in life.events(case)
    life.at("2026-04-08 10:00")

    call(life, case, "2026-04-17 09:00")
    assert row_state(life, case) == "called"


def test_who_reviews_the_file_does_not_chair_and_who_chairs_does_not_review(life: Life) -> None:
    case = requested(life)
    life.act("roads", work_items.claim, life.item(case, ROADS).id)
    for chair in ("roads", "nobody", "contractor"):
        with pytest.raises(Invalid) as refusal:
            call(life, case, "2026-03-20 09:00", chair=chair)
        assert (refusal.value.law, refusal.value.problems[0][0]) == (LAW_48, "chair")
    call(life, case, "2026-03-20 09:00", chair="roads2")

    life.act("roads", work_items.release, life.item(case, ROADS).id)
    with pytest.raises(GuardsUnmet) as unmet:
        life.act("roads2", work_items.claim, life.item(case, ROADS).id)
    assert "does not review the file" in unmet.value.unmet[0]


def test_who_chairs_does_not_pass_the_file_up_either(life: Life) -> None:
    life.at("2026-06-01 09:00")
    case = life.accepted(excavate={"area_m2": 30}, road_opened_on="2023-06-30")
    life.act("roads", hearings.notify_hearing_right, case, P1, parties=PARTIES)
    life.act("contractor", hearings.request_hearing, case, P1)
    call(life, case, "2026-06-12 09:00", chair="roads2")

    with pytest.raises(GuardsUnmet) as unmet:
        life.answer(case, f"{P1}:roads:opinion", who="roads2")
    assert "does not review the file" in unmet.value.unmet[0]
    pre_review = life.item(case, f"{P1}:roads:opinion").id
    with pytest.raises(GuardsUnmet):
        life.act("roads2", work_items.forward, pre_review, AGREED)
    life.act("roads", work_items.forward, pre_review, AGREED)


def test_a_record_needs_a_hearing_that_took_place_its_text_and_its_signatures(life: Life) -> None:
    case = requested(life)
    call(life, case, "2026-03-20 09:00")
    with pytest.raises(Invalid) as early:
        record(life, case)
    assert early.value.law == LAW_48

    life.at("2026-03-20 11:00")
    for text, signed in (("  ", ("王芳",)), ("各方意见。", (" ",))):
        with pytest.raises(Invalid):
            record(life, case, text, signed)
    record(life, case)
    assert row_state(life, case) == "held"


def test_a_hearing_called_again_is_put_off(life: Life) -> None:
    case = requested(life)
    call(life, case, "2026-03-20 09:00")
    call(life, case, "2026-03-24 14:00")

    held_at: datetime = life.rows(Hearing, case)[0].held_at
    assert held_at == moment("2026-03-24 14:00")


def test_the_clock_stops_for_a_hearing_once_it_is_asked_for_and_no_earlier(life: Life) -> None:
    case = told(life)
    why = Stop("hearing", "依法组织听证。", 20)
    with pytest.raises(GuardsUnmet):
        life.act("roads", stops.stop_clock, case, P1, why)
    life.act("contractor", hearings.request_hearing, case, P1)
    life.act("roads", stops.stop_clock, case, P1, why)

    assert [row.law for row in life.rows(SpecialProcedure, case)] == ["《行政许可法》第四十七条、第四十八条"]
    assert life.permit(case).state == "suspended"
    life.at("2026-03-03 10:00")
    call(life, case, "2026-03-13 09:00")
    life.at("2026-03-13 12:00")
    record(life, case)


def test_others_tell_nothing_twice_nothing_stale(life: Life) -> None:
    case = life.accepted()
    with pytest.raises(RoleNotHeld):
        life.act("police", hearings.notify_hearing_right, case, P1, parties=PARTIES)
    with pytest.raises(Invalid):
        life.act("roads", hearings.notify_hearing_right, case, P1, parties=(" ",))
    with pytest.raises(Conflict):
        life.act("roads", hearings.notify_hearing_right, case, P1, parties=PARTIES, expected_version=99)
    life.act("roads", hearings.notify_hearing_right, case, P1, parties=PARTIES)
    with pytest.raises(GuardsUnmet):
        life.act("roads", hearings.notify_hearing_right, case, P1, parties=PARTIES)
