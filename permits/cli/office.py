"""`flask office …`: apply an office file, write the office back as one."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from sqlalchemy import Connection

from permits import clock
from permits.actor import OPERATOR
from permits.casefile import ActContext
from permits.cli.output import AS_JSON, honest, put_out
from permits.db import perform, reading
from permits.errors import NotFound
from permits.http import engine, office
from permits.queries.office.editions import renew_library
from permits.queries.office.recorded import area_codes, area_of
from permits.queries.office.records import AreaRecord
from permits.services.administration.applying import Unsound, apply, plan
from permits.services.administration.differences import Change
from permits.services.administration.files import FileRefused, office_text, read_office_file
from workflows import N_


@click.group("office")
def office_group() -> None:
    """The office of the installation: areas, departments, people, registers, bundles in force."""


@office_group.command("apply")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", "is_rehearsal", is_flag=True, help="Say what would change; change nothing.")
@AS_JSON
@honest
def apply_file(*, path: Path, is_rehearsal: bool, as_json: bool) -> None:
    """Make the office as a file says; what the file does not name stays as it is."""
    try:
        changed = _applied(path.read_text(encoding="utf-8"), is_rehearsal=is_rehearsal)
    except FileRefused as refusal:
        raise refusal.in_file(path.name) from refusal
    with reading(engine()) as conn:
        renew_library(conn, office())
    lines = [line for code, changes in changed for change in changes for line in _lines(code, change)]
    verb = "would change" if is_rehearsal else "changed"
    total = f"{sum(len(changes) for _, changes in changed)} rows {verb}"
    data = [{"area": code, **_data(change)} for code, changes in changed for change in changes]
    put_out(as_json, {"dry_run": is_rehearsal, "changes": data}, [*lines, total])


def _applied(text: str, *, is_rehearsal: bool) -> list[tuple[str, list[Change]]]:
    wanted = read_office_file(text)
    act = plan if is_rehearsal else apply

    def once(conn: Connection) -> list[tuple[str, list[Change]]]:
        renew_library(conn, office())
        return [
            (area.code, act(_context(conn, area), area, base=f"areas[{number}]."))
            for number, area in enumerate(wanted.areas)
        ]

    try:
        if is_rehearsal:
            with reading(engine()) as conn:
                return once(conn)
        return perform(engine(), once)
    except Unsound as refusal:
        raise FileRefused(text, refusal.found) from refusal


def _context(conn: Connection, area: AreaRecord) -> ActContext:
    return ActContext(conn, OPERATOR(area.code), clock.now(), office())


def _lines(code: str, change: Change) -> Iterator[str]:
    head = f"{code}  {change.record.kind} {change.record.key}"
    if change.is_new:
        yield f"{head}: added"
    else:
        yield from (f"{head}: {name} {_said(old)} -> {_said(new)}" for name, (old, new) in change.fields.items())


def _said(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "none"
    return "none" if value in {None, ""} else str(value)


def _data(change: Change) -> dict[str, object]:
    fields = {name: [_said(old), _said(new)] for name, (old, new) in change.fields.items()}
    return {"kind": change.record.kind, "key": change.record.key, "new": change.is_new, "fields": fields}


@office_group.command("show")
@click.option("--area", help="The one area to show; by default all.")
@AS_JSON
@honest
def show(*, area: str | None, as_json: bool) -> None:
    """Write the office as an office file; applying it again changes nothing."""
    with reading(engine()) as conn:
        codes: Sequence[str] = [area] if area else area_codes(conn)
        found = [area_of(conn, code) for code in codes]
    areas = [one for one in found if one is not None]
    if len(areas) < len(codes):
        raise NotFound(N_("There is no area %(area)s"), params={"area": area})
    data = {"areas": [one.model_dump(mode="json", by_alias=True) for one in areas]}
    put_out(as_json, data, [office_text(areas).rstrip()])
