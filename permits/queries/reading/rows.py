"""The rows of a case as read: what an action works on, and the columns pages show besides; some with names joined."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from permits.queries.rows.case import ApplicationRow, PermitRow, WorkItemRow
from permits.queries.rows.clocks import ClockRow, EntryRow
from permits.queries.rows.deficiencies import DeficiencyListRow, DeficiencyRow

Document: TypeAlias = dict[str, Any]  # stored JSON: only its own reader knows its shape
Texts: TypeAlias = dict[str, str]  # a text by language


@dataclass(slots=True)
class Application(ApplicationRow):
    """The application."""

    applicant: Document
    agent: Document
    project: Document
    site: Document
    answers: Document
    route: Document | None
    created_at: datetime
    decided_on: date | None
    closed_at: datetime | None
    net_working_days: int | None
    stars: int | None
    rating_comment: str | None


@dataclass(slots=True)
class Permit(PermitRow):
    """One permit of the case."""

    required_because: Texts
    law: Texts
    decided_at: datetime | None
    decided_on: date | None
    document_number: str | None
    reasons: Document | None
    left_out: list[Document] | None
    remedies: Document | None
    net_working_days: int | None
    form_version: int | None


@dataclass(slots=True)
class WorkItem(WorkItemRow):
    """One work item of the case, with the names of its holder."""

    application_id: int
    assignee: str | None
    assignee_zh: str | None
    assignee_en: str | None
    done_at: datetime | None
    done_on: date | None
    reason_code: str | None
    law: str | None
    net_working_days: int | None


Clock = ClockRow
ClockEntry = EntryRow


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


@dataclass(slots=True)
class Deficiency(DeficiencyRow):
    """One item of the deficiency notice."""

    code: str
    reason: str
    remedy: str
    flagged_at: datetime
    flagged_material_version: int
    question: dict[str, str] | None
    answer: dict[str, str] | None
    form_version: int | None


DeficiencyList = DeficiencyListRow


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
class PastEvent:
    """An event of a type that pages, API or rules read."""

    type: str
    actor: str
    at: datetime
    payload: Document
