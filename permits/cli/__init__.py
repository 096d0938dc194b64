"""The command line: `flask …`; exit 0 done, 1 refused or faults found, 2 wrong use."""

from dataclasses import asdict

import click
from flask import Flask

from permits import clock
from permits.cli.areas import ALL_AREAS, areas_wanted, one_area
from permits.cli.audit import audit_group
from permits.cli.authoring import AUTHORING
from permits.cli.bundles import bundles_group
from permits.cli.burden import list_burden
from permits.cli.calendar import calendar_group
from permits.cli.keeping import data_group, files_group, numbers_group, retention_group
from permits.cli.office import office_group
from permits.cli.output import AS_JSON, honest, honest_anywhere, put_out, wanting
from permits.cli.output import require_office as require_office
from permits.cli.people import people_group
from permits.cli.publicity import publicity_group
from permits.cli.schema import go_back, prepare
from permits.cli.tokens import tokens_group
from permits.config import VERSION
from permits.db import perform, reading
from permits.http import engine, office, settings
from permits.progress import on_terminal
from permits.queries.office.invariants import (
    INVARIANTS,
    Stall,
    disagreeing,
    incidents,
    stalls,
    unreadable,
    within_area,
)
from permits.seeds import installing
from permits.services.house import outbox
from permits.services.timers.invariants import repair as repair_invariants
from permits.services.timers.sweep import sweep


@click.command("sweep")
@ALL_AREAS
@AS_JSON
@honest
def sweep_once(*, area: str | None, as_json: bool) -> None:
    """Fire every timer that is due, of all areas or of one, once."""
    fired = sweep(engine(), office(), at=clock.now(), areas=areas_wanted(area) if area else None)
    put_out(as_json, {"fired": fired}, [f"{fired} timers fired"])


@click.command("stalls")
@click.option("--repair", is_flag=True, help="Mend what can be mended without deciding anything.")
@click.option("--replay", is_flag=True, help="Replay every trail as well; slower.")
@ALL_AREAS
@AS_JSON
@honest
def find_broken_invariants(*, repair: bool, replay: bool, area: str | None, as_json: bool) -> None:
    """Check the invariants of every running case, of all areas or of one, and list the violations."""
    at, only = clock.now(), one_area(area) if area else None
    mended = repair_invariants(engine(), office(), at=at, area=only) if repair else []
    with reading(engine()) as conn:
        found = stalls(conn, at=at) + unreadable(conn, office()) + (disagreeing(conn) if replay else [])
        found = within_area(conn, found, only)
        open_incidents = incidents(conn, only)
    data = {
        "stalls": [_invariant_row(one) for one in found],
        "repaired": [_invariant_row(one) for one in mended],
        "incidents": [asdict(one) for one in open_incidents],
    }
    lines = [f"{one.application_id or '-'}  {one.invariant}  {one.about}" for one in found]
    lines += [f"{one.application or '-'}  incident {one.kind}  {one.raised_at}" for one in open_incidents]
    put_out(
        as_json, data, [*lines, f"{len(found)} stalls, {len(mended)} repaired, {len(open_incidents)} open incidents"]
    )
    if found:
        wanting()


def _invariant_row(one: Stall) -> dict[str, object]:
    return {
        "invariant": one.invariant,
        "sentence": INVARIANTS[one.invariant].sentence,
        "application": one.application_id,
        "about": one.about,
    }


@click.group("outbox")
def outbox_group() -> None:
    """Pending jobs."""


@outbox_group.command("list")
@ALL_AREAS
@AS_JSON
@honest
def list_jobs(*, area: str | None, as_json: bool) -> None:
    """List the pending and failed jobs of all areas, or of one."""
    with reading(engine()) as conn:
        rows = outbox.listing(conn, areas_wanted(area))
    named = ("id", "area", "job", "failure", "attempts", "recipient", "error")
    lines = ["  ".join(str(row[one] or (row["state"] if one == "failure" else "-")) for one in named) for row in rows]
    put_out(as_json, {"items": rows}, lines or ["nothing waits"])


@outbox_group.command("retry")
@click.argument("row_ids", metavar="[ID]...", type=int, nargs=-1)
@ALL_AREAS
@AS_JSON
@honest
def retry_jobs(row_ids: tuple[int, ...], *, area: str | None, as_json: bool) -> None:
    """Retry the failed jobs of all areas, or of one; letters refused or never confirmed only by their ids."""
    count = perform(engine(), lambda conn: outbox.retry(conn, areas_wanted(area), row_ids))
    put_out(as_json, {"retried": count}, [f"{count} jobs are tried again"])


@outbox_group.command("drop")
@click.argument("row_ids", metavar="ID...", type=int, nargs=-1, required=True)
@ALL_AREAS
@AS_JSON
@honest
def drop_jobs(row_ids: tuple[int, ...], *, area: str | None, as_json: bool) -> None:
    """Give failed jobs up: they are listed no longer."""
    count = perform(engine(), lambda conn: outbox.drop(conn, areas_wanted(area), row_ids))
    put_out(as_json, {"dropped": count}, [f"{count} jobs are given up"])


@click.command("version")
@AS_JSON
@honest_anywhere
def print_version(*, as_json: bool) -> None:
    """Print the version of Daokou."""
    put_out(as_json, {"version": VERSION}, [f"Daokou {VERSION}"])


@click.group("seed")
def seed_group() -> None:
    """Seed data."""


@seed_group.command("demo")
@AS_JSON
@honest_anywhere
def seed_demo(*, as_json: bool) -> None:
    """Put the demo office into a new sandbox."""
    installing.prepare(engine(), settings())
    count = installing.fill(engine(), settings(), track=on_terminal("living the last ninety days", quiet=as_json))
    put_out(as_json, {"applications": count}, [f"the demo office is there, with {count} applications"])


def register(app: Flask) -> None:
    """Add the commands to `flask`."""
    groups = (
        calendar_group,
        bundles_group,
        audit_group,
        outbox_group,
        office_group,
        people_group,
        tokens_group,
        seed_group,
        publicity_group,
        data_group,
        files_group,
        retention_group,
        numbers_group,
    )
    for command in (*AUTHORING, list_burden):
        bundles_group.add_command(command)
    for command in (*groups, sweep_once, find_broken_invariants, prepare, go_back, print_version):
        app.cli.add_command(command)
