"""Import a bundle version, put it in force from a day, retire it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Integer, String, and_, cast, insert, or_, select, true, update
from sqlalchemy.dialects import postgresql, sqlite

from permits.errors import Conflict, Invalid, NotFound
from permits.models import Area, BundleTerm, BundleVersion, Setting
from permits.queries.office.installation import OFFICE_EDITION
from permits.services.bundles.trail import Acts
from workflows import N_, SHIPPED, Shelf, check_text, digest_of, local_day, parse_bundle, whole_text

INSTALLATION = "installation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """How a version is put in force: in one area or, without one, in all, from a day; by whom and when."""

    area: str | None
    from_on: date
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did; both are False where the same version was in force from that day already."""

    key: str
    version: str
    digest: str
    is_new_version: bool
    is_new_term: bool


def check_sound(text: str, file: str, on: date, shelf: Shelf = SHIPPED) -> None:
    """Refuse a bundle that some case could fail under; what it rests on is looked for on the shelf.

    Raises:
        Invalid: lists every fault.
    """
    report = check_text(text, file, on, shelf)
    if report.errors:
        found: Iterable[tuple[str, str, dict[str, object]]] = (
            (f"{one.file}:{one.line}: {one.place}", "%(why)s", {"why": one.sentence}) for one in report.errors
        )
        raise Invalid(found, N_("%(place)s is not sound: nothing was imported"), params={"place": file})


def import_bundle(conn: Connection, text: str, file: str, entry: Entry, *, is_act: bool = True) -> Imported:
    """Keep a version whole and put it in force; the same once more changes nothing. The caller checks and commits.

    Cases accepted before keep their version, whatever day it is in force from. A district's overlay is kept resolved,
    so that no later import of its base changes it. Without `is_act` it is part of another act: the caller has lined up
    and records that.

    Raises:
        BundleError: the file is malformed.
        Conflict: the version is known with another content.
        NotFound: there is no such area.
    """
    if is_act:
        line_up(conn)
    if entry.area is not None and conn.execute(select(Area.code).where(Area.code == entry.area)).first() is None:
        raise NotFound(N_("There is no area %(area)s"), params={"area": entry.area})
    text = whole_text(text, file)
    bundle, digest = parse_bundle(text, file), digest_of(text, file)
    is_new_version = _keep(conn, bundle.key, bundle.version, digest, text=text, entry=entry)
    is_new_term = put_in_force(conn, bundle.key, bundle.version, entry)
    if is_act and (is_new_version or is_new_term):
        told = {"digest": digest, "area": entry.area, "from": entry.from_on.isoformat()}
        Acts(conn, entry.by, entry.at).record("bundle.imported", bundle.key, bundle.version, told)
    return Imported(bundle.key, bundle.version, digest, is_new_version, is_new_term)


def import_new(conn: Connection, text: str, file: str, *, first_on: date, at: datetime) -> str | None:
    """Import a version this office does not know: the first of its bundle is in force from `first_on`, others today.

    Returns:
        KEY@VERSION; None where it is known.

    Raises:
        BundleError: the file is malformed.
        Conflict: the version is known with another content.
    """
    text = whole_text(text, file)
    bundle = parse_bundle(text, file)
    known = set(conn.execute(select(BundleVersion.version).where(BundleVersion.key == bundle.key)).scalars())
    entry = Entry(area=None, from_on=local_day(at) if known else first_on, by=INSTALLATION, at=at)
    if bundle.version not in known:
        import_bundle(conn, text, file, entry)
        return f"{bundle.key}@{bundle.version}"
    _keep(conn, bundle.key, bundle.version, digest_of(text, file), text=text, entry=entry)
    return None


def _keep(conn: Connection, key: str, version: str, digest: str, *, text: str, entry: Entry) -> bool:
    is_new = refuse_known(conn, key, version, digest)
    if is_new:
        content = {"digest": digest, "content": text, "imported_at": entry.at, "imported_by": entry.by}
        conn.execute(insert(BundleVersion).values(key=key, version=version, **content))
    return is_new


def refuse_known(conn: Connection, key: str, version: str, digest: str) -> bool:
    """Return whether a version is new here.

    Raises:
        Conflict: it is known with another content.
    """
    one = and_(BundleVersion.key == key, BundleVersion.version == version)
    known = conn.execute(select(BundleVersion.digest).where(one)).scalar()
    if known is not None and known != digest:
        raise Conflict(
            "version_taken",
            N_(
                "Version %(version)s of “%(bundle)s” is known with another content, and cases may run under it:"
                " give the changed file a version of its own"
            ),
            params={"bundle": key, "version": version},
        )
    return known is None


def put_in_force(conn: Connection, key: str, version: str, entry: Entry) -> bool:
    """Put a known version in force; returns whether it was not, from that day. The caller begins an edition."""
    of_area = BundleTerm.area.is_(None) if entry.area is None else BundleTerm.area == entry.area
    same = _of(key, version) & of_area & (BundleTerm.from_on == entry.from_on) & BundleTerm.retired_on.is_(None)
    if conn.execute(select(BundleTerm.id).where(same)).first() is not None:
        return False
    about = {"area": entry.area, "from_on": entry.from_on, "set_at": entry.at, "set_by": entry.by}
    conn.execute(insert(BundleTerm).values(key=key, version=version, **about))
    return True


def retire(conn: Connection, key: str, version: str, entry: Entry, *, is_general: bool = True) -> int:
    """End a version's days in force from a day; the one before it is in force again. Returns the number of terms.

    In every area, or not `is_general` in that of the entry alone. Cases accepted under it stay under it. The caller
    commits.

    Raises:
        NotFound: no such version is in force on that day or later.
    """
    line_up(conn)
    still = or_(BundleTerm.retired_on.is_(None), BundleTerm.retired_on > entry.from_on)
    there = true() if is_general else BundleTerm.area == entry.area
    ended = update(BundleTerm).where(_of(key, version), still, there).values(retired_on=entry.from_on)
    count = conn.execute(ended).rowcount
    if not count:
        message = N_("Version %(version)s of “%(bundle)s” is not in force then")
        raise NotFound(message, params={"bundle": key, "version": version})
    told = {"area": None if is_general else entry.area, "from": entry.from_on.isoformat()}
    Acts(conn, entry.by, entry.at).record("bundle.retired", key, version, told)
    return count


def end_term(conn: Connection, key: str, version: str, entry: Entry, *, retired_on: date | None) -> None:
    """Set the first day without a version that one area put in force from a day; None: it stays in force."""
    line_up(conn)
    own = (BundleTerm.area == entry.area) & (BundleTerm.from_on == entry.from_on)
    conn.execute(update(BundleTerm).where(_of(key, version), own).values(retired_on=retired_on))


def _of(key: str, version: str) -> ColumnElement[bool]:
    return and_(BundleTerm.key == key, BundleTerm.version == version)


def line_up(conn: Connection) -> None:
    """Begin a new edition of the office; importers wait for each other."""
    insert_into = postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert
    following = cast(cast(Setting.value, Integer) + 1, String)
    row = insert_into(Setting).values(key=OFFICE_EDITION, value="1")
    conn.execute(row.on_conflict_do_update(index_elements=[Setting.key], set_={"value": following}))
