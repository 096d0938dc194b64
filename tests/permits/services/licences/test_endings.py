"""A licence's later life on both databases: who may, what holds it back, what it leaves on record."""

import pytest

from permits.db import reading
from permits.errors import Invalid, NotFound
from permits.models import Ban, LicenceChange, Timer
from permits.queries.case.trail import events_of
from permits.services.licences import endings
from permits.verifier import first_broken_link
from tests.permits.licences import FRAUD, licence, licensed
from tests.permits.lives import Life, day
from workflows import GuardsUnmet, RoleNotHeld


def test_a_revoked_licence_bars_its_holder_and_leaves_the_works_to_be_restored(life: Life) -> None:
    row = licensed(life)
    life.at("2026-04-20 10:00")
    with pytest.raises(GuardsUnmet):
        life.act("roads-head", endings.revoke, row.number, FRAUD)
    life.hear(row.number)

    life.act("roads-head", endings.revoke, row.number, FRAUD)

    found = licence(life, row.number)
    assert (found.state, found.reinstatement, found.ended_on) == ("revoked", "rectify", day("2026-04-20"))
    assert life.rows(LicenceChange, row.application_id)[-1].after["serve_by_on"] == "2026-05-07"
    assert life.rows(Ban, row.application_id)[0].to_on == day("2029-04-20")
    assert {"licence_decision", "restoration_order"} <= set(life.notices(row.application_id))
    assert not life.rows(Timer, row.application_id, clock="validity", state="armed"), "it no longer expires"
    with reading(life.engine) as conn:
        assert first_broken_link(events_of(conn, row.application_id, limit=1000)) is None


@pytest.mark.parametrize("who", ["roads", "police-head", "window"])
def test_only_the_head_of_the_issuing_department_revokes(life: Life, who: str) -> None:
    row = licensed(life)
    life.hear(row.number)

    with pytest.raises(RoleNotHeld):
        life.act(who, endings.revoke, row.number, FRAUD)


def test_the_holder_may_give_a_licence_up(life: Life) -> None:
    row = licensed(life)

    life.act("contractor", endings.cancel, row.number)

    assert licence(life, row.number).state == "cancelled"
    assert life.events(row.application_id)[-1] == "licence.cancelled"


@pytest.mark.parametrize("ground", ["holder_died", "holder_dissolved", "force_majeure"])
def test_the_office_cancels_what_has_lost_its_holder_or_its_use(life: Life, ground: str) -> None:
    row = licensed(life)
    life.at("2026-03-20 10:00")
    for wrong in ({"ground": "", "reason": "x"}, {"ground": "fraud", "reason": "x"}, {"ground": ground, "reason": " "}):
        with pytest.raises(Invalid) as refused:
            life.act("roads", endings.cancel, row.number, **wrong)
        assert refused.value.law == "Administrative Licensing Law art. 70"
    for other in ("greening", "window", "police-head"):
        with pytest.raises((RoleNotHeld, NotFound)):
            life.act(other, endings.cancel, row.number, ground=ground, reason="x")

    life.act("roads", endings.cancel, row.number, ground=ground, reason="登记机关证明。")

    found, (change,) = licence(life, row.number), life.rows(LicenceChange, row.application_id)
    assert (found.state, found.ended_on, change.ground) == ("cancelled", day("2026-03-20"), ground)
    assert "licence_decision" in life.notices(row.application_id)
