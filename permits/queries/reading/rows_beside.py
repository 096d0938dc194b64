"""The rows beside the review of a case: procedures, fees, licences; frozen and typed."""

from dataclasses import dataclass
from datetime import date, datetime

from permits.queries.reading.rows import Document
from workflows import changed_answers


@dataclass(frozen=True, slots=True)
class Stop:
    """One special procedure that stops a permit's clocks."""

    permit: str
    ground: str
    law: str
    notice: str
    number: str
    expected_days: int | None
    started_on: date
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Hearing:
    """One hearing, with the names of its chair."""

    id: int
    permit: str
    state: str
    parties: list[str]
    told_on: date
    request_by_on: date
    requested_by: str | None
    requested_on: date | None
    hold_by_on: date | None
    held_at: datetime | None
    place: str | None
    chair: str | None
    chair_zh: str | None
    chair_en: str | None
    record: Document | None


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """One public notice."""

    id: int
    permit: str
    from_on: date
    to_on: date


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement about a permit, and its answer."""

    id: int
    permit: str
    kind: str
    by: str
    text: str
    received_at: datetime
    answer: str | None
    answered_at: datetime | None
    number: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class Survey:
    """One site visit."""

    id: int
    state: str
    booked_at: datetime | None
    place: str
    departments: list[str]
    officers: list[str] | None
    findings: str | None
    recorded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Photo:
    """One photograph of a site visit."""

    id: int
    survey_id: int
    file_name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class FeeNotice:
    """One fee or refund notice; amounts are in fen."""

    id: int
    permit: str
    kind: str
    round: int
    state: str
    version: int
    number: str
    amount_fen: int
    paid_fen: int
    refunded_fen: int
    lines: list[Document]
    issued_on: date
    pay_by: date | None


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment or refund for a fee notice, in fen."""

    fee_notice_id: int
    kind: str
    channel: str
    reference: str
    amount_fen: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Licence:
    """One licence issued in the case."""

    id: int
    application_id: int
    application_number: str | None
    served_at: datetime | None
    permit: str
    number: str
    document_number: str
    state: str
    reinstatement: str
    version: int
    holder: str
    title: str
    department: str
    scope: Document
    conditions: list[Document]
    valid_from: date
    valid_to: date | None
    issued_at: datetime
    code: str
    renewals: int
    warranty_to: date | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class LicenceChange:
    """One change of a licence after it was issued."""

    licence_id: int
    kind: str
    on: date
    number: str
    ground: str
    law: str
    reason: str
    before: Document
    after: Document


@dataclass(frozen=True, slots=True)
class Inspection:
    """One inspection of a licence's works."""

    licence_id: int
    kind: str
    round: int
    state: str
    requested_on: date
    inspect_by_on: date
    held_on: date | None
    officers: list[str] | None
    findings: str | None
    rectify_by_on: date | None
    found: Document | None


@dataclass(frozen=True, slots=True)
class PendingChange:
    """An application to renew or vary a licence of the case, drafted or handed in; its outcome once it has one."""

    id: int
    kind: str
    state: str
    outcome: str | None
    number: str | None
    about_licence: str | None


@dataclass(frozen=True, slots=True)
class AboutLicence:
    """The licence that a renewal or a variation is about, with the form it rests on."""

    id: int
    application_id: int
    number: str
    permit: str
    state: str
    valid_from: date
    valid_to: date | None
    scope: Document
    applicant: Document
    site: Document
    answers: Document

    @property
    def standing_answers(self) -> Document:
        """The answers as they hold now: those of the form, with what variations and renewals have changed since."""
        return standing_answers(self.answers, self.scope, self.valid_to)

    def changed_by(self, site: Document, answers: Document) -> frozenset[str]:
        """Return the paths of what another form changes in it."""
        moved = {"site"} if dict(self.scope.get("site") or self.site) != dict(site) else set()
        return changed_answers(self.standing_answers, answers) | moved


def standing_answers(answers: Document, scope: Document, valid_to: date | None) -> Document:
    """Return the answers of a licence as they hold now, with the later end and the scope granted since."""
    found = {**answers, **scope.get("asked", {})}
    period = found.get("period") or {}
    if valid_to is not None and str(period.get("to", "")) < valid_to.isoformat():
        found["period"] = {**period, "to": valid_to.isoformat()}
    return found
