"""`flask files …` and `flask numbers …`: what a restore must be checked by."""

from collections import Counter
from dataclasses import asdict

import click
from sqlalchemy import Connection

from permits import clock
from permits.actor import OPERATOR
from permits.casefile import ActContext
from permits.cli.output import AS_JSON, honest, put_out, wanting
from permits.db import perform, reading
from permits.files import FolderStore
from permits.http import engine, office, settings
from permits.services.keeping import files, numbers


@click.group("files")
def files_group() -> None:
    """Received files and rendered documents."""


@files_group.command("verify")
@click.option("--after", nargs=2, type=(click.Choice(list(files.KINDS)), int), help="Kind and id where a run stopped.")
@click.option("--mb-per-second", type=click.FloatRange(min=0), default=0.0, help="Read at most this much; 0: no limit.")
@AS_JSON
@honest
def verify(*, after: tuple[str, int] | None, mb_per_second: float, as_json: bool) -> None:
    """Compare rows with files: missing, changed, unreadable, orphaned; exit 1 if any.

    A document that is not rendered is no fault: it is rendered again when somebody opens it.
    """
    known = settings()
    stores = files.Stores(FolderStore(known.upload_dir), FolderStore(known.documents_dir))
    found, checked = list[files.Found](), 0
    for step in files.compare(engine(), stores, begin=after, mb_a_second=mb_per_second):
        found, checked = [*found, *step.found], checked + step.files
        click.echo(f"through {step.kind} {step.last}", err=True)
    found += files.orphans(engine(), stores)
    faults = [one for one in found if one.fault != files.UNRENDERED]
    lines = [f"{one.kind} {one.id or '-'}  {one.fault}  {one.key}" for one in found]
    counts = ", ".join(f"{number} {fault}" for fault, number in Counter(one.fault for one in found).items())
    data = {"checked": checked, "found": [asdict(one) for one in found]}
    put_out(as_json, data, [*lines, f"{checked} files compared: {counts or 'all as recorded'}"])
    if faults:
        wanting()


@click.group("numbers")
def numbers_group() -> None:
    """Series of case and document numbers."""


@numbers_group.command("show")
@AS_JSON
@honest
def show(*, as_json: bool) -> None:
    """List the last number of each series of the area."""
    with reading(engine()) as conn:
        found = numbers.series_of(conn, settings().area_code)
    put_out(as_json, found, [f"{series}  {last}" for series, last in found.items()] or ["no number was given out yet"])


@numbers_group.command("skip")
@click.argument("series")
@click.argument("last", type=click.IntRange(min=1))
@click.option("--reason", required=True, help="Why, for the chain of the area.")
@AS_JSON
@honest
def skip(series: str, last: int, *, reason: str, as_json: bool) -> None:
    """Let a series go on after LAST, because numbers up to it were given out after the restored moment."""

    def act(conn: Connection) -> int:
        context = ActContext(conn, OPERATOR(settings().area_code), clock.now(), office())
        return numbers.skip(context, series, last, reason=reason)

    before = perform(engine(), act)
    put_out(as_json, {"series": series, "before": before, "last": last}, [f"{series}: {before} -> {last}"])
