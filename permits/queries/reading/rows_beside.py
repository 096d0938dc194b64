"""The rows beside the review of a case as read: procedures, fees, licences."""

from dataclasses import dataclass
from datetime import date, datetime

from permits.queries.reading.rows import Document
from permits.queries.rows.case import LicenceRow
from permits.queries.rows.fees import FeeNoticeRow
from permits.queries.rows.procedures import HearingRow, PublicNoticeRow, StatementRow, SurveyRow
from workflows import Bundle, changed_answers


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


@dataclass(slots=True)
class Hearing(HearingRow):
    """One hearing, with the names of its chair."""

    chair_zh: str | None
    chair_en: str | None


PublicNotice = PublicNoticeRow


@dataclass(slots=True)
class Statement(StatementRow):
    """A statement about a permit, and its answer."""

    number: str | None
    phone: str | None


Survey = SurveyRow


@dataclass(frozen=True, slots=True)
class Photo:
    """One photograph of a site visit."""

    id: int
    survey_id: int
    file_name: str
    sha256: str
    size_bytes: int


@dataclass(slots=True)
class FeeNotice(FeeNoticeRow):
    """One fee or refund notice; amounts are in fen."""

    issued_on: date


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment or refund for a fee notice, in fen."""

    fee_notice_id: int
    kind: str
    channel: str
    reference: str
    amount_fen: int
    at: datetime


@dataclass(slots=True)
class Licence(LicenceRow):
    """One licence issued in the case."""

    application_id: int
    application_number: str | None
    served_at: datetime | None
    title: str
    issued_at: datetime
    code: str
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
    """The licence that a renewal or a variation is about, with the form and the bundle version it rests on."""

    id: int
    application_id: int
    bundle: str
    bundle_version: str
    number: str
    permit: str
    state: str
    valid_from: date
    valid_to: date | None
    scope: Document
    applicant: Document
    site: Document
    answers: Document

    def changed_by(self, bundle: Bundle, site: Document, answers: Document) -> frozenset[str]:
        """Return the paths of what another form changes in it."""
        moved = {"site"} if dict(self.scope.get("site") or self.site) != dict(site) else set()
        held = standing_answers(bundle, self.permit, answers=self.answers, scope=self.scope, valid_to=self.valid_to)
        return changed_answers(held, answers) | moved


def standing_answers(
    bundle: Bundle, permit: str, *, answers: Document, scope: Document, valid_to: date | None
) -> Document:
    """Return the answers of a licence as they hold now: its scope and end as granted, varied and renewed."""
    found, narrower = {**answers, **scope.get("asked", {})}, scope.get("narrower") or {}
    for one in (cut for cut in bundle.permits[permit].narrows if cut.key in narrower):
        for part, _, field in (path.partition(".") for path in one.asked[:1]):
            if field and isinstance(found.get(part), dict):
                found[part] = {**found[part], field: narrower[one.key]}
    if valid_to is not None and found.get(bundle.period):
        found[bundle.period] = {**found[bundle.period], "to": valid_to.isoformat()}
    return found
