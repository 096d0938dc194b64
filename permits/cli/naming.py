"""Bundles as they are named on the command line: a file, KEY or KEY@VERSION."""

from pathlib import Path

from permits import clock
from permits.cli.output import require_office
from permits.errors import NotFound
from permits.http import office, settings
from workflows import N_, Bundle, local_day, read_bundle


def bundle_named(what: str) -> Bundle:
    """Return the bundle of a file, or a version the office keeps: the one in force today where none is named.

    Raises:
        NotFound, BundleError: there is none, or the file is malformed.
        Conflict: it is no file, and the database is not prepared.
    """
    if (path := Path(what)).is_file():
        return read_bundle(path)
    key, _, number = what.partition("@")
    if what.endswith(".toml"):
        raise NotFound(N_("There is no file %(file)s"), params={"file": what})
    require_office()
    return version_named(key, number or None)


def version_named(key: str, number: str | None) -> Bundle:
    """Return a version the office keeps, by default the one in force today.

    Raises:
        NotFound: there is none.
    """
    area, today = settings().area_code, local_day(clock.now())
    found = office().library.find(key, number) if number else office().current(key, area, today)
    if found is None:
        message = (
            N_("There is no version %(version)s of “%(bundle)s” here") if number else N_("“%(bundle)s” is not in force")
        )
        raise NotFound(message, params={"bundle": key, "version": number})
    return found
