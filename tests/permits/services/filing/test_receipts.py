"""The receipt says what was handed in, what was fetched, what is missing, and when the counter answers."""

from typing import Any

from permits.models import Notice
from permits.services.filing import applications
from tests.permits.lives import Life


def receipt(life: Life, filed: int) -> dict[str, Any]:
    (row,) = life.rows(Notice, filed, kind="receipt")
    return dict(row.facts)


def test_a_receipt_tells_papers_handed_in_from_those_shared_and_missing(life: Life) -> None:
    filed = life.draft(papers=False)
    life.hand_in(filed, "M01")
    life.act("contractor", applications.submit, filed)

    states = {one["code"]: one["state"] for one in receipt(life, filed)["materials"]}

    assert (states["M01"], states["M02"]) == ("uploaded", "shared")
    assert set(states.values()) == {"uploaded", "shared", "missing"}


def test_a_receipt_names_the_last_day_of_the_check(life: Life) -> None:
    filed = life.submitted(papers=False)

    facts = receipt(life, filed)

    assert (facts["received_on"], facts["intake_due_on"]) == ("2026-03-02", "2026-03-09")
    assert facts["number"] == f"{life.application(filed).number}-SJ"
