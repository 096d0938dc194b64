"""`flask bundles …`: check bundles; import, list, show and compare versions; move cases, retire a version."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import click
from sqlalchemy import Connection

from permits import clock
from permits.actor import SYSTEM
from permits.casefile import ActContext
from permits.cli.areas import ALL_AREAS, ONE_AREA, areas_wanted, one_area
from permits.cli.bundle_check import print_check
from permits.cli.naming import bundle_named, version_named
from permits.cli.output import AS_JSON, honest, honest_anywhere, put_out, wanting
from permits.db import perform, reading
from permits.errors import Refusal
from permits.http import engine, office
from permits.i18n import translate
from permits.office import Term
from permits.queries.office.bundle_versions import Version, accepted_under, versions
from permits.queries.office.editions import renew_library
from permits.queries.office.staffing import unstaffed
from permits.seeds.installing import shipped_calendar
from permits.services.bundles.importing import Entry, check_sound, import_bundle
from permits.services.bundles.importing import retire as retire_version
from permits.services.bundles.shelf import Kept
from permits.services.changing.migrating import Migration, Order, migrate
from workflows import (
    Difference,
    beside,
    bundle_source,
    check_files,
    differences,
    gravest,
    local_day,
    parse_bundle,
    whole_text,
)

DAY = click.DateTime(formats=["%Y-%m-%d"])
FROM = click.option("--from", "start", type=DAY, help="The first day, by default today.")
BY = "command line"
T = TypeVar("T")


@click.group("bundles")
def bundles_group() -> None:
    """Bundles 一件事 and their versions."""


@bundles_group.command("check")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@AS_JSON
@honest_anywhere
def check(files: Sequence[Path], *, as_json: bool) -> None:
    """Report every fault of bundles, their scenarios and lifecycles, with file and line; by default the shipped."""
    print_check(check_files(files, local_day(clock.now()), shipped_calendar()), as_json=as_json)


@bundles_group.command("import")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--area", help="The one area it is for; by default all.")
@FROM
@AS_JSON
@honest
def import_version(*, path: Path, area: str | None, start: datetime | None, as_json: bool) -> None:
    """Check a bundle file, keep it whole as a version, and put it in force; accepted cases stay on theirs."""
    at = clock.now()
    shelf = beside(path, Kept(office(), local_day(at)))
    source = bundle_source(path)
    check_sound(source, path.name, local_day(at), shelf)
    text = whole_text(source, path.name, shelf)
    entry = Entry(area=area, from_on=_day(start), by=BY, at=at)
    done = _change(lambda conn: import_bundle(conn, text, path.name, entry))
    with reading(engine()) as conn:
        found = [str(one) for one in unstaffed(conn, parse_bundle(text, path.name), area)]
    data = {**asdict(done), "area": area, "from": entry.from_on.isoformat(), "warnings": found}
    where = f"in {area}" if area else "in all areas"
    line = f"{done.key} {done.version} is in force {where} from {entry.from_on}"
    said = line if done.is_new_term else f"{line}: it was already"
    put_out(as_json, data, [said, *(f"  warning: {one}" for one in found)])


def _change(act: Callable[[Connection], T]) -> T:
    done = perform(engine(), act)
    with reading(engine()) as conn:
        renew_library(conn, office())
    return done


def _day(start: datetime | None) -> date:
    return start.date() if start else local_day(clock.now())


@bundles_group.command("list")
@AS_JSON
@honest
def list_versions(*, as_json: bool) -> None:
    """List every version: when and where it is in force, who imported it, how many cases run under it."""
    with reading(engine()) as conn:
        known = versions(conn)
    rows = [(one, _terms(one.key, one.version)) for one in known]
    data = [
        {**asdict(one), "readable": _is_readable(one), "terms": [_term(term) for term in terms]} for one, terms in rows
    ]
    lines = [line for one, terms in rows for line in _version_lines(one, terms)]
    put_out(as_json, {"items": data}, lines or ["no version is known"])


def _is_readable(one: Version) -> bool:
    return office().library.find(one.key, one.version) is not None


def _version_lines(one: Version, terms: Sequence[Term]) -> Iterator[str]:
    unread = "" if _is_readable(one) else "  UNREADABLE"
    by = f"imported {one.imported_at:%Y-%m-%d} by {one.imported_by}"
    yield f"{one.key} {one.version}  {one.digest[:12]}  {one.running} of {one.cases} cases run  {by}{unread}"
    yield from (f"    {_term_line(term)}" for term in terms)


def _terms(key: str, version: str) -> list[Term]:
    return [one for one in office().library.current.terms if (one.key, one.version) == (key, version)]


def _term(term: Term) -> dict[str, object]:
    ended = term.retired_on.isoformat() if term.retired_on else None
    return {"area": term.area, "from": term.from_on.isoformat(), "retired": ended}


def _term_line(term: Term) -> str:
    until = f", retired from {term.retired_on}" if term.retired_on else ""
    return f"from {term.from_on} in {term.area or 'all areas'}{until}"


@bundles_group.command("show")
@click.argument("key")
@click.option("--version", "number", help="Its number; by default the version in force today.")
@ONE_AREA
@AS_JSON
@honest
def show(key: str, *, number: str | None, area: str | None, as_json: bool) -> None:
    """Show a version: when it is in force, and its whole text."""
    bundle = version_named(key, number, area)
    current = office().library.current
    terms = _terms(bundle.key, bundle.version)
    text = current.texts[bundle.key, bundle.version]
    over = bundle.overlay
    base = {"key": over.key, "version": over.version, "digest": over.digest} if over else None
    data = {"key": bundle.key, "version": bundle.version, "name": asdict(bundle.name), "base": base, "content": text}
    heads = [f"# {bundle.key} {bundle.version}", *(f"# {_term_line(term)}" for term in terms)]
    heads += [f"# laid over {over.key} {over.version}, digest {over.digest[:12]}"] if over else []
    put_out(as_json, {**data, "terms": [_term(term) for term in terms]}, [*heads, text.rstrip()])


@bundles_group.command("diff")
@click.argument("old")
@click.argument("new")
@ONE_AREA
@AS_JSON
@honest_anywhere
def diff(old: str, new: str, *, area: str | None, as_json: bool) -> None:
    """Say how two versions differ, the weightiest first; each is a file, KEY (in force in an area) or KEY@VERSION."""
    before, after = bundle_named(old, area), bundle_named(new, area)
    found = differences(before, after)
    data = {"old": f"{before.key}@{before.version}", "new": f"{after.key}@{after.version}", "grade": gravest(found)}
    lines = [f"{one.grade:9}  {_said(one, 'en')}" for one in found]
    put_out(as_json, {**data, "differences": [_difference(one) for one in found]}, lines or ["nothing differs"])


def _said(one: Difference, lang: str) -> str:
    return translate(one.message, lang, {key: text.get(lang) for key, text in one.params.items()})


def _difference(one: Difference) -> Mapping[str, str]:
    return {"grade": one.grade, "place": one.place, "zh": _said(one, "zh"), "en": _said(one, "en")}


@bundles_group.command("migrate")
@click.argument("key")
@click.option("--from", "left", required=True, help="The version the cases run under.")
@click.option("--to", required=True, help="The version they are moved to.")
@click.option("--dry-run", "is_rehearsal", is_flag=True, help="Say what would change; change nothing.")
@ALL_AREAS
@AS_JSON
@honest
def migrate_cases(key: str, *, left: str, to: str, is_rehearsal: bool, area: str | None, as_json: bool) -> None:
    """Move the accepted cases of a version to another; what has no place in it refuses its case, which stays."""
    order, areas = Order(key, left, to), areas_wanted(area)
    version_named(key, to)
    with reading(engine()) as conn:
        wanted = [one for one in accepted_under(conn, key, left) if one.area in areas]
    done = [_migrate_one(one.id, one.area, order, is_rehearsal=is_rehearsal) for one in wanted]
    refused = [one for one in done if one.refused]
    data = {"dry_run": is_rehearsal, "migrated": len(done) - len(refused), "refused": len(refused)}
    lines = [line for one in done for line in _lines(one)]
    verb = "would move" if is_rehearsal else "moved"
    total = f"{data['migrated']} cases {verb} to {key} {to}, {data['refused']} refused"
    put_out(as_json, {**data, "cases": [_case(one) for one in done]}, [*lines, total])
    if refused:
        wanting()


def _migrate_one(application_id: int, area: str, order: Order, *, is_rehearsal: bool) -> Migration:
    def act(conn: Connection) -> Migration:
        context = ActContext(conn, SYSTEM(area), clock.now(), office())
        return migrate(context, application_id, order, is_rehearsal=is_rehearsal)

    try:
        if is_rehearsal:
            with reading(engine()) as conn:
                return act(conn)
        return perform(engine(), act)
    except Refusal as refusal:
        return Migration.failed(application_id, refusal.message, refusal.params)


def _lines(one: Migration) -> Iterator[str]:
    yield f"{one.number or one.application}  {'refused' if one.refused else f'{len(one.changes)} changes'}"
    yield from (f"    {line}" for line in one.refused or one.changes)


def _case(one: Migration) -> dict[str, object]:
    changes, refused = [str(line) for line in one.changes], [str(line) for line in one.refused]
    return {"application": one.application, "number": one.number, "changes": changes, "refused": refused}


@bundles_group.command("retire")
@click.argument("key")
@click.option("--version", "number", required=True, help="The version.")
@FROM
@ALL_AREAS
@AS_JSON
@honest
def retire(key: str, *, number: str, start: datetime | None, area: str | None, as_json: bool) -> None:
    """End a version in all areas, or what one put in force: the one before it is in force again, its cases stay."""
    on, only = _day(start), one_area(area) if area else None
    entry = Entry(area=only, from_on=on, by=BY, at=clock.now())
    _change(lambda conn: retire_version(conn, key, number, entry, is_general=only is None))
    data = {"key": key, "version": number, "area": only, "retired": on.isoformat()}
    put_out(as_json, data, [f"{key} {number} is retired {f'in {only} ' if only else ''}from {on}"])
