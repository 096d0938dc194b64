"""Use beyond a licence: measured on site, held against what was licensed, flagged and never decided here."""

from typing import Any

import pytest

from permits.models import FineFlag, Inspection, Licence, Notice
from permits.services.closing import delivery
from permits.services.deciding import successions
from permits.services.deciding.work_items import Verdict
from permits.services.licences import inspections
from permits.services.licences.inspections import Record
from permits.services.licences.overruns import Seen
from permits.services.licences.site_checks import check_site
from tests.permits.lives import GREENING, POLICE, ROADS, Life, day

TWO = ("32069900301", "32069900302")
PERIOD = {"from": "2026-03-10", "to": "2026-04-30"}
LAW = "《城市道路管理条例》第三十六条、第四十二条"


def licensed(life: Life, **narrower: Any) -> Any:
    """Licence 60 m² of footway through 30 April 2026."""
    filed = life.accepted(occupy={"part": "footway", "area_m2": 60, "days": 60}, period=PERIOD)
    life.answer(filed, POLICE)
    life.answer(filed, ROADS, Verdict("同意。", narrower=narrower or None))
    life.act("window", delivery.deliver, filed, recipient="陈建")
    row = life.rows(Licence, filed)[0]
    assert row.valid_to == day("2026-04-30")
    return row


def record(areas: Any = (), until: str = "", rectify_by: str = "") -> Record:
    seen = Seen(dict(areas), day(until) if until else None)
    return Record(TWO, "现场量测。", day(rectify_by) if rectify_by else None, seen)


def flags(life: Life, row: Any) -> list[Any]:
    return life.rows(FineFlag, row.application_id, kind="overrun_without_change")


@pytest.mark.parametrize(("area", "is_beyond"), [("60", False), (60, False), ("60.01", True), ("75.50", True)])
def test_area_beyond_the_licence_is_flagged_from_the_first_bit_on(life: Life, area: Any, is_beyond: bool) -> None:
    row = licensed(life)

    life.act("roads", check_site, row.number, record({"occupy": area}))

    assert [one.law for one in flags(life, row)] == ([LAW] if is_beyond else [])
    assert life.rows(Inspection, row.application_id)[0].state == ("overrun" if is_beyond else "in_order")
    if is_beyond:
        found = {"occupy": {"licensed": "60", "found": f"{float(area):g}"}}
        assert flags(life, row)[0].detail == {"licence": row.number, "areas": found}
        assert flags(life, row)[0].most_fen == 20_000_00


def test_the_narrower_scope_granted_is_the_measure(life: Life) -> None:
    row = licensed(life, area_m2=40)

    life.act("roads", check_site, row.number, record({"occupy": 41}))

    assert flags(life, row)[0].detail["areas"] == {"occupy": {"licensed": "40", "found": "41"}}
    (paper,) = life.rows(Notice, row.application_id, kind="check_record")
    assert paper.facts["follows"][0]["zh"] == "占用面积：实测41平方米，许可40平方米"


@pytest.mark.parametrize(("until", "days"), [("2026-04-30", 0), ("2026-05-01", 1), ("2026-05-06", 6)])
def test_use_after_the_last_day_is_flagged_with_its_days(life: Life, until: str, days: int) -> None:
    row = licensed(life)
    life.at("2026-05-06 10:00")

    life.act("roads", check_site, row.number, record(until=until))

    assert [one.detail["days"] for one in flags(life, row)] == ([days] if days else [])


def test_a_change_asked_for_and_not_granted_excuses_nothing(life: Life) -> None:
    row = licensed(life)
    life.at("2026-04-20 10:00")
    life.act("contractor", successions.vary, row.number, {"period": {**PERIOD, "to": "2026-05-20"}})
    life.at("2026-05-03 10:00")

    life.act("roads", check_site, row.number, record(until="2026-05-03"))

    assert flags(life, row)[0].detail["days"] == 3


@pytest.mark.parametrize("act", [inspections.accept_inspection, inspections.require_rectification])
def test_the_acceptance_inspection_flags_what_it_finds_too(life: Life, act: Any) -> None:
    row = licensed(life)
    life.at("2026-05-06 10:00")
    life.act("contractor", inspections.request_inspection, row.number)

    life.act("roads", act, row.number, record({"occupy": 70}, "2026-05-05", "2026-05-20"))

    assert (flags(life, row)[0].detail["days"], flags(life, row)[0].detail["areas"]["occupy"]["found"]) == (5, "70")
    assert len(life.rows(Notice, row.application_id, kind="inspection_record")[0].facts["beyond"]) == 2


def test_green_beyond_its_licence_is_on_record_but_no_road_fine(life: Life) -> None:
    green = {"area_m2": 80, "months": 4, "stays_after": False}
    filed = life.accepted(occupy=None, green=green, period={"from": "2026-03-10", "to": "2026-06-30"})
    life.answer(filed, GREENING)
    row = life.rows(Licence, filed)[0]

    life.act("greening", check_site, row.number, record({"green": 90}))

    assert "inspection.overrun" in life.events(filed)
    assert not life.rows(FineFlag, filed)
