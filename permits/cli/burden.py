"""`flask bundles burden`: what districts ask beyond the base of their bundles, and the law each cites."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click

from permits import clock
from permits.cli.output import AS_JSON, honest_anywhere, put_out, require_office
from permits.http import office
from permits.queries.office.burden import Burden, asked, burden
from workflows import local_day, read_bundle


@click.command("burden")
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@AS_JSON
@honest_anywhere
def list_burden(*, files: Sequence[Path], as_json: bool) -> None:
    """List what districts ask beyond the base, with the law; of files, or without any of what is in force today."""
    found, count = (asked((read_bundle(path), path.name) for path in files), len(files)) if files else _in_force()
    data = [{"bundle": one.bundle, **asdict(one.extra), "areas": one.areas} for one in found]
    lines = [_line(one, count) for one in found]
    put_out(as_json, {"districts": count, "items": data}, lines or ["nothing is asked beyond the base"])


def _in_force() -> tuple[list[Burden], int]:
    require_office()
    areas = list(office().districts)
    return burden(office(), areas, local_day(clock.now())), len(areas)


def _line(one: Burden, count: int) -> str:
    extra, where = one.extra, ", ".join(one.areas)
    return f"{len(one.areas)} of {count}  {extra.kind} {extra.place}: {extra.name.en} ({extra.law.en})  {where}"
