"""Contradictions between departments: named to both and to the lead, blocking grant and delivery until settled."""

from typing import Any

import pytest

from permits.errors import Invalid
from permits.models import Event, Licence, Notice, Permit
from permits.services.closing import delivery
from permits.services.deciding.settlements import Ruling, settle_contradiction
from permits.services.deciding.work_items import Verdict
from tests.permits.lives import POLICE, ROADS, Life
from workflows import GuardsUnmet, RoleNotHeld

P1, P2 = "road-occupation", "road-utilities"
PLANNING = f"{P1}:planning:opinion"
NIGHT = Verdict("夜间。", conditions=[{"kind": "hours", "text": "20:00–06:00"}])
DAYTIME = Verdict("日间。", conditions=[{"kind": "hours", "text": "09:00–17:00"}])
REASON = "主干道白天交通量大。"


def contradicted(life: Life) -> int:
    """Police asks for nights, planning, whose agreement the law asks for here, for days."""
    case = life.accepted("occupy", excavate={"area_m2": 20})
    life.answer(case, POLICE, NIGHT)
    life.answer(case, PLANNING, DAYTIME)
    return case


def settle(life: Life, case: int, holds: str = f"{POLICE}:0", reason: str = REASON, *, who: str = "lead") -> None:
    life.act(who, settle_contradiction, case, P1, Ruling(holds, reason))


def test_both_departments_and_the_lead_are_told_and_no_grant_is_ready_until_it_is_settled(life: Life) -> None:
    case = contradicted(life)
    (told,) = life.rows(Event, case, type="permit.contradicted")
    assert told.payload["departments"] == ["planning", "police"]
    with pytest.raises(GuardsUnmet) as refused:
        life.answer(case, ROADS)
    said: Any = refused.value.unmet[0]
    assert "20:00–06:00" in said.params["names"].zh
    assert "09:00–17:00" in said.params["names"].zh

    settle(life, case)
    life.answer(case, ROADS)

    assert life.rows(Licence, case)[0].conditions == [{**NIGHT.conditions[0], "department": "police"}]
    (settled,) = life.permit(case).settlements
    assert (settled["department"], settled["reason"]) == ("planning", REASON)
    life.act("window", delivery.deliver, case, recipient="陈建")


def test_only_the_lead_settles_with_a_reason_what_really_contradicts(life: Life) -> None:
    case = contradicted(life)

    with pytest.raises(RoleNotHeld):
        settle(life, case, who="roads")
    for holds, reason, field in ((f"{POLICE}:0", " ", "reason"), (f"{POLICE}:9", REASON, "holds")):
        with pytest.raises(Invalid) as refused:
            settle(life, case, holds, reason)
        assert [name for name, *_ in refused.value.problems] == [field]
    settle(life, case)
    with pytest.raises(GuardsUnmet):
        settle(life, case)


def test_a_decider_whose_own_condition_contradicts_is_not_ready(life: Life) -> None:
    case = life.accepted()
    life.answer(case, POLICE, NIGHT)

    with pytest.raises(GuardsUnmet):
        life.answer(case, ROADS, DAYTIME)
    life.answer(case, ROADS)


def test_what_contradicts_in_a_grant_not_served_yet_blocks_its_delivery_until_it_is_settled(life: Life) -> None:
    case = life.accepted("occupy", utilities={"works": ["cable"], "on_bridge": False})
    for item, verdict in (
        (POLICE, NIGHT),
        (f"{P2}:police:co_approval", Verdict("同意。")),
        (f"{P2}:planning:opinion", Verdict("同意。")),
        (ROADS, Verdict("同意。")),
    ):
        life.answer(case, item, verdict)
    with pytest.raises(GuardsUnmet):
        life.answer(case, f"{P2}:roads:decision", DAYTIME)
    life.answer(case, f"{P2}:roads:decision")
    # the licence of one permit rests on the other: together they may not say what nobody can keep
    with life.engine.begin() as conn:
        conn.execute(Permit.__table__.update().where(Permit.key == P2).values(conditions=list(DAYTIME.conditions)))

    with pytest.raises(GuardsUnmet):
        life.act("window", delivery.deliver, case, recipient="陈建")
    settle(life, case, f"{P1}:police:decision:0")
    life.act("window", delivery.deliver, case, recipient="陈建")

    assert life.permit(case, P2).conditions == []
    again = [row.kind for row in life.rows(Notice, case, permit=P2)]
    assert again[-2:] == ["licence_decision", "licence"]
