"""What goes on beside the review of a case, as it is shown: to the office, to the applicant, to everybody."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from permits.errors import NotFound
from permits.models import Application, Hearing, Permit, PublicNotice, SpecialProcedure, Statement, Survey, User
from permits.queries.case.photos import photos_of
from workflows import group, midnight

STOPS = ("permit", "ground", "law", "notice", "number", "expected_days", "started_on", "ended_on")
HEARINGS = (
    *("permit", "state", "parties", "told_on", "request_by_on", "requested_by", "requested_on", "hold_by_on"),
    *("held_at", "place", "chair", "record"),
)
NOTICES = ("permit", "from_on", "to_on")
STATEMENTS = ("id", "permit", "kind", "by", "text", "received_at", "answer", "answered_at")
SURVEYS = ("id", "state", "booked_at", "place", "departments", "officers", "findings", "recorded_at")
IN_REVIEW = group("permit", "in_review")
MOST = 200


def procedures_of(conn: Connection, application_id: int, *, own: str | None = None) -> dict[str, list[dict[str, Any]]]:
    """List stops, hearings, public notices, statements and site visits of a case, oldest first.

    `own` is the applicant's name where the applicant looks: it reads what others say, and not who they are; it sees
    the photographs of a visit once they are part of its record.
    """
    return {
        "stops": _all(conn, SpecialProcedure, STOPS, application_id),
        "hearings": _all(conn, Hearing, HEARINGS, application_id),
        "public_notices": _all(conn, PublicNotice, NOTICES, application_id),
        "statements": [_said(one, own) for one in _all(conn, Statement, STATEMENTS, application_id)],
        "surveys": [
            {**one, "photos": photos_of(conn, application_id, one["id"]) if own is None or one["recorded_at"] else []}
            for one in _all(conn, Survey, SURVEYS, application_id)
        ],
    }


def _said(statement: dict[str, Any], own: str | None) -> dict[str, Any]:
    return statement if own in {None, statement["by"]} else {**statement, "by": ""}


def names_of(conn: Connection, usernames: Collection[str], language: str) -> dict[str, str]:
    """Name people of the office by their user names."""
    if not usernames:
        return {}
    columns = (User.username, User.name_en if language == "en" else User.name_zh)
    return {row[0]: row[1] for row in conn.execute(select(*columns).where(User.username.in_(usernames)))}


def _all(conn: Connection, model: Any, names: Sequence[str], application_id: int) -> list[dict[str, Any]]:
    wanted = select(*(getattr(model, name) for name in names)).where(model.application_id == application_id)
    return [dict(row._mapping) for row in conn.execute(wanted.order_by(model.id))]  # noqa: SLF001 - SQLAlchemy's public name for a row by column


PUBLIC = (
    PublicNotice.id,
    PublicNotice.permit,
    PublicNotice.from_on,
    PublicNotice.to_on,
    Application.id.label("application_id"),
    Application.number,
    Application.title,
    Application.bundle,
    Application.site,
    Permit.department,
    Permit.required_because,
)


def on_public_notice(conn: Connection, area: str, on: date) -> list[Any]:
    """List what stands on public notice on a day, the first to end on top; what is decided or withdrawn is not."""
    rows = (
        select(*PUBLIC)
        .join(Application, Application.id == PublicNotice.application_id)
        .join(Permit, (Permit.application_id == PublicNotice.application_id) & (Permit.key == PublicNotice.permit))
        .where(PublicNotice.area == area, PublicNotice.to_on >= on, Permit.state.in_(IN_REVIEW))
        .order_by(PublicNotice.to_on, PublicNotice.id)
        .limit(MOST)
    )
    return list(conn.execute(rows))


def public_hearings(conn: Connection, area: str, today: date) -> list[Any]:
    """List the hearings called for today or later, the next one first."""
    about = (Application.title, Application.number, Application.bundle)
    rows = (
        select(Hearing.permit, Hearing.held_at, Hearing.place, *about)
        .join(Application, Application.id == Hearing.application_id)
        .where(Hearing.area == area, Hearing.state == "called", Hearing.held_at >= midnight(today))
        .order_by(Hearing.held_at, Hearing.id)
        .limit(MOST)
    )
    return list(conn.execute(rows))


def public_notice(conn: Connection, area: str, notice_id: int) -> Any:
    """Find one public notice: its application and permit.

    Raises:
        NotFound: there is none in this area.
    """
    wanted = select(PublicNotice.application_id, PublicNotice.permit)
    found = conn.execute(wanted.where(PublicNotice.area == area, PublicNotice.id == notice_id)).first()
    if found is None:
        raise NotFound
    return found
