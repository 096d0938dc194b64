"""Prepare a new installation; check and read an existing one."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, select

from permits import clock
from permits.config import Settings
from permits.db import check_database, perform, reading
from permits.errors import Conflict, Invalid, SetupFault
from permits.files import FolderStore
from permits.models import CalendarDay, Setting
from permits.office import Office
from permits.queries.office import installation
from permits.schema import Revision, Standing, after, alone, check, look, migrate
from permits.seeds.calendar_days import official_days
from permits.seeds.demo import seed_demo
from permits.seeds.history import Track
from permits.seeds.office import is_seeded, seed_office
from permits.services.bundles.importing import check_sound, import_new
from permits.services.house.offices import load_office
from permits.services.keeping.retention import periods
from workflows import N_, BundleError, Calendar, Day, beside, bundle_files, bundle_source, bundle_text, local_day

FIRST_YEAR, LAST_YEAR = 2023, 2031
PATIENCE_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Prepared:
    """What `prepare` did, or would do: whether the office is new, the steps of the schema, the bundles imported."""

    is_new: bool
    before: str | None
    steps: tuple[Revision, ...]
    bundles: tuple[str, ...]

    @property
    def is_nothing(self) -> bool:
        """Return whether the database was up to date."""
        return not (self.is_new or self.steps or self.bundles)


def prepare(engine: Engine, settings: Settings, *, patience_seconds: float = PATIENCE_SECONDS) -> Prepared:
    """Migrate a database and record its kind; one process at a time, the others wait. Commits step by step.

    A schema that a newer version has made, and with which this one serves, stays as it is.

    Raises:
        SetupFault: the database cannot serve, was created as the other kind, or is newer; another process prepares.
        Conflict: others held a table all the time; run it again.
    """
    check_database(engine)
    with alone(engine, patience_seconds=patience_seconds):
        if _standing(engine, settings) is Standing.NEWER:
            return Prepared(is_new=False, before=None, steps=(), bundles=())
        change = migrate(engine)
        is_new, bundles = perform(engine, lambda conn: _fill(conn, settings))
    return Prepared(is_new, change.before, change.steps, bundles)


def rehearse(engine: Engine, settings: Settings) -> Prepared:
    """Tell what `prepare` would do; changes nothing. Bundles are known once the schema is the newest.

    Raises:
        SetupFault: `prepare` would refuse.
    """
    check_database(engine)
    standing = _standing(engine, settings)
    with reading(engine) as conn:
        before = look(conn).revision
    if standing is Standing.NEWER:
        return Prepared(is_new=False, before=before, steps=(), bundles=())
    if standing is not Standing.CURRENT:
        return Prepared(before is None, before, after(before), ())
    with engine.connect() as conn:
        is_new, bundles = _fill(conn, settings)
        conn.rollback()
    return Prepared(is_new, before, (), bundles)


def _standing(engine: Engine, settings: Settings) -> Standing:
    with reading(engine) as conn:
        found = look(conn)
        if found.standing is not Standing.EMPTY:
            check_kind(conn, settings)
        if found.standing in {Standing.CURRENT, Standing.NEWER}:
            check(conn)
        return found.standing


def _fill(conn: Connection, settings: Settings) -> tuple[bool, tuple[str, ...]]:
    is_new = _found(conn, settings)
    return is_new, import_shipped(conn, settings, is_new=is_new)


def import_shipped(conn: Connection, settings: Settings, *, is_new: bool) -> tuple[str, ...]:
    """Import the shipped bundles and, into a new sandbox, those of `BUNDLES_DIR`; the caller commits.

    A bundle's first version is in force as far back as the calendar reaches, a later one from today.

    Returns:
        The versions that were new, as KEY@VERSION.

    Raises:
        SetupFault: a file is malformed or not sound, or was changed without a version of its own.
    """
    at = clock.wall() + timedelta(seconds=installation.clock_offset(conn))
    folder = settings.bundles_dir if settings.sandbox and is_new else None
    files = [(path, True) for path in bundle_files()]
    files += [(path, False) for path in bundle_files(folder)] if folder else []
    imported = (_import(conn, path, at=at, is_shipped=is_shipped) for path, is_shipped in files)
    return tuple(version for version in imported if version)


def _import(conn: Connection, path: Path, *, at: datetime, is_shipped: bool) -> str | None:
    try:
        if not is_shipped:  # the shipped ones are checked before they are shipped
            check_sound(bundle_source(path), path.name, local_day(at), beside(path))
        return import_new(conn, bundle_text(path), path.name, first_on=date(FIRST_YEAR, 1, 1), at=at)
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
    facts = {
        installation.SANDBOX: str(int(settings.sandbox)),
        installation.CLOCK_OFFSET: str(offset),
        installation.FOUNDED_AT: clock.wall().isoformat(),
    }
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
        if look(conn).fault or installation.setting(conn, installation.SANDBOX) is None:
            return None
        check_kind(conn, settings)
        clock.set_offset(installation.clock_offset(conn))
        return load_office(conn, settings)
