"""Procedures beside the review of a case, as the office, the applicant and the public see them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, select

from forms.part_fields import place_of
from permits.errors import NotFound
from permits.models import Application, Hearing, Permit, PublicNotice
from permits.queries.reading.rows import Document, EmergencyReport, Texts
from permits.queries.reading.rows_beside import Photo, Statement, Survey
from permits.queries.typed import Columns, columns_of, every, first
from workflows import group, midnight

IN_REVIEW = group("permit", "in_review")
MOST = 200


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
    site: Document
    department: str
    required_because: Texts

    @property
    def place(self) -> str:
        """The site on one line."""
        return place_of(self.site)


@dataclass(frozen=True, slots=True)
class PublicHearing:
    """A hearing that everybody may attend."""

    permit: str
    held_at: datetime
    place: str
    title: str
    number: str | None
    bundle: str


@dataclass(frozen=True, slots=True)
class Noticed:
    """The application and the permit of a public notice."""

    application_id: int
    permit: str


OF_CASE: Columns = {"title": Application.title, "number": Application.number, "bundle": Application.bundle}
OF_NOTICE: Columns = {
    **OF_CASE,
    "application_id": Application.id,
    "site": Application.site,
    "department": Permit.department,
    "required_because": Permit.required_because,
}


def on_public_notice(conn: Connection, area: str, on: date) -> list[OnNotice]:
    """List the undecided permits on public notice on a day, the first to end first."""
    rows = (
        select(*columns_of(OnNotice, PublicNotice, OF_NOTICE))
        .join(Application, Application.id == PublicNotice.application_id)
        .join(Permit, (Permit.application_id == PublicNotice.application_id) & (Permit.key == PublicNotice.permit))
        .where(PublicNotice.area == area, PublicNotice.to_on >= on, Permit.state.in_(IN_REVIEW))
        .order_by(PublicNotice.to_on, PublicNotice.id)
        .limit(MOST)
    )
    return every(conn, OnNotice, rows)


def public_hearings(conn: Connection, area: str, today: date) -> list[PublicHearing]:
    """List the hearings called for today or later, the next one first."""
    rows = (
        select(*columns_of(PublicHearing, Hearing, OF_CASE))
        .join(Application, Application.id == Hearing.application_id)
        .where(Hearing.area == area, Hearing.state == "called", Hearing.held_at >= midnight(today))
        .order_by(Hearing.held_at, Hearing.id)
        .limit(MOST)
    )
    return every(conn, PublicHearing, rows)


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
