"""The bundle versions of the installation: when each is in force, and how many cases run under it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Executable, case, func, or_, select

from permits.errors import NotFound
from permits.models import Application, BundleEvent, BundleProposal, BundleVersion, User
from permits.queries.reading.rows import Document
from permits.queries.typed import columns_of, every, first
from workflows import group

RUNNING = group("application", "running")
ACCEPTED = RUNNING - group("application", "unaccepted")


@dataclass(frozen=True, slots=True)
class Version:
    """One version as imported, with the numbers of all its cases and of those that run."""

    key: str
    version: str
    digest: str
    imported_at: datetime
    imported_by: str
    cases: int
    running: int


def versions(conn: Connection, area: str | None = None) -> list[Version]:
    """List the versions, oldest import first; cases are counted in one area or, without one, in all."""
    pins = (Application.bundle, Application.bundle_version)
    is_running = func.sum(case((Application.state.in_(RUNNING), 1), else_=0))
    cases = select(*pins, func.count().label("cases"), is_running.label("running")).group_by(*pins)
    counted = (cases if area is None else cases.where(Application.area == area)).subquery()
    columns = (
        *(BundleVersion.key, BundleVersion.version, BundleVersion.digest),
        *(BundleVersion.imported_at, BundleVersion.imported_by),
        *(func.coalesce(counted.c.cases, 0), func.coalesce(counted.c.running, 0)),
    )
    same = (counted.c.bundle == BundleVersion.key) & (counted.c.bundle_version == BundleVersion.version)
    return every(conn, Version, select(*columns).outerjoin(counted, same).order_by(BundleVersion.id))


@dataclass(frozen=True, slots=True)
class Accepted:
    """An accepted case that runs under a version."""

    id: int
    area: str


def accepted_under(conn: Connection, key: str, version: str) -> list[Accepted]:
    """List the accepted cases that run under a version, oldest first."""
    under = (Application.bundle == key) & (Application.bundle_version == version)
    wanted = select(Application.id, Application.area).where(under, Application.state.in_(ACCEPTED))
    return every(conn, Accepted, wanted.order_by(Application.id))


@dataclass(frozen=True, slots=True)
class Proposal:
    """A version proposed for release; `outcome` is None while it waits."""

    id: int
    key: str
    version: str
    digest: str
    area: str | None
    from_on: date
    note: str
    proposed_at: datetime
    proposed_by: int
    outcome: str | None
    proposer_zh: str
    proposer_en: str


@dataclass(frozen=True, slots=True)
class Act:
    """One act on a bundle, as the chain holds it."""

    seq: int
    type: str
    key: str
    version: str
    actor: str
    at: datetime
    payload: Document


def proposals(conn: Connection, area: str) -> list[Proposal]:
    """List what waits for release in an area or in all, the oldest first."""
    return every(conn, Proposal, _proposed(area, BundleProposal.outcome.is_(None)))


def proposal(conn: Connection, number: int, area: str) -> Proposal:
    """Return a proposal for an area or for all.

    Raises:
        NotFound: there is none of this number.
    """
    found = first(conn, Proposal, _proposed(area, BundleProposal.id == number))
    if found is None:
        raise NotFound
    return found


def proposed_text(conn: Connection, number: int) -> str:
    """Return the text of a proposal."""
    return str(conn.execute(select(BundleProposal.content).where(BundleProposal.id == number)).scalar_one())


def _proposed(area: str, *further: ColumnElement[bool]) -> Executable:
    named = {"proposer_zh": User.name_zh, "proposer_en": User.name_en}
    wanted = select(*columns_of(Proposal, BundleProposal, named)).join(User, User.id == BundleProposal.proposed_by)
    seen = or_(BundleProposal.area.is_(None), BundleProposal.area == area)
    return wanted.where(seen, *further).order_by(BundleProposal.id)


def acts_on_bundles(conn: Connection, most: int) -> list[Act]:
    """List the last acts on bundles, the latest first."""
    return every(conn, Act, select(*columns_of(Act, BundleEvent)).order_by(BundleEvent.seq.desc()).limit(most))
