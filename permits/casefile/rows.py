"""Rows of a case in memory: light, typed, with the columns an act needs."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy.orm import InstrumentedAttribute

from permits.models import Base
from workflows import FIELD_PARTS, local_day


@dataclass(slots=True)
class ApplicationRow:
    """The application without its form."""

    id: int
    area: str
    number: str | None
    bundle: str
    bundle_version: str
    state: str
    outcome: str | None
    status_code: int | None
    version: int
    title: str
    language: str
    owner_id: int
    company_id: int | None
    required: list[str] | None
    tolerated: list[str] | None
    commitments: list[str] | None
    promise_by: date | None
    submitted_at: datetime | None
    received_at: datetime | None
    notified_at: datetime | None
    accepted_at: datetime | None
    deemed_accepted: bool
    decided_at: datetime | None
    delivered_at: datetime | None
    due_on: date | None
    yellow_on: date | None
    committed_due_on: date | None
    statutory_due_on: date | None
    joint_cap_on: date | None
    is_provisional: bool
    has_started: bool
    is_emergency: bool
    urged_at: datetime | None
    has_procedures: bool
    calendar_edition: int
    form_version: int
    channel: str
    kind: str
    about_licence: str | None
    event_seq: int
    event_hash: str


FORM_PARTS = (*FIELD_PARTS, "answers")


@dataclass(slots=True)
class Form:
    """What the applicant filled in, and the route the engine found for it."""

    applicant: dict[str, Any]
    agent: dict[str, Any]
    project: dict[str, Any]
    site: dict[str, Any]
    answers: dict[str, Any]
    route: dict[str, Any] | None

    @property
    def parts(self) -> dict[str, dict[str, object]]:
        """Give the parts beside the answers, by name."""
        return {name: getattr(self, name) for name in FIELD_PARTS}


@dataclass(slots=True)
class PermitRow:
    """One permit of the case."""

    id: int
    key: str
    suffix: str
    state: str
    version: int
    department: str
    committed_due_on: date | None
    statutory_due_on: date | None
    decision: str | None
    licence_number: str | None
    conditions: list[dict[str, Any]] | None
    is_moot: bool
    moot_answer: str | None


@dataclass(slots=True)
class WorkItemRow:
    """One work item of the case."""

    id: int
    permit: str
    department: str
    kind: str
    round: int
    state: str
    version: int
    blocks: bool
    after: list[str]
    limit_working_days: int
    assignee_id: int | None
    opened_at: datetime | None
    claimed_at: datetime | None
    due_on: date | None
    yellow_on: date | None
    verdict: str | None
    opinion: str | None
    fingerprint: str | None
    reason: str | None


@dataclass(slots=True)
class LicenceRow:
    """One licence that came out of the case."""

    id: int
    permit: str
    number: str
    document_number: str
    state: str
    reinstatement: str
    version: int
    holder: str
    department: str
    scope: dict[str, Any]
    conditions: list[dict[str, Any]]
    valid_from: date
    valid_to: date | None
    renewals: int
    warranty_to: date | None


@dataclass(slots=True)
class ClockRow:
    """One legal clock of the case, without its ledger."""

    id: int
    scope: str
    key: str
    generation: int
    limit_working_days: int
    basis_law: str
    started_on: date
    ended_on: date | None
    due_on: date
    yellow_on: date
    is_provisional: bool


@dataclass(slots=True)
class WaitRow:
    """What is waited for without a clock of its own: so many working days from a day on, and their ladder."""

    id: int
    scope: str
    clock: str
    counted_from: date
    working_days: int
    fire_at: datetime
    ahead: list[list[str]]

    @property
    def due_on(self) -> date:
        """The last day waited: the highest rung stands at the midnight that ends it."""
        highest = datetime.fromisoformat(self.ahead[-1][1]) if self.ahead else self.fire_at
        return local_day(highest) - timedelta(days=1)


@cache
def columns(model: type[Base], row: type[Any]) -> Sequence[InstrumentedAttribute[Any]]:
    """List the columns of `model` that `row` holds, in its order."""
    return [getattr(model, field.name) for field in fields(row)]
