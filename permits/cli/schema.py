"""`flask prepare` and `flask downgrade`: bring the database to this version, or back to an older one."""

from dataclasses import asdict

import click

from permits.cli.output import AS_JSON, honest_anywhere, put_out, wanting
from permits.config import VERSION
from permits.db import reading
from permits.errors import SetupFault
from permits.http import engine, settings
from permits.schema import Loss, Revision, Schema, Standing, alone, look, losses, steps_down, unmigrate
from permits.seeds import installing
from permits.seeds.installing import Prepared

ASK = "nothing was done: back up the database, then repeat it with --yes"


@click.command("prepare")
@click.option("--check", "is_rehearsal", is_flag=True, help="Say what would be done and do nothing; 1 if anything.")
@click.option(
    "--wait",
    "patience_seconds",
    type=click.FloatRange(min=0),
    default=installing.PATIENCE_SECONDS,
    show_default=True,
    help="Seconds to wait for another prepare.",
)
@AS_JSON
@honest_anywhere
def prepare(*, is_rehearsal: bool, patience_seconds: float, as_json: bool) -> None:
    """Migrate the database, fill the calendar, record the kind of installation, import the shipped bundles."""
    if is_rehearsal:
        done = installing.rehearse(engine(), settings())
    else:
        done = installing.prepare(engine(), settings(), patience_seconds=patience_seconds)
    schema = _schema()
    data = {
        "new": done.is_new,
        "before": done.before,
        "revision": schema.revision,
        "steps": [{"revision": one.name, "about": one.about, "expands": one.expands} for one in done.steps],
        "bundles": list(done.bundles),
    }
    lines = [*_steps(done), *(f"bundle {one}" for one in done.bundles)]
    if schema.standing is Standing.NEWER:
        lines.append(f"the database is newer ({schema.revision}); Daokou {VERSION} serves with it and changes nothing")
    put_out(as_json, data, [*lines, _said(done, is_rehearsal=is_rehearsal)])
    if is_rehearsal and not done.is_nothing:
        wanting()


def _schema() -> Schema:
    with reading(engine()) as conn:
        return look(conn)


def _steps(done: Prepared) -> list[str]:
    # nobody serves with a new database
    return [] if done.before is None else [f"{one.name}  {one.about}  ({_kind(one)})" for one in done.steps]


def _kind(step: Revision) -> str:
    return "expands: older processes go on serving" if step.expands else "stop processes of older versions first"


def _said(done: Prepared, *, is_rehearsal: bool) -> str:
    if done.is_nothing:
        return "the database is up to date"
    if is_rehearsal:
        return "nothing was done; `flask prepare` does this"
    return "a new database is ready" if done.is_new else "the database is ready"


@click.command("downgrade", context_settings={"ignore_unknown_options": True})
@click.argument("revision")
@click.option("--yes", "is_agreed", is_flag=True, help="Go back though the data named is lost.")
@AS_JSON
@honest_anywhere
def go_back(revision: str, *, is_agreed: bool, as_json: bool) -> None:
    """Take the schema back to REVISION, or -N steps; stop every process first."""
    with alone(engine(), patience_seconds=0):
        schema = _schema()
        if schema.standing not in {Standing.CURRENT, Standing.OLDER} or schema.revision is None:
            raise SetupFault(schema.fault or "only the version that made this schema takes it back")
        target, steps = steps_down(schema.revision, revision)
        lost = losses(engine(), target)
        is_done = is_agreed or not lost
        if is_done:
            unmigrate(engine(), target)
    lines = [f"{one.name}  {one.about}  (back: {one.way_back})" for one in steps]
    lines += [f"lost: {_named(one)}" for one in lost]
    said = f"the database is at revision {target}: start the version that belongs to it" if is_done else ASK
    data = {
        "revision": target if is_done else schema.revision,
        "undone": [one.name for one in steps] if is_done else [],
        "lost": [asdict(one) for one in lost],
    }
    put_out(as_json, data, [*lines, said])
    if not is_done:
        wanting()


def _named(loss: Loss) -> str:
    place = f"the column {loss.table}.{loss.column}" if loss.column else f"the table {loss.table}"
    return f"{place}, with {loss.rows} row{'s' if loss.rows > 1 else ''}"
