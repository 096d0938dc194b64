"""Procedures beside the review of a case, as the office, the applicant and the public see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, and_, or_, select

from permits.errors import NotFound
from permits.models import Application, ExtensionRequest, Hearing, Permit, PublicNotice
from permits.queries.reading.rows import Document, EmergencyReport, Texts
from permits.queries.reading.rows_beside import Photo, Statement, Survey
from permits.queries.typed import Columns, Part, Window, columns_of, first, part
from workflows import group, midnight

IN_REVIEW = group("permit", "in_review")


def statements_seen(rows: Sequence[Statement], own: str | None) -> list[Statement]:
    """List the statements a viewer may see: an applicant reads what others state, without their names.

    `own` is the applicant's name if the viewer is the applicant.
    """
    return [one if own in {None, one.by} else replace(one, by="", phone=None) for one in rows]


def photos_seen(survey: Survey, photos: Sequence[Photo], own: str | None) -> list[Photo]:
    """List the photographs of a visit; an applicant, named by `own`, sees them once the visit is recorded."""
    if own is not None and survey.recorded_at is None:
        return []
    return [one for one in photos if one.survey_id == survey.id]


def emergency_of(reports: Sequence[EmergencyReport]) -> EmergencyReport | None:
    """Return the report of emergency works with the moments at which departments were notified, or None."""
    if not reports:
        return None
    notified = [{**one, "at": datetime.fromisoformat(one["at"])} for one in reports[0].notified]
    return replace(reports[0], notified=notified)


@dataclass(frozen=True, slots=True)
class OnNotice:
    """A permit on public notice."""

    id: int
    permit: str
    from_on: date
    to_on: date
    application_id: int
    number: str | None
    title: str
    bundle: str
    bundle_version: str
    site: Document
    department: str
    required_because: Texts


@dataclass(frozen=True, slots=True)
class PublicHearing:
    """A hearing that everybody may attend."""

    permit: str
    held_at: datetime
    place: str
    title: str
    number: str | None
    bundle: str
    bundle_version: str


@dataclass(frozen=True, slots=True)
class Noticed:
    """The application and the permit of a public notice."""

    application_id: int
    permit: str


OF_CASE: Columns = {
    "title": Application.title,
    "number": Application.number,
    "bundle": Application.bundle,
    "bundle_version": Application.bundle_version,
}
OF_NOTICE: Columns = {
    **OF_CASE,
    "application_id": Application.id,
    "site": Application.site,
    "department": Permit.department,
    "required_because": Permit.required_because,
}


def on_public_notice(
    conn: Connection, area: str, on: date, window: Window, *, notice_id: int | None = None
) -> Part[OnNotice]:
    """List the undecided permits on public notice on a day, the first to end first; one of them with `notice_id`."""
    rows = (
        select(*columns_of(OnNotice, PublicNotice, OF_NOTICE))
        .join(Application, Application.id == PublicNotice.application_id)
        .join(Permit, (Permit.application_id == PublicNotice.application_id) & (Permit.key == PublicNotice.permit))
        .where(PublicNotice.area == area, PublicNotice.to_on >= on, Permit.state.in_(IN_REVIEW))
    )
    if notice_id is not None:
        rows = rows.where(PublicNotice.id == notice_id)
    return part(conn, OnNotice, rows, window, PublicNotice.to_on, PublicNotice.id)


def public_hearings(conn: Connection, area: str, today: date, window: Window) -> Part[PublicHearing]:
    """List the hearings called for today or later, the next one first."""
    rows = (
        select(*columns_of(PublicHearing, Hearing, OF_CASE))
        .join(Application, Application.id == Hearing.application_id)
        .where(Hearing.area == area, Hearing.state == "called", Hearing.held_at >= midnight(today))
    )
    return part(conn, PublicHearing, rows, window, Hearing.held_at, Hearing.id)


def public_notice(conn: Connection, area: str, notice_id: int) -> Noticed:
    """Find one public notice: its application and permit.

    Raises:
        NotFound: there is none in this area.
    """
    wanted = select(PublicNotice.application_id, PublicNotice.permit)
    found = first(conn, Noticed, wanted.where(PublicNotice.area == area, PublicNotice.id == notice_id))
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class MoreTime:
    """A request for more time that nobody has granted, with its case."""

    application_id: int
    bundle: str
    bundle_version: str
    permit: str
    reason: str
    asked_on: date
    case_number: str | None
    title: str


def requests_for_time(conn: Connection, area: str, departments: Collection[str], window: Window) -> Part[MoreTime]:
    """List the open requests to these departments about limits that still run, oldest first."""
    named = {"case_number": Application.number, "title": Application.title, "bundle": Application.bundle}
    named |= {"bundle_version": Application.bundle_version}
    of_permit = and_(Permit.application_id == ExtensionRequest.application_id, Permit.key == ExtensionRequest.permit)
    wanted = (
        select(*columns_of(MoreTime, ExtensionRequest, named))
        .join(Application, Application.id == ExtensionRequest.application_id)
        .outerjoin(Permit, of_permit)
        .where(
            ExtensionRequest.area == area,
            ExtensionRequest.state == "open",
            ExtensionRequest.department.in_(departments),
            Application.state == "in_review",
            or_(ExtensionRequest.permit == "", Permit.state.in_(IN_REVIEW)),
        )
    )
    return part(conn, MoreTime, wanted, window, ExtensionRequest.id)
