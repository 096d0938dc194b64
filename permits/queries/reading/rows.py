"""The rows of a case as read: frozen, typed, each field a column of its table or of a joined person."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

Document: TypeAlias = dict[str, Any]  # stored JSON: only its own reader knows its shape
Texts: TypeAlias = dict[str, str]  # a text by language


@dataclass(frozen=True, slots=True)
class Application:
    """The application."""

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
    applicant: Document
    agent: Document
    project: Document
    site: Document
    answers: Document
    route: Document | None
    required: list[str] | None
    tolerated: list[str] | None
    commitments: list[str] | None
    created_at: datetime
    submitted_at: datetime | None
    received_at: datetime | None
    notified_at: datetime | None
    accepted_at: datetime | None
    promise_by: date | None
    deemed_accepted: bool
    is_emergency: bool
    decided_at: datetime | None
    decided_on: date | None
    delivered_at: datetime | None
    closed_at: datetime | None
    due_on: date | None
    yellow_on: date | None
    committed_due_on: date | None
    statutory_due_on: date | None
    joint_cap_on: date | None
    is_provisional: bool
    net_working_days: int | None
    has_started: bool
    has_procedures: bool
    stars: int | None
    rating_comment: str | None
    urged_at: datetime | None
    calendar_edition: int
    channel: str
    kind: str
    about_licence: str | None
    form_version: int
    event_seq: int
    event_hash: str
    salt: str


@dataclass(frozen=True, slots=True)
class Permit:
    """One permit of the case."""

    id: int
    key: str
    suffix: str
    state: str
    version: int
    department: str
    required_because: Texts
    law: Texts
    committed_due_on: date | None
    statutory_due_on: date | None
    decided_at: datetime | None
    decided_on: date | None
    decision: str | None
    document_number: str | None
    licence_number: str | None
    reasons: Document | None
    conditions: list[Document] | None
    narrower: Document | None
    left_out: list[Document] | None
    settlements: list[Document] | None
    remedies: Document | None
    net_working_days: int | None
    is_moot: bool
    moot_answer: str | None
    form_version: int | None


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One work item of the case, with the names of its holder."""

    id: int
    application_id: int
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
    assignee: str | None
    assignee_zh: str | None
    assignee_en: str | None
    opened_at: datetime | None
    claimed_at: datetime | None
    done_at: datetime | None
    done_on: date | None
    due_on: date | None
    yellow_on: date | None
    verdict: str | None
    opinion: str | None
    reason_code: str | None
    law: str | None
    conditions: list[Document] | None
    narrower: Document | None
    net_working_days: int | None
    fingerprint: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Clock:
    """One legal clock of the case."""

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


@dataclass(frozen=True, slots=True)
class ClockEntry:
    """One line of a clock's ledger."""

    scope: str
    key: str
    generation: int
    kind: str
    from_on: date
    to_on: date | None
    working_days: int
    basis: str
    notice: str


@dataclass(frozen=True, slots=True)
class Material:
    """One file of a material handed in; removed ones are left out."""

    id: int
    code: str
    version: int
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    uploaded_at: datetime


@dataclass(frozen=True, slots=True)
class Deficiency:
    """One item of the deficiency notice."""

    id: int
    department: str
    material: str | None
    field: str | None
    code: str
    reason: str
    remedy: str
    state: str
    rounds: int
    flagged_at: datetime
    flagged_material_version: int
    question: dict[str, str] | None
    answer: dict[str, str] | None
    form_version: int | None


@dataclass(frozen=True, slots=True)
class DeficiencyList:
    """The request to a department, and the deficiencies it filed for the one notice."""

    id: int
    department: str
    round: int
    state: str
    items: list[Document]
    filed_at: datetime | None
    filed_by: str | None


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice."""

    id: int
    application_id: int
    kind: str
    permit: str
    number: str
    language: str
    event_seq: int
    issued_at: datetime
    served_at: datetime | None
    storage_key: str | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Amendment:
    """One change of the submitted form."""

    number: int
    before: dict[str, Document]
    after: dict[str, Document]
    reason: str
    reopened: list[str]
    made_at: datetime
    made_by: str


@dataclass(frozen=True, slots=True)
class EmergencyReport:
    """The report of emergency works."""

    id: int
    started_at: datetime
    file_by_at: datetime
    notified: list[Document]
    photos: list[str]
    filed_at: datetime | None
    is_late: bool | None


@dataclass(frozen=True, slots=True)
class SupervisionOrder:
    """One supervision order of the case."""

    id: int
    application_id: int
    number: str
    scope: str
    department: str
    state: str
    version: int
    reason: str
    raised_by: str
    raised_at: datetime
    answer_by_on: date
    cause: str | None
    measures: str | None
    finish_by_on: date | None
    answered_by: str | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The public explanation of the case: due, or published with its text."""

    state: str
    promised_on: date
    text: str | None
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class FineFlag:
    """A breach that another procedure may fine."""

    kind: str
    law: str
    most_fen: int
    detail: Document
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class Ban:
    """A ban on the applicant, or a warning, in force today."""

    permit: str
    ground: str
    law: str
    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True)
class Told:
    """An event of a type that pages, API or rules read."""

    type: str
    actor: str
    at: datetime
    payload: Document
