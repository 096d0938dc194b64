"""Answers as OpenAPI describes them; an answer may have further fields."""

from datetime import date, datetime
from functools import cache
from typing import Any, Literal

from flask_openapi3.types import ResponseDict
from pydantic import BaseModel, RootModel

from permits.api.shapes import lifecycle_states
from permits.models.base import JsonObject

Kind = Literal[
    "intake",
    "opinion",
    "co_approval",
    "decision",
    "survey",
    "government",
    "delivery",
    "inspection",
    "verification",
    "call_back",
]
Light = Literal["green", "yellow", "red"]


class AnswerShape(BaseModel):
    """Base of all answers; caches its JSON schema, which many answers share."""

    @classmethod
    def model_json_schema(cls, *args: Any, **more: Any) -> JsonObject:
        """Return the JSON schema as pydantic builds it, cached."""
        return _schema(cls, *args, **more)


@cache
def _schema(shape: type[AnswerShape], *args: Any, **more: Any) -> JsonObject:
    return super(AnswerShape, shape).model_json_schema(*args, **more)


class Fault(AnswerShape):
    """The fault of one field."""

    field: str
    message: str


class Problem(AnswerShape):
    """A refusal (RFC 9457), with a stable code and a sentence in the caller's language."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    request_id: str
    law: str | None = None
    errors: list[Fault] = []
    unmet: list[str] = []
    changed: JsonObject = {}


class PermitState(AnswerShape):
    """One merged permit of an application."""

    key: str
    state: lifecycle_states.PermitState
    version: int
    department: str
    required_because: str
    law: str
    committed_due_on: date | None
    statutory_due_on: date | None
    provisional: bool
    decided_at: datetime | None
    decision: Literal["granted", "granted_narrower", "registered", "refused"] | None
    reasons: JsonObject | None
    conditions: list[JsonObject]
    licence_number: str | None
    remedies: JsonObject | None
    is_moot: bool
    moot_answer: Literal["go_on", "withdraw"] | None
    called_for: list[JsonObject]
    level: str | None
    form_version: int | None


class WorkItemState(AnswerShape):
    """The work item of one department."""

    id: int
    kind: Kind
    permit: str | None
    department: str
    state: lifecycle_states.WorkItemState
    version: int
    assignee: str | None
    opened_at: datetime | None
    due_on: date | None
    provisional: bool
    light: Light
    verdict: str | None
    opinion: str | None
    after: list[str]
    round: int
    reason: str | None
    superseded: bool


class StoredFile(AnswerShape):
    """One file of a material; a removed one is not listed."""

    material_id: int
    version: int
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    uploaded_at: datetime


class MaterialState(AnswerShape):
    """One material of the application."""

    code: str
    name: str
    permits: list[str]
    shared: bool
    tolerated: bool
    state: Literal["handed_in", "shared", "promised", "committed", "missing"]
    material_id: int | None
    version: int
    files: list[StoredFile]


class AmendmentState(AnswerShape):
    """One change of a submitted form; `number` is the version it made."""

    number: int
    changed: list[str]
    before: dict[str, JsonObject]
    after: dict[str, JsonObject]
    reason: str
    reopened: list[str]
    made_at: datetime
    made_by: str


class ApplicationState(AnswerShape):
    """An application with all its parts."""

    id: int
    number: str | None
    bundle: str
    bundle_version: str
    rules_changed: JsonObject | None
    area: str
    state: str
    outcome: Literal["all_granted", "partly_granted", "all_refused", "withdrawn", "lapsed"] | None
    status_code: int | None
    version: int
    title: str
    channel: Literal["online", "counter"]
    received_at: datetime | None
    submitted_at: datetime | None
    accepted_at: datetime | None
    deemed_accepted: bool
    promise_by: date | None
    decided_at: datetime | None
    delivered_at: datetime | None
    committed_due_on: date | None
    statutory_due_on: date | None
    joint_cap_on: date | None
    provisional: bool
    light: Light
    permits: list[PermitState]
    work_items: list[WorkItemState]
    materials: list[MaterialState]
    deficiencies: list[JsonObject]
    procedures: dict[str, list[JsonObject]]
    lists: list[JsonObject]
    supervision: list[JsonObject]
    explanation: JsonObject | None
    breaches: list[JsonObject]
    form_version: int
    amendments: list[AmendmentState]
    allowed: list[str]


class StoredPaper(AnswerShape):
    """One stored version of a material."""

    material_id: int
    code: str
    sha256: str
    size_bytes: int
    version: int


class StoredPhoto(AnswerShape):
    """One stored photograph of a site visit."""

    id: int
    file_name: str
    sha256: str
    size_bytes: int


class Listed(AnswerShape):
    """One page of a list."""

    items: list[JsonObject]
    next_cursor: str | None


class Offers(RootModel[list[JsonObject]]):
    """The actions open to the caller, each with its target, what is unmet and the schema of its body."""


class ClockDay(AnswerShape):
    """One calendar day of a clock; holidays, make-up days and closures carry their name and source."""

    on: date
    working: bool
    counted: bool
    why: str
    used: int
    left: int
    name_zh: str
    name_en: str
    source: str


class ClockState(AnswerShape):
    """One legal clock with its ledger."""

    scope: str
    key: str
    permit: str | None
    unit: Literal["working_day"]
    basis_law: str
    limit: int
    used: int
    left: int
    due_on: date
    provisional: bool
    state: Literal["running", "stopped", "ended"]
    entries: list[JsonObject]
    days: list[ClockDay]


class Clocks(AnswerShape):
    """Every clock of an application."""

    items: list[ClockState]
    next_cursor: None


class Event(AnswerShape):
    """One event of the chain as it was hashed, with its name and whether it is internal.

    `payload.internal` holds digests of `internal_texts`, which only the office reads. `redacted` names keys taken out
    of the payload of an old event; its hash cannot be recomputed from the rest.
    """

    application: int
    seq: int
    type: str
    actor: str
    actor_kind: Literal["human", "system"]
    on_behalf_of: str | None
    at: str
    payload: JsonObject
    prev_hash: str
    hash: str
    name: str
    internal: bool
    internal_texts: JsonObject | None
    redacted: list[str]


class Head(AnswerShape):
    """The end of a chain, signed by the office under the key `kid`."""

    seq: int
    hash: str
    kid: str
    signature: str


class Trail(AnswerShape):
    """One page of the trail."""

    items: list[Event]
    next_cursor: str | None
    head: Head


class ChangedDay(AnswerShape):
    """A day that would change between working and non-working."""

    on: date
    was_working: bool
    working: bool
    name: str


class CalendarMove(AnswerShape):
    """One due day of a case that would move, whose duty it is, and the changed days that move it."""

    application_id: int
    number: str
    title: str
    applicant: str
    area: str
    scope: str
    key: str
    permit: str | None
    department: str | None
    generation: int
    old_due_on: date
    new_due_on: date
    direction: Literal["earlier", "later"]
    reason: str
    because: list[date]
    is_told: bool


class CalendarImpact(AnswerShape):
    """The effect of a calendar change; `version` is the edition of the calendar it was computed from."""

    version: int
    source: str
    area: str | None
    warnings: list[str]
    needs_confirmation: list[date]
    days: list[ChangedDay]
    moves: list[CalendarMove]
    applications: int
    people: list[str]
    kept: int
    confirmed: int


class CalendarTaken(AnswerShape):
    """A recorded change with its number; not `new`: it was recorded before and changes nothing."""

    version: int
    source: str
    area: str | None
    warnings: list[str]
    change: int
    new: bool


PDF_FILE = {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}
# a notice, or where it stands while it is made
OF_NOTICE: ResponseDict = {
    "200": {"description": "OK", "content": PDF_FILE},
    "202": {
        "description": "It is being made",
        "content": {"application/json": {"schema": {"type": "object"}}},
    },
}
PICTURE = {"schema": {"type": "string"}}
OF_PICTURE: ResponseDict = {
    "200": {
        "description": "OK",
        "content": {"image/svg+xml": PICTURE, "text/plain": PICTURE, "application/xml": PICTURE},
    },
}
CREATED: ResponseDict = {
    "201": {"description": "Created", "content": {"application/json": {"schema": {"type": "object"}}}},
}
REFUSALS: ResponseDict = {str(status): Problem for status in (401, 403, 404, 409, 422, 503)}
# the ways a file is not taken, beside those
OF_FILES: ResponseDict = {str(status): Problem for status in (413, 415)}
