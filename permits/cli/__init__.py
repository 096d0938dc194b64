"""The command line: `flask …`; exit 0 done, 1 refused or faults found, 2 wrong use."""

from dataclasses import asdict

import click
from flask import Flask
from sqlalchemy import Connection

from permits import clock
from permits.cli.audit import audit_group
from permits.cli.authoring import AUTHORING
from permits.cli.bundles import bundles_group
from permits.cli.burden import list_burden
from permits.cli.calendar import calendar_group
from permits.cli.office import office_group
from permits.cli.output import AS_JSON, honest, honest_anywhere, put_out, wanting
from permits.cli.output import require_office as require_office
from permits.cli.people import people_group
from permits.cli.publicity import publicity_group
from permits.config import VERSION
from permits.db import perform, reading
from permits.errors import NotFound
from permits.http import engine, office, settings
from permits.progress import on_terminal
from permits.queries.office import people
from permits.queries.office.invariants import INVARIANTS, Stall, disagreeing, incidents, stalls, unreadable
from permits.seeds import installing
from permits.services.house import accounts, outbox
from permits.services.timers.invariants import repair as repair_invariants
from permits.services.timers.sweep import sweep
from workflows import N_


@click.command("sweep")
@AS_JSON
@honest
def sweep_once(*, as_json: bool) -> None:
    """Fire every timer that is due, once."""
    fired = sweep(engine(), office(), at=clock.now())
    put_out(as_json, {"fired": fired}, [f"{fired} timers fired"])


@click.command("stalls")
@click.option("--repair", is_flag=True, help="Mend what can be mended without deciding anything.")
@click.option("--replay", is_flag=True, help="Replay every trail as well; slower.")
@AS_JSON
@honest
def find_broken_invariants(*, repair: bool, replay: bool, as_json: bool) -> None:
    """Check the invariants of every running case and list the violations."""
    at = clock.now()
    mended = repair_invariants(engine(), office(), at=at) if repair else []
    with reading(engine()) as conn:
        found = stalls(conn, at=at) + unreadable(conn, office()) + (disagreeing(conn) if replay else [])
        open_incidents = incidents(conn)
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
@AS_JSON
@honest
def list_jobs(*, as_json: bool) -> None:
    """List the pending and failed jobs."""
    with reading(engine()) as conn:
        rows = outbox.listing(conn, settings().area_code)
    named = ("id", "job", "failure", "attempts", "recipient", "error")
    lines = ["  ".join(str(row[one] or (row["state"] if one == "failure" else "-")) for one in named) for row in rows]
    put_out(as_json, {"items": rows}, lines or ["nothing waits"])


@outbox_group.command("retry")
@click.argument("row_ids", metavar="[ID]...", type=int, nargs=-1)
@AS_JSON
@honest
def retry_jobs(row_ids: tuple[int, ...], *, as_json: bool) -> None:
    """Retry the failed jobs; letters that were refused or never confirmed only by their ids."""
    count = perform(engine(), lambda conn: outbox.retry(conn, settings().area_code, row_ids))
    put_out(as_json, {"retried": count}, [f"{count} jobs are tried again"])


@outbox_group.command("drop")
@click.argument("row_ids", metavar="ID...", type=int, nargs=-1, required=True)
@AS_JSON
@honest
def drop_jobs(row_ids: tuple[int, ...], *, as_json: bool) -> None:
    """Give failed jobs up: they are listed no longer."""
    count = perform(engine(), lambda conn: outbox.drop(conn, settings().area_code, row_ids))
    put_out(as_json, {"dropped": count}, [f"{count} jobs are given up"])


@click.group("tokens")
def tokens_group() -> None:
    """Tokens for programs."""


@tokens_group.command("issue")
@click.argument("username")
@click.option("--label", default="command line", help="What the token is for.")
@AS_JSON
@honest
def issue_token(username: str, *, label: str, as_json: bool) -> None:
    """Issue a token to a person; it is shown this once."""

    def act(conn: Connection) -> str:
        return accounts.issue_token(conn, _user_id(conn, username), label, at=clock.wall(), most=office().caps.tokens)

    token = perform(engine(), act)
    put_out(as_json, {"token": token}, [token])


@tokens_group.command("revoke")
@click.argument("username")
@click.argument("token_id", type=int)
@AS_JSON
@honest
def revoke_token(username: str, token_id: int, *, as_json: bool) -> None:
    """Revoke a token of a person."""

    def act(conn: Connection) -> None:
        accounts.revoke_token(conn, _user_id(conn, username), token_id, at=clock.wall())

    perform(engine(), act)
    put_out(as_json, {"revoked": token_id}, ["revoked"])


def _user_id(conn: Connection, username: str) -> int:
    actor = people.by_username(conn, username)
    if actor is None or actor.id is None:
        raise NotFound(N_("There is no active person %(username)s"), params={"username": username})
    return actor.id


@click.command("version")
@AS_JSON
@honest_anywhere
def print_version(*, as_json: bool) -> None:
    """Print the version of Daokou."""
    put_out(as_json, {"version": VERSION}, [f"Daokou {VERSION}"])


@click.command("prepare")
@AS_JSON
@honest_anywhere
def prepare(*, as_json: bool) -> None:
    """Migrate the database, fill the calendar and record the kind of installation."""
    is_new = installing.prepare(engine(), settings())
    put_out(as_json, {"new": is_new}, ["a new database is ready" if is_new else "the database is up to date"])


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
    )
    for command in (*AUTHORING, list_burden):
        bundles_group.add_command(command)
    for command in (*groups, sweep_once, find_broken_invariants, prepare, print_version):
        app.cli.add_command(command)
