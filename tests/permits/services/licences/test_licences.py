"""A licence's later life on both databases: who may, what holds it back, what it leaves on record."""

from typing import Any

import pytest
from sqlalchemy import select

from permits.db import reading
from permits.errors import Conflict, Invalid, NotFound
from permits.models import Ban, FineFlag, Inspection, Licence, LicenceChange, Permit, Timer
from permits.queries.case.trail import events_of
from permits.services.closing import delivery
from permits.services.deciding import successions
from permits.services.deciding.work_items import Verdict
from permits.services.filing import applications
from permits.services.intake import acceptance
from permits.services.licences import endings, inspections
from permits.services.licences.endings import Revocation
from permits.services.licences.inspections import Record
from permits.verifier import first_broken_link
from tests.permits.lives import AGREED, GREENING, REFUSED, Life, day, moment
from workflows import GuardsUnmet, RoleNotHeld

TWO = Record(["Li", "Wang"], "In order.")
FRAUD = Revocation("fraud", reason="The layout is forged.")


def licensed(life: Life, wish: str = "occupy") -> Any:
    """Grant and deliver, and give the first licence."""
    filed = life.decided(wish) if wish == "occupy" else _green(life)
    life.act("window", delivery.deliver, filed)
    return life.rows(Licence, filed)[0]


def _green(life: Life) -> int:
    period = {"from": "2026-03-10", "to": "2026-06-30"}
    filed = life.accepted(
        "occupy", occupy=None, green={"area_m2": 80, "months": 4, "stays_after": False}, period=period
    )
    life.answer(filed, GREENING)
    return filed


def licence(life: Life, number: str) -> Any:
    with reading(life.engine) as conn:
        return conn.execute(select(Licence.__table__).where(Licence.number == number)).one()


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


def overdue(life: Life, row: Any) -> int:
    return life.events(row.application_id).count("licence.restoration_overdue")


def test_works_ordered_to_be_restored_are_looked_at_after_ten_working_days(life: Life) -> None:
    row = licensed(life)
    life.at("2026-04-20 10:00")
    life.hear(row.number)
    life.act("roads-head", endings.revoke, row.number, FRAUD)

    # Labour Day, 1 to 5 May, does not count; Saturday 9 May does, but comes later
    life.at("2026-05-07 23:59")
    assert overdue(life, row) == 0
    life.at("2026-05-08 00:00")
    assert overdue(life, row) == 1
    assert [one.kind for one in life.rows(FineFlag, row.application_id)] == ["not_restored"]


def test_what_is_to_be_put_right_by_a_day_is_looked_at_the_day_after(life: Life) -> None:
    row = licensed(life)
    life.at("2026-03-20 10:00")
    loose = Record(TWO.officers, "The kerb is loose.", rectify_by=day("2026-03-25"))
    for answered_in_time in (True, False):
        life.act("contractor", inspections.request_inspection, row.number)
        life.act("roads", inspections.require_rectification, row.number, loose)
        loose = Record(TWO.officers, "The kerb is still loose.", rectify_by=day("2026-03-27"))
        life.at("2026-03-25 10:00" if answered_in_time else "2026-03-27 23:59")
    assert overdue(life, row) == 0, "the first day named was kept, the second one is not over"

    life.at("2026-03-28 00:00")

    assert licence(life, row.number).state == "in_force"
    assert overdue(life, row) == 1


def test_a_licence_given_back_leaves_its_works_to_be_restored(life: Life) -> None:
    row = licensed(life)
    life.at("2026-03-20 10:00")
    life.act("contractor", endings.cancel, row.number, reason="The site is closed.")

    life.at("2026-03-30 23:59")
    assert overdue(life, row) == 0
    life.at("2026-03-31 00:00")
    assert overdue(life, row) == 1


def test_restored_in_time_nobody_is_told_off(life: Life) -> None:
    row = licensed(life)
    life.at("2026-03-20 10:00")
    life.act("contractor", endings.cancel, row.number, reason="The site is closed.")
    life.at("2026-03-30 10:00")
    life.act("contractor", inspections.request_inspection, row.number)

    life.at("2026-04-30 10:00")
    assert overdue(life, row) == 0


@pytest.mark.parametrize("who", ["roads", "police-head", "window"])
def test_only_the_head_of_the_issuing_department_revokes(life: Life, who: str) -> None:
    row = licensed(life)
    life.hear(row.number)

    with pytest.raises(RoleNotHeld):
        life.act(who, endings.revoke, row.number, FRAUD)


def test_an_outdated_version_is_refused(life: Life) -> None:
    row = licensed(life)

    with pytest.raises(Conflict):
        life.act("contractor", inspections.request_inspection, row.number, expected_version=row.version + 1)


def test_an_inspection_needs_two_officers_and_findings(life: Life) -> None:
    row = licensed(life)
    life.act("contractor", inspections.request_inspection, row.number)
    for record in (Record(["Li", " "], "In order."), Record(["Li", "Li"], "In order."), Record(["Li", "Wang"], " ")):
        with pytest.raises(Invalid):
            life.act("roads", inspections.accept_inspection, row.number, record)

    life.act("roads", inspections.accept_inspection, row.number, TWO)

    assert life.rows(Inspection, row.application_id)[0].state == "accepted"
    assert life.item(row.application_id, "road-occupation:roads:inspection").state == "done"


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


def test_a_renewal_in_time_is_deemed_granted_the_moment_after_the_term(life: Life) -> None:
    row = licensed(life, "green")
    assert (row.permit, row.valid_to) == ("green-space", day("2026-06-30"))
    life.at("2026-05-31 10:00")
    child = int(life.act("contractor", successions.renew, row.number, until=day("2026-12-31")))
    for code in life.needed(child):
        life.hand_in(child, code)
    life.act("contractor", applications.submit, child)
    life.at("2026-06-01 10:00")
    life.act("window", acceptance.accept, child)

    life.at("2026-07-01 00:00")

    found = licence(life, row.number)
    assert (found.state, found.valid_to, found.renewals) == ("in_force", day("2026-12-31"), 1)
    assert life.rows(Permit, child)[0].decision == "granted"
    assert life.application(child).state == "decided"
    for one in (child, row.application_id):
        with reading(life.engine) as conn:
            assert first_broken_link(events_of(conn, one, limit=1000)) is None


@pytest.mark.parametrize("answer", [AGREED, REFUSED])
def test_once_the_term_has_ended_nobody_decides_a_renewal_any_more(life: Life, answer: Verdict) -> None:
    row = licensed(life, "green")
    life.at("2026-05-31 10:00")
    child = int(life.act("contractor", successions.renew, row.number))
    for code in life.needed(child):
        life.hand_in(child, code)
    life.act("contractor", applications.submit, child)
    life.act("window", acceptance.accept, child)
    life.now = moment("2026-07-01 00:00")  # the sweep is still to come

    with pytest.raises(GuardsUnmet) as refused:
        life.answer(child, GREENING, answer)

    assert refused.value.law == "Administrative Licensing Law art. 50(2)"
    life.at("2026-07-01 00:00")
    assert licence(life, row.number).valid_to == day("2027-06-30")


def test_a_new_term_lies_between_the_old_one_and_the_longest_allowed(life: Life) -> None:
    row = licensed(life, "green")
    for wrong in ("2026-06-30", "2027-07-01"):
        with pytest.raises(Invalid):
            life.act("contractor", successions.renew, row.number, until=day(wrong))

    assert life.act("contractor", successions.renew, row.number, until=day("2027-06-30"))


def test_while_one_change_is_under_way_no_other_begins(life: Life) -> None:
    row = licensed(life, "green")
    first = int(life.act("contractor", successions.renew, row.number))
    for code in life.needed(first):
        life.hand_in(first, code)
    life.act("contractor", applications.submit, first)

    with pytest.raises(GuardsUnmet):
        life.act("contractor", successions.renew, row.number)
