"""`flask retention …`: how long records are kept, and deleting those whose period is over."""

from collections import Counter
from dataclasses import asdict

import click

from permits import clock
from permits.cli.output import AS_JSON, honest, put_out
from permits.http import engine
from permits.services.keeping import retention


@click.group("retention")
def retention_group() -> None:
    """How long records are kept."""


@retention_group.command("show")
@AS_JSON
@honest
def show(*, as_json: bool) -> None:
    """List each kind of record with its period, its law, and how many records are past it."""
    waiting = retention.due(engine(), at=clock.now(), wall=clock.wall())
    rows = [{**asdict(one), "due": waiting[one.kind]} for one in retention.periods().values()]
    lines = [f"{row['kind']}  {row['days']} days  {row['due']} due  {row['law']}" for row in rows]
    put_out(as_json, {"kinds": rows}, lines)


@retention_group.command("run")
@click.option("--dry-run", is_flag=True, help="Say what would be deleted; delete nothing.")
@AS_JSON
@honest
def run(*, dry_run: bool, as_json: bool) -> None:
    """Delete the records whose period is over, in batches; a job does it every day."""
    at, wall = clock.now(), clock.wall()
    counts = Counter(retention.due(engine(), at=at, wall=wall) if dry_run else {})
    for kind, deleted in () if dry_run else retention.run(engine(), at=at, wall=wall):
        counts[kind] += deleted
    said = "would be deleted" if dry_run else "deleted"
    put_out(as_json, {"dry_run": dry_run, "kinds": dict(counts)}, [f"{one}: {n} {said}" for one, n in counts.items()])
