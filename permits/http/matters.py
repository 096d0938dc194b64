"""The matters of the office, and what a row of a case is called in its own matter."""

from collections.abc import Mapping
from typing import Protocol

from flask import request

from permits.errors import NotFound
from permits.http.caller import office
from workflows import Bundle, PermitRule, Text


class OfMatter(Protocol):
    """A row that names the bundle of its case."""

    @property
    def bundle(self) -> str:
        """The bundle's key."""


def matters() -> dict[str, Bundle]:
    """Return the bundles in force by key, in the order of the catalogue."""
    return {one.key: one for one in sorted(office().bundles.values(), key=lambda one: (one.order, one.key))}


def matter(key: str) -> Bundle:
    """Return a bundle in force by its key; without a key the first of the catalogue.

    Raises:
        NotFound: there is none.
    """
    found = matters()
    if key and key not in found:
        raise NotFound
    return found[key] if key else next(iter(found.values()))


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


def bundle_of(row: OfMatter) -> Bundle | None:
    """Return the bundle of a row; None where it is missing."""
    return office().bundles.get(row.bundle)


def permit_rule(row: OfMatter, permit: str) -> PermitRule | None:
    """Return the rule of a permit in its own matter; None where its bundle has none."""
    bundle = bundle_of(row)
    return bundle.permits.get(permit) if bundle else None


def permit_name(row: OfMatter, permit: str) -> Text:
    """Return the name of a permit in its own matter; its key where its bundle has none."""
    rule = permit_rule(row, permit)
    return rule.name if rule else Text(permit, permit)


def permit_short(row: OfMatter, permit: str) -> Text:
    """Return the short name of a permit in its own matter; its key where its bundle has none."""
    rule = permit_rule(row, permit)
    return rule.short if rule else Text(permit, permit)


def place_of(row: OfMatter, site: Mapping[str, object]) -> str:
    """Name the place of a case as its own matter declares it."""
    bundle = bundle_of(row)
    return bundle.form.place_of(site) if bundle else ""
