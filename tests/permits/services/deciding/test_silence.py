"""Tacit consent: off by default; where it is on, for those only consulted, and for nobody else."""

from dataclasses import replace
from typing import Any

import pytest

from permits.models import Event, WorkItem
from tests.bundles import bundle_of, reworded, serving
from tests.permits.lives import Life

# green space beside a pit: greening is consulted, planning's approval is a precondition, police must co-approve
OPINION, CO_APPROVAL = "road-occupation:greening:opinion", "road-occupation:police:co_approval"
PRECONDITION = "road-occupation:planning:opinion"


def place(life: Life, *, tacit: bool) -> None:
    bundle = bundle_of(life.office)
    chosen = replace(bundle, switches={**bundle.switches, "tacit_consent": tacit})
    life.office = serving(life.office, chosen)


def late(life: Life, *, tacit: bool) -> int:
    place(life, tacit=tacit)
    filed = life.accepted("green")
    life.at("2026-03-20 10:00")
    return filed


def state(life: Life, filed: int, name: str) -> tuple[Any, Any]:
    item = life.item(filed, name)
    return item.state, item.verdict


def test_by_default_silence_is_no_answer(life: Life) -> None:
    filed = late(life, tacit=False)

    assert state(life, filed, OPINION) == ("open", None)
    assert "work_item.silent" not in life.events(filed)


def test_the_silence_of_whoever_is_consulted_counts_as_agreement_the_day_after_its_last_day(life: Life) -> None:
    place(life, tacit=True)
    filed = life.accepted("green")
    due_on = life.item(filed, OPINION).due_on
    life.at(f"{due_on} 23:59")
    assert state(life, filed, OPINION) == ("open", None)

    life.at("2026-03-20 10:00")

    assert state(life, filed, OPINION) == ("done", "tacit")
    assert life.events(filed).count("work_item.silent") == len(
        [one for one in life.rows(WorkItem, filed) if one.verdict == "tacit"]
    )


@pytest.mark.parametrize("kind", ["co_approval", "decision"])
def test_a_co_approval_or_a_decision_is_never_given_by_silence(life: Life, kind: str) -> None:
    filed = late(life, tacit=True)

    items = life.rows(WorkItem, filed, kind=kind)
    assert items
    assert {one.verdict for one in items} == {None}
    assert state(life, filed, CO_APPROVAL) == ("open", None)
    assert state(life, filed, PRECONDITION) == ("open", None)
    assert "supervision.ordered" in life.events(filed)


def test_silence_counts_after_the_days_its_item_names_and_says_by_which_law(life: Life) -> None:
    chosen, sooner = "tacit_consent = true", "tacit = { working_days = 3"
    bundle = reworded(("tacit_consent = false", chosen), ("tacit = { working_days = 5", sooner))
    life.office = serving(life.office, bundle)
    filed = life.accepted("green")
    calendar = life.office.calendar_of(life.application(filed).area)
    last_on = calendar.add(life.now.date(), 3)

    life.at(f"{last_on} 23:59")
    assert state(life, filed, OPINION) == ("open", None)
    life.at(f"{calendar.add(last_on, 1)} 00:00")

    assert state(life, filed, OPINION) == ("done", "tacit")
    silent = life.rows(Event, filed, type="work_item.silent")
    told = next(row for row in silent if row.payload["department"] == "greening")
    assert (told.payload["working_days"], "并联审批" in told.payload["law"]) == (3, True)
