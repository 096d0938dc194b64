"""Bundles as they are named on the command line: a file, KEY or KEY@VERSION."""

from pathlib import Path

from permits import clock
from permits.cli.areas import one_area
from permits.cli.output import require_office
from permits.errors import NotFound
from permits.http import office
from workflows import N_, Bundle, local_day, read_bundle


def bundle_named(what: str, area: str | None = None) -> Bundle:
    """Return the bundle of a file, or a version the office keeps: the one in force today where none is named.

    In force in an area, by default the home area.

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
    return version_named(key, number or None, area)


def version_named(key: str, number: str | None, area: str | None = None) -> Bundle:
    """Return a version the office keeps, by default the one in force today in an area, or in the home area.

    Raises:
        NotFound: there is none.
    """
    where, today = one_area(area), local_day(clock.now())
    found = office().library.find(key, number) if number else office().current(key, where, today)
    if found is None:
        message = (
            N_("There is no version %(version)s of “%(bundle)s” here") if number else N_("“%(bundle)s” is not in force")
        )
        raise NotFound(message, params={"bundle": key, "version": number})
    return found
