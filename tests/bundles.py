"""Changes of the shipped bundle that tests share."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Engine

from permits import clock
from permits.db import perform, reading
from permits.office import Edition, Library, Office
from permits.services.bundles.importing import Entry, Imported, import_bundle
from permits.services.calendar.calendars import renew
from workflows import Bundle, JoinPolicy, Text, bundle_files, bundle_source, load_bundles
from workflows.definition.bundle import ProcedureRule
from workflows.definition.catalogue import parse_bundle
from workflows.definition.deciders import BUREAU, with_deciders
from workflows.definition.expressions import compile_expression

LOCAL = Text("《某市道路条例》第九条", "Roads Regulations of a city art. 9")


class Substituted(Library):
    """A library in which some versions read as a test wants them."""

    def __init__(self, known: Library, instead: Mapping[tuple[str, str], Bundle]) -> None:
        super().__init__(known.current, self._same)
        self._known, self._instead = known, instead

    def _same(self) -> Edition:
        return self._known.current

    def find(self, key: str, version: str) -> Bundle | None:
        return self._instead.get((key, version)) or super().find(key, version)


FIRST_DAY = date(2023, 1, 1)


def put_in_force(engine: Engine, office: Office, text: str, **entry: Any) -> Imported:
    """Import a bundle file into the database of a test, by default as if it had always been in force."""
    wanted = Entry(**{"area": None, "from_on": FIRST_DAY, "by": "a test", "at": clock.now(), **entry})
    done = perform(engine, lambda conn: import_bundle(conn, text, "test.toml", wanted))
    with reading(engine) as conn:
        renew(conn, office)
    return done


def ending(on: date) -> Entry:
    """Say how a version is retired from a day on, in all areas."""
    return Entry(area=None, from_on=on, by="a test", at=clock.now())


def version_of(number: str, *changes: tuple[str, str], key: str = "road-access") -> str:
    """Return the shipped bundle as another version, with some texts of its file replaced wherever they stand."""
    text = next(found for path in bundle_files() if f'key = "{key}"' in (found := bundle_source(path)))
    for old, new in (("\nversion = " + json.dumps(load_bundles()[key].version), f'\nversion = "{number}"'), *changes):
        assert old in text, old
        text = text.replace(old, new)
    return text


def reworded(*changes: tuple[str, str], key: str = "road-access") -> Bundle:
    """Read a shipped bundle under its own version, with some texts of its file replaced wherever they stand."""
    return parse_bundle(version_of(load_bundles()[key].version, *changes, key=key), f"{key}.toml")


def bundle_of(office: Office, key: str = "road-access") -> Bundle:
    """Return the shipped version of a bundle as an office reads it."""
    found = office.library.find(key, load_bundles()[key].version)
    assert found is not None
    return found


def by_bureau(bundle: Bundle) -> Bundle:
    """Have the approval bureau sign every permit of a bundle that is written for its departments."""
    return with_deciders(replace(bundle, switches={**bundle.switches, "decider_mode": BUREAU}))


def serving(office: Office, *bundles: Bundle) -> Office:
    """Give an office other bundles in the place of the versions they name."""
    return replace(office, library=Substituted(office.library, {(one.key, one.version): one for one in bundles}))


def requiring(bundle: Bundle, *grounds: str) -> Bundle:
    """Have a local law require special procedures of every permit, as the bundle of a locality names them."""
    always = compile_expression("true", (), place="a local law")
    rules = tuple(ProcedureRule(ground, always, LOCAL) for ground in grounds)
    permits = {key: replace(rule, procedures=(*rule.procedures, *rules)) for key, rule in bundle.permits.items()}
    return replace(bundle, permits=permits)


def joined(office: Office, policy: JoinPolicy) -> Office:
    """Give an office bundles whose permits are joined by another policy."""
    return serving(office, *(replace(bundle, join=policy) for bundle in office.all_versions()))


def with_local_law(office: Office, *grounds: str) -> Office:
    """Give an office the bundle of a locality whose law requires special procedures."""
    return serving(office, *(requiring(bundle, *grounds) for bundle in office.all_versions()))
