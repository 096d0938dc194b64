"""Emergency works: the last second of the hours, on both databases."""

from datetime import timedelta
from typing import Any

import pytest

from permits.models import EmergencyReport, FineFlag, Notice, Notification, Timer
from permits.services.changing.amendments import amend
from permits.services.filing import applications
from permits.services.filing.emergencies import Notified, Report, report_emergency
from permits.services.intake import acceptance
from permits.services.notifying.notifications import Post, tell
from permits.services.notifying.quiet_hours import QuietHours
from permits.services.timers.sweep import sweep
from tests.permits.lives import Life, moment
from workflows import GuardsUnmet

BEGAN = "2026-02-14 23:10"
BOTH = (Notified("roads"), Notified("police"))


def burst(life: Life) -> int:
    life.at(BEGAN)
    case = life.draft(excavate={"area_m2": 12}, emergency=True)
    life.act("contractor", report_emergency, case, Report(moment(BEGAN), BOTH))
    return case


def report(life: Life, case: int) -> Any:
    return life.rows(EmergencyReport, case)[0]


@pytest.mark.parametrize(("seconds", "is_late"), [(0, False), (1, True)])
def test_exactly_24_hours_is_in_time_and_one_second_later_is_late(life: Life, seconds: int, is_late: bool) -> None:
    case = burst(life)
    life.now = moment("2026-02-15 23:10") + timedelta(seconds=seconds)
    sweep(life.engine, life.office, at=life.now)

    life.act("contractor", applications.submit, case)

    assert (report(life, case).is_late, len(life.rows(FineFlag, case))) == (is_late, int(is_late))
    assert life.application(case).state == "received"


def test_a_filing_that_comes_before_a_late_sweep_is_flagged_once(life: Life) -> None:
    case = burst(life)
    life.now = moment("2026-02-15 23:30")
    life.act("contractor", applications.submit, case)

    sweep(life.engine, life.office, at=life.now)

    assert [row.kind for row in life.rows(FineFlag, case)] == ["emergency_filed_late"]
    assert "application.emergency_overdue" not in life.events(case)
    assert [row.state for row in life.rows(Timer, case, clock="emergency")] == ["cancelled"]


def test_a_report_after_submission_counts_the_filing_that_was_made(life: Life) -> None:
    life.at("2026-02-16 10:00")
    case = life.submitted(excavate={"area_m2": 12}, emergency=True)

    life.act("contractor", report_emergency, case, Report(moment(BEGAN), BOTH))

    assert report(life, case).is_late is True
    assert [row.kind for row in life.rows(FineFlag, case)] == ["emergency_filed_late"]


def test_an_application_that_speaks_of_no_emergency_reports_none(life: Life) -> None:
    case = life.submitted()

    with pytest.raises(GuardsUnmet) as refused:
        life.act("contractor", report_emergency, case, Report(life.now, BOTH))

    assert "34" in str(refused.value.law)


def test_the_paper_names_the_last_moment_and_roads_and_police_are_told_by_name(life: Life) -> None:
    case = burst(life)

    facts = life.rows(Notice, case, kind="emergency_report")[0].facts
    assert (facts["file_by_at"], facts["hours"]) == ("2026-02-15T15:10:00.000000Z", 24)
    assert "第三十四条" in facts["law"]["zh"]
    seq = life.application(case).event_seq
    by = Post(life.now, life.now, QuietHours(22, 7))
    with life.engine.begin() as conn:
        tell(conn, area=life.application(case).area, application_id=case, event_seq=seq, by=by)
    told = {row.user_id for row in life.rows(Notification, case)}
    assert told >= {life.actor(who).id for who in ("roads", "police", "window")}
    assert life.actor("planning").id not in told


def unreported(life: Life) -> int:
    life.at("2026-03-02 10:00")
    case = life.submitted(excavate={"area_m2": 12}, emergency=True)
    life.act("window", acceptance.accept, case)
    return case


@pytest.mark.parametrize(("seconds", "flagged"), [(0, []), (1, ["emergency_not_notified"])])
def test_an_emergency_nobody_reports_is_flagged_a_second_after_the_hours(
    life: Life, seconds: int, flagged: list[str]
) -> None:
    case = unreported(life)

    life.now = moment("2026-03-03 10:00") + timedelta(seconds=seconds)
    sweep(life.engine, life.office, at=life.now)

    assert [row.kind for row in life.rows(FineFlag, case)] == flagged
    assert ("application.emergency_unreported" in life.events(case)) == bool(flagged)
    assert life.application(case).state == "in_review", "handled all the same"
    if flagged:
        (flag,) = life.rows(FineFlag, case)
        assert flag.detail == {"departments": ["roads", "police"]}
        assert "第三十四条" in flag.law


def test_a_report_after_acceptance_is_still_taken_and_settles_what_was_awaited(life: Life) -> None:
    case = unreported(life)
    life.at("2026-03-03 09:00")
    life.act("contractor", report_emergency, case, Report(moment("2026-03-02 09:50"), BOTH))

    life.at("2026-03-05 10:00")

    assert not life.rows(FineFlag, case)
    assert report(life, case).is_late is False
    with pytest.raises(GuardsUnmet):
        life.act("contractor", report_emergency, case, Report(moment("2026-03-02 09:50"), BOTH))


def test_a_report_after_the_flag_is_taken_and_flags_nothing_twice(life: Life) -> None:
    case = unreported(life)
    life.at("2026-03-03 10:01")

    life.act("contractor", report_emergency, case, Report(moment("2026-03-02 09:50"), ()))

    assert [row.kind for row in life.rows(FineFlag, case)] == ["emergency_not_notified"]


def test_a_case_no_longer_an_emergency_owes_no_report(life: Life) -> None:
    life.at("2026-03-02 10:00")
    case = life.submitted(excavate={"area_m2": 12}, emergency=True)
    life.act("contractor", amend, case, {"answers": {"emergency": False}})

    life.at("2026-03-05 10:00")

    assert not life.rows(FineFlag, case)
    assert not life.rows(Timer, case, clock="emergency", state="armed")
