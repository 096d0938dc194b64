"""Prepare a new installation; check and read an existing one."""

import secrets
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, inspect, select

from permits import clock
from permits.config import Settings
from permits.db import check_database, migrate, pending, perform, reading
from permits.errors import Conflict, Invalid, SetupFault
from permits.files import FolderStore
from permits.models import CalendarDay, Setting
from permits.office import Office
from permits.queries.office import installation
from permits.seeds.calendar_days import official_days
from permits.seeds.demo import seed_demo
from permits.seeds.history import Track
from permits.seeds.office import is_seeded, seed_office
from permits.services.bundles.importing import check_sound, import_new
from permits.services.house.offices import load_office
from permits.services.keeping.retention import periods
from workflows import N_, BundleError, Calendar, Day, beside, bundle_files, bundle_source, bundle_text, local_day

FIRST_YEAR, LAST_YEAR = 2023, 2031


def prepare(engine: Engine, settings: Settings) -> bool:
    """Migrate a database and record its kind; returns whether it is new. Commits.

    Raises:
        SetupFault: the database cannot serve, or was created as the other kind.
    """
    check_database(engine)
    with reading(engine) as conn:
        if inspect(conn).has_table(Setting.__tablename__):
            check_kind(conn, settings)
    migrate(engine)

    def found(conn: Connection) -> bool:
        is_new = _found(conn, settings)
        import_shipped(conn, settings, is_new=is_new)
        return is_new

    return perform(engine, found)


def import_shipped(conn: Connection, settings: Settings, *, is_new: bool) -> None:
    """Import the shipped bundles and, into a new sandbox, those of `BUNDLES_DIR`; the caller commits.

    A bundle's first version is in force as far back as the calendar reaches, a later one from today.

    Raises:
        SetupFault: a file is malformed or not sound, or was changed without a version of its own.
    """
    at = clock.wall() + timedelta(seconds=installation.clock_offset(conn))
    for path in bundle_files():
        _import(conn, path, at=at)
    for path in bundle_files(settings.bundles_dir) if settings.bundles_dir and settings.sandbox and is_new else ():
        _import(conn, path, at=at, is_shipped=False)


def _import(conn: Connection, path: Path, *, at: datetime, is_shipped: bool = True) -> None:
    try:
        if not is_shipped:  # the shipped ones are checked before they are shipped
            check_sound(bundle_source(path), path.name, local_day(at), beside(path))
        import_new(conn, bundle_text(path), path.name, first_on=date(FIRST_YEAR, 1, 1), at=at)
    except (Invalid, Conflict, BundleError) as fault:
        faults = (
            [f"{place}: {said % more}" for place, said, more in fault.problems] if isinstance(fault, Invalid) else []
        )
        raise SetupFault("; ".join([str(fault), *faults])) from fault


def shipped_calendar() -> Calendar:
    """Return the working days that `prepare` fills a database with."""
    return Calendar(official_days(FIRST_YEAR, LAST_YEAR))


def fill(engine: Engine, settings: Settings, *, track: Track = iter) -> int:
    """Seed the demo office into a new sandbox, with its recent history unless the settings say without. Commits.

    `track` reports progress by day.

    Returns:
        The number of applications created.

    Raises:
        Conflict: this is no sandbox, or it already has an office.
    """
    perform(engine, lambda conn: _found_office(conn, settings))
    office = read_office(engine, settings)
    if office is None or not settings.sandbox_demo:
        return 0
    return seed_demo(engine, office, FolderStore(settings.upload_dir), now=clock.now(), track=track)


def is_empty(engine: Engine) -> bool:
    """Return whether the database has no office yet."""
    with reading(engine) as conn:
        return not is_seeded(conn)


def _found_office(conn: Connection, settings: Settings) -> None:
    if not settings.sandbox:
        raise Conflict("not_a_sandbox", N_("The demo office has known passwords: it is for a sandbox only"))
    if is_seeded(conn):
        raise Conflict("already_seeded", N_("An office stands in this database already"))
    seed_office(conn, settings)


def _found(conn: Connection, settings: Settings) -> bool:
    """Record once whether this is a sandbox and its clock's offset, and fill the calendar."""
    if conn.execute(select(CalendarDay.on).limit(1)).first() is None:
        conn.execute(insert(CalendarDay), [_row(day) for day in official_days(FIRST_YEAR, LAST_YEAR)])
    if installation.setting(conn, installation.DIGEST_KEY) is None:
        # digests of an office that stands already were made with its SECRET_KEY
        secret = settings.secret_key if is_seeded(conn) else secrets.token_hex(32)
        stored = settings.keys.encrypt(secret)
        conn.execute(insert(Setting).values(key=installation.DIGEST_KEY, value=stored))
    if installation.setting(conn, installation.SANDBOX) is not None:
        return False
    start = settings.sandbox_now if settings.sandbox else None
    offset = (start - clock.wall()).total_seconds() if start else 0.0
    facts = {installation.SANDBOX: str(int(settings.sandbox)), installation.CLOCK_OFFSET: str(offset)}
    conn.execute(insert(Setting), [{"key": key, "value": value} for key, value in facts.items()])
    return True


def _row(day: Day) -> dict[str, object]:
    return {
        "on": day.on,
        "working": day.working,
        "official": day.official,
        "name_zh": day.name_zh,
        "name_en": day.name_en,
        "source": day.source or ("state-council-notice" if day.official else "statutory-holidays"),
    }


def check_kind(conn: Connection, settings: Settings) -> None:
    """Refuse to serve a real office's database as a sandbox, or a sandbox's database as real.

    Raises:
        SetupFault: the database was created as the other kind.
    """
    known = installation.setting(conn, installation.SANDBOX)
    if known is None:
        return
    was_sandbox = known == "1"
    if settings.sandbox and not was_sandbox:
        raise SetupFault("SANDBOX=1, but this database was not created as a sandbox: name another DATABASE_URL")
    if was_sandbox and not settings.sandbox:
        raise SetupFault("this database was created as a sandbox, with demo passwords: set SANDBOX=1 or name another")


def read_office(engine: Engine, settings: Settings) -> Office | None:
    """Load the office and set its clock; None while the database waits for `flask prepare`.

    Raises:
        SetupFault: the database is not what the settings say, or the periods of retention are malformed.
        BundleError: a bundle contradicts itself.
    """
    periods()
    with reading(engine) as conn:
        if pending(conn) or installation.setting(conn, installation.SANDBOX) is None:
            return None
        check_kind(conn, settings)
        clock.set_offset(installation.clock_offset(conn))
        return load_office(conn, settings)
