"""Accepted cases move to another version by order only; what has no place in it keeps its case where it is."""

import pytest

from permits.errors import VersionMissing
from permits.models import Event
from permits.services.changing.migrating import Migration, Order, migrate
from permits.services.oversight.audit import verify
from permits.services.timers.sweep import sweep
from tests.bundles import put_in_force, version_of
from tests.permits.lives import POLICE, ROADS, Life
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
