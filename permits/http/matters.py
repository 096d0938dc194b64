"""The matters of the office: the catalogue, and the one that a page or a row is about."""

from typing import Protocol, cast

from flask import g, request

from permits import clock
from permits.errors import NotFound
from permits.http.caller import area, office
from workflows import Bundle, Text, local_day


class OfMatter(Protocol):
    """A row that names the bundle of its case."""

    @property
    def bundle(self) -> str:
        """The bundle's key."""


def matters() -> dict[str, Bundle]:
    """Return the bundles in force today in the caller's area, in the order of the catalogue.

    Without a caller, those of the installation's area.
    """
    if "matters" not in g:
        g.matters = office().in_force(area(), local_day(clock.now()))
    return cast("dict[str, Bundle]", g.matters)


def matter(key: str) -> Bundle:
    """Return a bundle in force by its key; without a key the first of the catalogue.

    Raises:
        NotFound: there is none.
    """
    known = matters()
    found = known.get(key) if key else next(iter(known.values()), None)
    if found is None:
        raise NotFound
    return found


def wanted_matter() -> str:
    """Return the key of the matter that a list is asked for; empty for all.

    Raises:
        NotFound: there is none of this key.
    """
    wanted = request.args.get("matter", "")
    return matter(wanted).key if wanted else ""


def matter_name(row: OfMatter) -> Text | None:
    """Return the name of a row's matter, which tells cases apart; None where the office has only one."""
    known = matters()
    return known[row.bundle].name if len(known) > 1 and row.bundle in known else None
