"""Emergency works in green space alone: days instead of the road's hours, where the area has chosen them."""

from datetime import timedelta
from typing import Any

import pytest

from permits.models import EmergencyReport, FineFlag, Notice, Permit
from permits.services.filing import applications
from permits.services.filing.emergencies import Notified, Report, report_emergency
from permits.services.timers.sweep import sweep
from tests.bundles import reworded, serving
from tests.permits.lives import Life, moment

BEGAN = "2026-03-06 23:10"  # a Friday
GREEN = {"area_m2": 40, "months": 1, "stays_after": False}


def burst(life: Life, *, days: int = 5, **answers: Any) -> int:
    chosen = ("emergency_beside_working_days = 0", f"emergency_beside_working_days = {days}")
    life.office = serving(life.office, reworded(chosen))
    life.at(BEGAN)
    case = life.draft(**{"occupy": None, "green": GREEN, "emergency": True, **answers})
    life.act("contractor", report_emergency, case, Report(moment(BEGAN), [Notified("greening")]))
    return case


@pytest.mark.parametrize(("seconds", "is_late"), [(-1, False), (0, True)])
def test_works_in_green_space_alone_are_filed_within_working_days(life: Life, seconds: int, is_late: bool) -> None:
    case = burst(life)
    life.now = moment("2026-03-14 00:00") + timedelta(seconds=seconds)
    sweep(life.engine, life.office, at=life.now)

    life.act("contractor", applications.submit, case)

    assert life.rows(EmergencyReport, case)[0].is_late is is_late
    assert [row.kind for row in life.rows(FineFlag, case)] == ["emergency_filed_late"] * is_late
    assert {row.key for row in life.rows(Permit, case)} == {"green-space"}


def test_its_notice_says_the_days_and_the_law_of_green_space(life: Life) -> None:
    case = burst(life)

    (notice,) = life.rows(Notice, case, kind="emergency_report")

    assert (notice.facts["working_days"], notice.facts["file_by_at"]) == (5, "2026-03-13T15:59:59.000000Z")
    assert "绿化" in notice.facts["law"]["zh"]
    assert not life.rows(FineFlag, case), "greening was told, the road is nobody's concern"


@pytest.mark.parametrize("more", [{"days": 0}, {"excavate": {"area_m2": 3}}])
def test_elsewhere_and_once_a_road_is_broken_the_hours_count(life: Life, more: dict[str, Any]) -> None:
    case = burst(life, **more)

    assert life.rows(EmergencyReport, case)[0].file_by_at == moment("2026-03-07 23:10")


def test_a_draft_that_turns_out_to_break_the_road_is_late_after_its_hours(life: Life) -> None:
    case = burst(life)
    life.at("2026-03-09 10:00")
    answers = life.look("contractor", case, lambda file: file.form.answers)
    life.act("contractor", applications.change_draft, case, {"answers": {**answers, "excavate": {"area_m2": 3}}})

    life.act("contractor", applications.submit, case)

    assert life.rows(EmergencyReport, case)[0].is_late is True
