"""Renewing a licence on both databases: the terms allowed, one change at a time, and what silence does."""

import pytest

from permits.db import reading
from permits.errors import Invalid
from permits.models import Permit
from permits.queries.case.trail import events_of
from permits.services.deciding import successions
from permits.services.deciding.work_items import Verdict
from permits.services.filing import applications
from permits.services.intake import acceptance
from permits.verifier import first_broken_link
from tests.permits.licences import licence, licensed
from tests.permits.lives import AGREED, GREENING, REFUSED, Life, day, moment
from workflows import GuardsUnmet


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


def test_a_renewal_is_applied_for_when_handed_in_and_drafted_once(life: Life) -> None:
    row = licensed(life, "green")
    draft = int(life.act("contractor", successions.renew, row.number))
    for again in (successions.renew, successions.vary):
        with pytest.raises(GuardsUnmet) as refused:
            life.act("contractor", again, row.number, *([{"green": {}}] if again is successions.vary else []))

        assert "draft" in str(refused.value.unmet)

    life.act("contractor", applications.discard, draft)
    drafted = int(life.act("contractor", successions.renew, row.number))
    life.at("2026-07-01 00:00")

    # nothing was applied for: the draft keeps no licence alive
    assert (life.application(drafted).state, licence(life, row.number).state) == ("draft", "expired")


@pytest.mark.parametrize(("narrower", "ends"), [(None, "2026-08-31"), ({"months": 5}, "2026-08-09")])
def test_a_variation_ends_with_what_is_asked_and_granted(
    life: Life, narrower: dict[str, int] | None, ends: str
) -> None:
    row = licensed(life, "green")
    change = {"period": {"from": "2026-03-02", "to": "2026-08-31"}}
    child = int(life.act("contractor", successions.vary, row.number, change))
    for code in life.needed(child):
        life.hand_in(child, code)
    life.act("contractor", applications.submit, child)
    life.act("window", acceptance.accept, child)

    life.answer(child, GREENING, Verdict(opinion="同意。", narrower=narrower))

    found = licence(life, row.number)
    assert (found.valid_from, found.valid_to) == (day("2026-03-10"), day(ends))
