from dataclasses import replace

import pytest
from sqlalchemy import select

from permits.db import reading
from permits.models import Event, OutboxRow, PublicNotice, Statement, Timer
from permits.queries.case import procedures
from permits.queries.typed import Window
from permits.services.changing import amendments
from permits.services.closing import withdrawals
from permits.services.procedures import statements
from permits.services.procedures.statements import Said
from tests.bundles import bundle_of
from tests.permits.lives import REFUSED, Life, day
from workflows import ActionNotOpen, GuardsUnmet, Route, route

TREES = "trees:greening:decision"
MORE_TREES = [{"species": "香樟", "dbh_cm": 18, "count": 30, "action": "transplant", "street_tree": True}]
NOISE = Said("移植后隔音变差。", "objection", "紫琅花园业主委员会")


def filed_trees(life: Life) -> int:
    return life.accepted("trees")


def shown(life: Life, on: str) -> list[str]:
    with reading(life.engine) as conn:
        return [row.permit for row in procedures.on_public_notice(conn, "320699", day(on), Window(50))]


def speak(life: Life, case: int, said: Said = NOISE, *, by: str = "greening", permit: str = "trees") -> int:
    life.act(by, statements.file_statement, case, permit, said)
    return int(life.rows(Statement, case)[-1].id)


def test_trees_stand_on_public_notice_from_acceptance_and_no_clock_stops(life: Life) -> None:
    case = filed_trees(life)

    assert [(row.permit, row.from_on, row.to_on) for row in life.rows(PublicNotice, case)] == [
        ("trees", day("2026-03-02"), day("2026-03-05"))
    ]
    assert "public_notice.begun" in life.events(case)
    assert {row.state for row in life.rows(Timer, case, clock="public_notice")} == {"armed"}
    assert life.permit(case, "trees").statutory_due_on == day("2026-03-30"), "a notice is not on the list of art. 45"
    assert shown(life, "2026-03-05") == ["trees"]
    assert shown(life, "2026-03-06") == []


def changed(life: Life, case: int, **answers: object) -> None:
    life.act("contractor", amendments.amend, case, {"answers": answers})


@pytest.mark.parametrize(
    ("on", "until", "next_day", "notices"),
    [("2026-03-04", "2026-03-09", "2026-03-10", 1), ("2026-03-06", "2026-03-11", "2026-03-12", 2)],
)
def test_other_trees_than_the_public_has_read_of_are_put_on_notice_anew(
    life: Life, on: str, until: str, next_day: str, notices: int
) -> None:
    case = filed_trees(life)
    life.at(f"{on} 10:00")
    changed(life, case, trees=MORE_TREES)

    rows = life.rows(PublicNotice, case)
    assert len(rows) == notices, "one that still runs begins again"
    assert (rows[-1].from_on, rows[-1].to_on) == (day(on), day(until))
    assert "30" in life.permit(case, "trees").required_because["zh"]
    life.at(f"{until} 23:50")
    with pytest.raises(GuardsUnmet):
        life.answer(case, TREES)
    life.at(f"{next_day} 00:01")
    assert life.events(case).count("public_notice.ended") == notices
    life.answer(case, TREES)


def test_applicant_and_departments_are_told_of_each_notice_that_begins(life: Life) -> None:
    case = filed_trees(life)
    life.at("2026-03-06 10:00")
    changed(life, case, trees=MORE_TREES)

    begun = {row.seq for row in life.rows(Event, case) if row.type == "public_notice.begun"}
    with reading(life.engine) as conn:
        asked = set(conn.execute(select(OutboxRow.dedupe).where(OutboxRow.job == "notifications.tell")).scalars())
    assert len(begun) == 2
    assert {f"tell-{case}-{seq}" for seq in begun} <= asked


def test_a_change_the_public_does_not_read_of_leaves_the_notice_alone(life: Life) -> None:
    case = filed_trees(life)
    life.at("2026-03-04 10:00")
    changed(life, case, period={"from": "2026-04-01", "to": "2026-05-31"})

    assert [row.to_on for row in life.rows(PublicNotice, case)] == [day("2026-03-05")]


def test_a_case_without_trees_has_no_notice_and_asks_for_nothing(life: Life) -> None:
    case = life.accepted()

    assert life.rows(PublicNotice, case) == []
    assert life.application(case).has_procedures is False


def test_the_last_day_of_the_notice_must_have_passed_before_the_grant(life: Life) -> None:
    case = filed_trees(life)
    life.at("2026-03-05 23:50")
    with pytest.raises(GuardsUnmet) as refusal:
        life.answer(case, TREES)
    assert refusal.value.unmet == ("The public notice has not ended yet",)

    life.at("2026-03-06 00:01")
    assert life.events(case).count("public_notice.ended") == 1
    life.answer(case, TREES)
    assert life.permit(case, "trees").state == "granted"


def test_a_refusal_need_not_wait_and_ends_the_notice(life: Life) -> None:
    case = filed_trees(life)
    life.answer(case, TREES, REFUSED)

    assert shown(life, "2026-03-03") == []
    assert life.rows(Timer, case, clock="public_notice", state="armed") == []


def test_a_withdrawn_permit_leaves_the_notice_board_and_takes_no_statement(life: Life) -> None:
    case = filed_trees(life)
    life.act("contractor", withdrawals.withdraw, case, reason="不再动树。", permits=["trees"])

    assert shown(life, "2026-03-03") == []
    with pytest.raises(ActionNotOpen):
        speak(life, case)


def test_a_place_that_counts_the_notice_beside_the_task_gives_the_days_on_top(life: Life) -> None:
    bundle = bundle_of(life.office)
    beside = replace(bundle, switches={**bundle.switches, "public_notice_inside_task": False})
    answers = {"road_class": "urban", "trees": [{"species": "香樟", "dbh_cm": 18, "count": 6, "action": "transplant"}]}
    inside, outside = (route(one, answers, day("2026-03-02")) for one in (bundle, beside))

    def limits(found: Route) -> tuple[int, int, int]:
        permit = found.permits[0]
        decision = next(item for item in found.work_items if item.kind == "decision")
        return permit.committed_working_days, permit.statutory_working_days, decision.limit_working_days

    assert limits(inside) == (7, 20, 5)
    assert limits(outside) == (10, 23, 8)
