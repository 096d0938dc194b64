"""Rows of a case in memory: light, typed, with the columns an action needs."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, TypedDict

from permits.models import Application, Licence, Permit, WorkItem
from permits.models.base import JsonObject
from workflows import FIELD_PARTS


@dataclass(slots=True)
class ApplicationRow:
    """The application, without its form."""

    model: ClassVar = Application

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
    investigations: JsonObject | None
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
    salt: str


FORM_PARTS = (*FIELD_PARTS, "answers")


class FormParts(TypedDict):
    """The columns of a checked form."""

    applicant: JsonObject
    agent: JsonObject
    project: JsonObject
    site: JsonObject
    answers: JsonObject
    title: str


@dataclass(slots=True)
class Form:
    """The applicant's answers, and the route the engine found for them."""

    applicant: JsonObject
    agent: JsonObject
    project: JsonObject
    site: JsonObject
    answers: JsonObject
    route: JsonObject | None

    @property
    def parts(self) -> dict[str, dict[str, object]]:
        """Return the parts beside the answers, by name."""
        return {name: getattr(self, name) for name in FIELD_PARTS}


@dataclass(slots=True)
class PermitRow:
    """One permit of the case."""

    model: ClassVar = Permit

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
    conditions: list[JsonObject] | None
    narrower: JsonObject | None
    settlements: list[JsonObject] | None
    is_moot: bool
    moot_answer: str | None


@dataclass(slots=True)
class WorkItemRow:
    """One work item of the case."""

    model: ClassVar = WorkItem

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
    conditions: list[JsonObject] | None
    narrower: JsonObject | None
    fingerprint: str | None
    reason: str | None


def item_id(item: WorkItemRow) -> str:
    """Return the name of a work item as bundles write it: permit:department:kind."""
    return f"{item.permit}:{item.department}:{item.kind}"


@dataclass(slots=True)
class LicenceRow:
    """One licence issued in the case."""

    model: ClassVar = Licence

    id: int
    permit: str
    number: str
    document_number: str
    state: str
    reinstatement: str
    version: int
    holder: str
    department: str
    scope: JsonObject
    conditions: list[JsonObject]
    valid_from: date
    valid_to: date | None
    renewals: int
    warranty_to: date | None
