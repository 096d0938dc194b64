from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from permits.models import LegalClock
from permits.services.procedures import extensions
from tests.permits.lives import AGREED, POLICE, Life
from tests.permits.services.procedures.test_stops import P1, armed, both, days, resume, stop
from workflows import GuardsUnmet, RoleNotHeld


@pytest.mark.parametrize(
    ("ask", "scope", "key"),
    [(extensions.extend_permit, P1, "statutory"), (extensions.extend_joint, "application", "joint")],
)
def test_an_extension_moves_its_own_clock_alone(life: Life, ask: Callable[..., Any], scope: str, key: str) -> None:
    case = both(life)
    before = {(row.scope, row.key): row.due_on for row in life.rows(LegalClock, case)}
    who, args = ("roads-head", (case, P1)) if scope == P1 else ("government", (case,))
    life.act(who, ask, *args, reason="案情复杂。")

    after = {(row.scope, row.key): row.due_on for row in life.rows(LegalClock, case)}
    assert {one for one in after if after[one] != before[one]} == {(scope, key)}
    assert len(armed(life, case, scope=scope, clock=key)) == 1, "a new generation of its rungs"
    with pytest.raises(GuardsUnmet):
        life.act(who, ask, *args, reason="再次延长。")


def test_what_fired_for_a_day_that_stays_does_not_fire_again(life: Life) -> None:
    case = both(life)
    life.at("2026-03-20 10:00")
    fired = life.events(case).count("clock.red")
    assert fired > 0
    life.act("roads-head", extensions.extend_permit, case, P1, reason="案情复杂。")

    life.at("2026-03-20 11:00")
    assert life.events(case).count("clock.red") == fired
    assert len(armed(life, case, scope="application", clock="committed")) == 0


def test_a_stopped_limit_has_not_passed_and_may_be_extended(life: Life) -> None:
    life.require("testing")
    case = both(life)
    life.at("2026-03-30 10:00")
    stop(life, case)
    life.at("2026-04-20 10:00")
    life.act("roads-head", extensions.extend_permit, case, P1, reason="检测复杂。")
    life.at("2026-04-21 09:00")
    resume(life, case)

    assert days(life, case)[1] == "2026-05-08", "the one day left and ten more"
    life.answer(case, POLICE, AGREED)


def test_the_government_sees_whom_it_may_give_more_time(life: Life) -> None:
    case = both(life)
    life.act("lead", extensions.request_joint_extension, case, reason="联合论证。")

    assert life.events(case)[-1] == "extension.requested"
    with pytest.raises(RoleNotHeld):
        life.act("lead", extensions.extend_joint, case, reason="联合论证。")


def test_who_asked_for_a_longer_cap_does_not_grant_it(life: Life) -> None:
    case = life.accepted()
    leader = life.actor("government")
    life.people["government"] = replace(leader, roles=leader.roles | life.actor("lead").roles)
    life.act("government", extensions.request_joint_extension, case, reason="情况复杂。")

    with pytest.raises(GuardsUnmet) as refused:
        life.act("government", extensions.extend_joint, case, reason="情况复杂。")
    assert refused.value.unmet == ("Whoever works on a permit or asked for more time may not grant it",)
    other = life.accepted()
    life.act("lead", extensions.request_joint_extension, other, reason="情况复杂。")
    life.act("government", extensions.extend_joint, other, reason="情况复杂。")
