"""What is wrong with a case is one incident until somebody puts it right."""

from functools import partial
from typing import Any

from permits.db import perform
from permits.models import Incident
from permits.services.oversight.incidents import raise_incident, settle_incident
from tests.permits.lives import Life, moment

AREA = "320699"


def fail(life: Life, filed: int, kind: str = "sweep_failed") -> None:
    error = LookupError("no such row")
    perform(life.engine, partial(raise_incident, application_id=filed, kind=kind, area=AREA, error=error, at=life.now))


def settle(life: Life, filed: int, kind: str = "sweep_failed") -> None:
    perform(life.engine, partial(settle_incident, application_id=filed, kind=kind, at=life.now))


def incidents(life: Life, filed: int) -> list[Any]:
    return [(row.kind, row.detail, row.settled_at) for row in life.rows(Incident, filed)]


def test_the_same_failure_again_is_the_same_incident(life: Life) -> None:
    filed = life.submitted(papers=False)

    fail(life, filed)
    fail(life, filed)
    fail(life, filed, "reprojection_failed")

    named = {"error": "LookupError"}
    assert incidents(life, filed) == [("sweep_failed", named, None), ("reprojection_failed", named, None)]


def test_a_failure_after_it_was_settled_is_another_incident(life: Life) -> None:
    filed, other = life.submitted(papers=False), life.submitted(papers=False)
    fail(life, filed)
    fail(life, other)
    settle(life, filed)
    healed_at, life.now = life.now, moment("2026-03-03 10:00")

    fail(life, filed)

    assert [settled_at for _, _, settled_at in incidents(life, filed)] == [healed_at, None]
    assert [settled_at for _, _, settled_at in incidents(life, other)] == [None]
