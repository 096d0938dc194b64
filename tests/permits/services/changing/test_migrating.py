"""Accepted cases move to another version by order only; what has no place in it keeps its case where it is."""

from unittest.mock import ANY

import pytest

from permits.db import reading
from permits.errors import VersionMissing
from permits.models import ClockEntry, Event, LegalClock, Licence, Notice, Permit, Timer, WorkItem
from permits.queries.office.bundle_versions import accepted_under
from permits.queries.office.replays import differences
from permits.services.changing.migrating import Migration, Order, migrate
from permits.services.closing import delivery, ratings, withdrawals
from permits.services.intake import acceptance, deficiencies
from permits.services.licences import endings, inspections
from permits.services.oversight.audit import verify
from permits.services.timers.sweep import sweep
from tests.bundles import put_in_force, reworded, serving, version_of
from tests.permits.lives import POLICE, REFUSED, ROADS, Life
from tests.permits.services.test_second_matter import submitted
from workflows import load_bundles

SHIPPED = load_bundles()["road-access"].version
SLOWER = ("\ncommitted = 7", "\ncommitted = 9")
ORDER = Order("road-access", SHIPPED, "2026.2")
# the permit under another key: nothing of a running case has a place
RENAMED = ("road-occupation", "road-use")
WITHOUT_POLICE = ('kind = "co_approval", department = "police"', 'kind = "co_approval", department = "planning"')


def move(life: Life, case: int, **more: bool) -> Migration:
    found: Migration = life.act("lead", migrate, case, ORDER, **more)
    return found


def standing(life: Life, case: int) -> tuple[object, ...]:
    row = life.application(case)
    return row.bundle_version, row.committed_due_on, row.version, life.events(case)


def test_an_order_gives_a_running_case_the_limits_of_the_new_version(life: Life) -> None:
    case = life.accepted()
    before = life.application(case).committed_due_on
    put_in_force(life.engine, life.office, version_of("2026.2", SLOWER))

    done = move(life, case)

    row = life.application(case)
    assert (row.bundle_version, row.committed_due_on > before) == ("2026.2", True)
    assert life.permit(case).committed_due_on == row.committed_due_on
    assert "road-occupation committed: 7 working days become 9" in [str(line) for line in done.changes]
    (event,) = (one for one in life.rows(Event, case) if one.type == "application.migrated")
    assert event.payload["rules"] == {"from": SHIPPED, "to": "2026.2"}
    assert "limits_moved" in life.notices(case)
    life.answer(case, POLICE)
    life.answer(case, ROADS)
    assert life.application(case).state == "decided"


def test_a_rehearsal_says_the_same_and_writes_nothing(life: Life) -> None:
    case = life.accepted()
    put_in_force(life.engine, life.office, version_of("2026.2", SLOWER))
    before = standing(life, case)

    told = move(life, case, is_rehearsal=True)

    assert standing(life, case) == before
    assert move(life, case).changes == told.changes


def test_a_case_whose_permit_has_no_place_stays_where_it_is(life: Life) -> None:
    case = life.accepted()
    put_in_force(life.engine, life.office, version_of("2026.2", RENAMED))
    before = standing(life, case)

    refused = move(life, case)

    assert [str(line) for line in refused.refused] == ["Permit P1 has no place in the new version"]
    assert standing(life, case) == before


@pytest.mark.parametrize("state", ["accepted", "decided"])
def test_an_import_that_fits_no_case_moves_none_that_is_accepted(life: Life, state: str) -> None:
    case = getattr(life, state)()
    before = standing(life, case)

    put_in_force(life.engine, life.office, version_of("2026.2", RENAMED), from_on=life.now.date())
    sweep(life.engine, life.office, at=life.now)

    assert standing(life, case) == before


def test_the_new_version_must_be_here(life: Life) -> None:
    case = life.accepted()

    with pytest.raises(VersionMissing):
        move(life, case)


def test_the_chain_of_a_moved_case_verifies(life: Life) -> None:
    case = life.accepted()
    put_in_force(life.engine, life.office, version_of("2026.2", SLOWER))
    move(life, case)

    found = life.act("lead", lambda context: [*verify(context.conn, number=life.application(case).number)])

    assert [one.broken for one in found] == [None]


def in_every_state(life: Life) -> dict[str, int]:
    """Bring one case into each state in which an import moves nothing."""
    cases = {name: life.accepted() for name in ("in review", "one answer", "withdrawn")}
    life.answer(cases["one answer"], POLICE)
    for name in ("decided", "delivered", "closed", "revoked", "inspected"):
        cases[name] = life.decided()
    cases["supplement"] = life.submitted()
    missing = deficiencies.DeficiencyItem("unsigned", "第三页无签章。", "请补签章。", material="M07")
    life.act("window", deficiencies.notify_deficiencies, cases["supplement"], [missing])
    cases["refused"] = life.accepted()
    life.answer(cases["refused"], POLICE)
    life.answer(cases["refused"], ROADS, REFUSED)
    life.act("contractor", withdrawals.withdraw, cases["withdrawn"], reason="项目方案调整。")
    for name in ("delivered", "closed", "revoked", "inspected"):
        life.act("window", delivery.deliver, cases[name], recipient="陈建")
    life.act("contractor", ratings.rate, cases["closed"], stars=5, comment="")
    (taken,) = life.rows(Licence, cases["revoked"])
    life.hear(taken.number)
    life.act("roads-head", endings.revoke, taken.number, endings.Revocation("fraud", reason="图纸系伪造。"))
    life.at("2026-03-24 09:00")  # the term has begun
    (inspected,) = life.rows(Licence, cases["inspected"])
    life.act("contractor", inspections.request_inspection, inspected.number)
    return cases


def everything_of(life: Life, cases: dict[str, int]) -> dict[str, object]:
    """Tell all that an import could move: versions, days, rows of every kind, and what the papers say."""
    kept = (Permit, WorkItem, LegalClock, ClockEntry, Timer, Licence, Notice, Event)
    return {name: [standing(life, case), *(life.rows(one, case) for one in kept)] for name, case in cases.items()}


def replayed(life: Life, cases: dict[str, int]) -> list[str]:
    with reading(life.engine) as conn:
        return [told for case in cases.values() for told in differences(conn, case)]


@pytest.mark.parametrize("life", ["sqlite"], indirect=True)
def test_an_incompatible_version_moves_no_case_in_any_state_and_each_stays_by_itself(life: Life) -> None:
    cases = in_every_state(life)
    put_in_force(life.engine, life.office, version_of("2026.2", RENAMED), from_on=life.now.date())
    sweep(life.engine, life.office, at=life.now)
    before = everything_of(life, cases)
    told = {name: move(life, case, is_rehearsal=True) for name, case in cases.items()}
    assert everything_of(life, cases) == before
    done = {name: move(life, case) for name, case in cases.items()}

    assert done == told
    assert {str(line) for one in done.values() for line in one.refused} == {"Permit P1 has no place in the new version"}
    assert everything_of(life, cases) == before
    assert replayed(life, cases) == []
    for name in ("in review", "one answer"):  # what is running ends under the law it began under
        if name == "in review":
            life.answer(cases[name], POLICE)
        life.answer(cases[name], ROADS)
        assert (life.application(cases[name]).state, life.permit(cases[name]).state) == ("decided", "granted")


@pytest.mark.parametrize("life", ["sqlite"], indirect=True)
def test_a_compatible_version_is_rehearsed_and_run_for_cases_in_every_state(life: Life) -> None:
    cases = in_every_state(life)
    put_in_force(life.engine, life.office, version_of("2026.2", SLOWER), from_on=life.now.date())
    before = everything_of(life, cases)

    with reading(life.engine) as conn:
        running = [one.id for one in accepted_under(conn, "road-access", SHIPPED)]

    told = [move(life, case, is_rehearsal=True) for case in running]
    assert everything_of(life, cases) == before
    done = [move(life, case) for case in running]

    assert done == told
    assert [one.refused for one in done if one.refused] == []
    left = {name for name, case in cases.items() if life.application(case).bundle_version == SHIPPED}
    assert left == {"supplement", "withdrawn", "delivered", "closed", "revoked", "inspected"}
    slower = {name for name, case in cases.items() if case in _relimited(done)}
    assert slower == {"in review", "one answer"}
    assert replayed(life, cases) == []


def _relimited(done: list[Migration]) -> set[int]:
    return {one.application for one in done if any("working days become" in str(line) for line in one.changes)}


WAITING = ("[permits.green-space]\n", '[permits.green-space]\nwaits_for = ["road-occupation"]\n')


@pytest.mark.parametrize("life", ["sqlite"], indirect=True)
@pytest.mark.parametrize("still_waits", [True, False])
def test_a_permit_that_waits_begins_where_the_new_version_lets_it_and_else_waits_with_all_its_work(
    life: Life, still_waits: bool
) -> None:
    life.office = serving(life.office, reworded(WAITING))
    case = life.accepted("green")
    assert life.permit(case, "green-space").state == "waiting"
    more = (version_of("2026.2").split("[permits.green-space]")[1]).split("items = [")[0]
    said = 'reason = { zh = "征求意见", en = "Heard" }, law = { zh = "法", en = "Law" }'
    asked = f'  {{ kind = "opinion", department = "police", when = "true", {said} }},\n'
    place = f"[permits.green-space]{more}items = [\n"
    changes = [(place, f"{place}{asked}"), *([WAITING] if still_waits else [])]
    put_in_force(life.engine, life.office, version_of("2026.2", *changes))

    done: Migration = life.act("lead", migrate, case, ORDER)

    assert done.refused == ()
    state, work = ("waiting", "waiting") if still_waits else ("under_review", "open")
    assert life.permit(case, "green-space").state == state
    assert life.item(case, "green-space:police:opinion").state == work
    assert ("Permit P3 no longer waits" in [str(one) for one in done.changes]) is not still_waits
    assert replayed(life, {"case": case}) == []


RECORD = "prepacked-food"


@pytest.mark.parametrize("life", ["sqlite"], indirect=True)
def test_what_is_on_record_stays_as_registered_beside_what_the_new_version_moves(life: Life) -> None:
    case = submitted(life, {"business": "prepacked", "sign": {"area_m2": 12, "years": 3, "lit": False}})
    life.act("window", acceptance.accept, case)
    before, receipts = life.permit(case, RECORD), len(life.rows(Notice, case, kind="registration"))
    old, new = load_bundles()["restaurant"].version, "2026.9"
    put_in_force(life.engine, life.office, version_of(new, ("\ncommitted = 7", "\ncommitted = 8"), key="restaurant"))

    done: Migration = life.act("lead", migrate, case, Order("restaurant", old, new))

    after = life.permit(case, RECORD)
    assert done.refused == ()
    assert life.application(case).bundle_version == new
    assert (after.state, after.document_number) == (before.state, before.document_number) == ("registered", ANY)
    assert len(life.rows(Notice, case, kind="registration")) == receipts == 1
    assert replayed(life, {"case": case}) == []
