"""`flask audit …`: verify event chains and what they cover, publish the daily root."""

import json
from pathlib import Path

import click

from permits import clock
from permits.cli.areas import ALL_AREAS, one_area
from permits.cli.output import AS_JSON, honest, honest_anywhere, put_out, require_office, wanting
from permits.db import perform, reading
from permits.http import engine, settings
from permits.queries.office.acts import broken_chains
from permits.services.oversight import audit, roots
from permits.verifier import BROKEN, UNKNOWN, UNREADABLE, Anchor, Finding, read_anchor, verify_export

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("audit")
def audit_group() -> None:
    """The event chain."""


@audit_group.command("verify")
@click.argument("number", required=False)
@click.option("--file", "path", type=FILE, help="An exported chain.")
@click.option("--anchor", "anchor_path", type=FILE, help="The anchor file that the exported chain is held against.")
@ALL_AREAS
@AS_JSON
@honest_anywhere
def verify(number: str | None, *, path: Path | None, anchor_path: Path | None, area: str | None, as_json: bool) -> None:
    """Find the first broken link of every chain, of one application's, or of an exported file's.

    In the database, rows that events cover are compared, and heads with the anchor file. Without an anchor an exported
    chain is never called intact (exit 2).
    """
    if path:
        _verify_file(path, anchor_path, as_json=as_json)
        return
    require_office()
    only = one_area(area) if area else None
    with reading(engine()) as conn:
        found = list(audit.verify(conn, only, number=number))
        offices = [] if number else list(broken_chains(conn, only))
        beside = [] if number else roots.faults(conn, settings().anchor_file, settings().chain_key_ring)
    broken = [{"application": one.application, "number": one.number, "events": one.events, "broken": one.broken}
              for one in found if one.broken]  # fmt: skip
    broken += [
        {"application": None, "number": name, "events": count, "broken": fault}
        for name, count, fault in offices
        if fault
    ]
    broken += [{"application": None, "number": None, "events": 0, "broken": fault} for fault in beside]
    chains = len(found) + len(offices)
    lines = [f"{one['number'] or one['application'] or 'anchor'}: {one['broken']}" for one in broken]
    put_out(as_json, {"chains": chains, "broken": broken}, [*lines, f"{chains} chains, {len(broken)} broken"])
    if broken:
        wanting()


def _verify_file(path: Path, anchor_path: Path | None, *, as_json: bool) -> None:
    found = _findings(path, anchor_path)
    broken = [
        {"application": one.application, "number": None, "events": one.events, "broken": one.said}
        for one in found
        if one.status == BROKEN
    ]
    unknown = [one for one in found if one.status == UNKNOWN]
    put_out(
        as_json,
        {"chains": len(found), "broken": broken, "unknown": len(unknown)},
        [*(f"{one.application}: {one.said}" for one in found), f"{len(found)} chains, {len(broken)} broken"],
    )
    if broken:
        wanting()
    if unknown or not found:
        raise SystemExit(2)


def _findings(path: Path, anchor_path: Path | None) -> list[Finding]:
    try:
        anchor = read_anchor(anchor_path.read_text(encoding="utf-8")) if anchor_path else Anchor()
    except UNREADABLE:
        raise click.BadParameter("is not an anchor file", param_hint="--anchor") from None
    try:
        return verify_export(json.loads(path.read_text(encoding="utf-8")), anchor)
    except UNREADABLE:
        raise click.BadParameter("is not an export of events", param_hint="--file") from None


@audit_group.command("anchor")
@AS_JSON
@honest
def anchor(*, as_json: bool) -> None:
    """Publish the root over all heads for today and add it to the anchor file; once a day, whoever asks."""
    known = settings()
    number = perform(
        engine(), lambda conn: roots.publish(conn, known.anchor_file, known.chain_key_ring, at=clock.now())
    )
    line = f"root {number} is published" if number else "today has its root already"
    put_out(as_json, {"published": number, "file": str(known.anchor_file)}, [line])
