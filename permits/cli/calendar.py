"""`flask calendar …`: compute limits, import holiday notices and closures."""

import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Connection

from permits import clock
from permits.actor import SYSTEM
from permits.casefile import ActContext
from permits.cli.areas import ONE_AREA, one_area
from permits.cli.output import AS_JSON, honest, honest_anywhere, put_out, wanting
from permits.db import perform, reading
from permits.http import engine, has_office, office, settings
from permits.progress import on_terminal
from permits.seeds.installing import shipped_calendar
from permits.services.calendar import changes as calendar_changes
from permits.services.calendar.changes import Change
from permits.services.calendar.impact import Impact, impact_of
from permits.services.calendar.reprojection import cases_behind, reproject_open_cases
from workflows import Clock, ClockDay, Entry, Given, explain, read

DAY = click.DateTime(formats=["%Y-%m-%d"])
PREVIEW = click.option("--preview", is_flag=True, help="Say what would move; change nothing.")


@click.group("calendar")
def calendar_group() -> None:
    """Working days."""


def _stops(_context: click.Context, _option: click.Parameter, values: Sequence[str]) -> list[Entry]:
    return [_stop(value) for value in values]


def _stop(value: str) -> Entry:
    try:
        first, last = (date.fromisoformat(day) for day in value.split(":"))
    except ValueError:
        raise click.BadParameter("write it as FROM:TO, two days") from None
    if last <= first:
        raise click.BadParameter("the first day must lie before the second")
    return Entry("stop", first, last)


@calendar_group.command("due")
@click.option("--from", "start", type=DAY, required=True, help="The first day, not counted.")
@click.option("--days", type=click.IntRange(min=0), required=True, help="The limit in working days.")
@click.option("--stop", "stops", multiple=True, callback=_stops, help="FROM:TO; TO is counted again. May be repeated.")
@ONE_AREA
@AS_JSON
@honest_anywhere
def due(*, start: datetime, days: int, stops: list[Entry], area: str | None, as_json: bool) -> None:
    """Compute the end of a limit, day by day; before `flask prepare` by the calendar that is shipped."""
    on = start.date()
    legal = Clock("application", "committed", days, on, tuple(stops))
    calendar = office().calendar_of(one_area(area)) if area or has_office() else shipped_calendar()
    reading_ = read(legal, calendar, on)
    rows = [_calendar_row(day) for day in explain(legal, calendar, on)]
    data = {"due": reading_.due_on.isoformat(), "provisional": reading_.provisional, "days": rows}
    lines = [f"{row['on']}  {row['why']:9}  {row['used']:3}  {row['left']:3}" for row in rows]
    put_out(as_json, data, [*lines, f"due {data['due']}{' (provisional)' if data['provisional'] else ''}"])


def _calendar_row(day: ClockDay) -> dict[str, object]:
    return {
        "on": day.on.isoformat(),
        "working": day.working,
        "counted": day.counted,
        "why": day.why,
        "used": day.used,
        "left": day.left,
    }


@calendar_group.command("import")
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@PREVIEW
@click.option("--confirm", is_flag=True, help="Change days that are official already.")
@click.option("--number", default="", help="The notice's number, where its text has none.")
@click.option("--issued-on", type=DAY, help="Its day of issue, where its text has none.")
@click.option("--amends", default="", help="The notice it amends; only the breaks it names change.")
@AS_JSON
@honest
def import_notice(*, path: Path, preview: bool, confirm: bool, as_json: bool, **said: Any) -> None:
    """Import a State Council holiday notice: its text as published, Word, Excel, CSV, TOML or JSON."""
    text = calendar_changes.legible(path.read_bytes())
    given = Given(said["number"], said["issued_on"] and said["issued_on"].date(), said["amends"])
    how = "preview" if preview else "confirmed" if confirm else "commit"
    _change(lambda context: calendar_changes.from_notice(context, text, given), how, as_json=as_json)


@calendar_group.command("close")
@click.option("--area", required=True, help="The area whose offices close.")
@click.option("--on", type=DAY, required=True, help="The day.")
@click.option("--reason", required=True, help="Why, in Chinese.")
@click.option("--reason-en", help="Why, in English; the Chinese by default.")
@click.option("--source", required=True, help="Number of the decision.")
@click.option("--working", is_flag=True, help="The offices work on that day instead.")
@PREVIEW
@AS_JSON
@honest
def close_offices(*, on: datetime, preview: bool, as_json: bool, **said: Any) -> None:
    """Close the offices of one area on a day, or make it a working day; its open limits are recomputed."""
    closure = calendar_changes.Closure(
        area=said["area"],
        on=on.date(),
        reason_zh=said["reason"],
        reason_en=said["reason_en"] or said["reason"],
        source=said["source"],
        is_working=said["working"],
    )
    how = "preview" if preview else "commit"
    _change(lambda context: calendar_changes.from_closure(context, closure), how, as_json=as_json)


@calendar_group.command("follow")
@AS_JSON
@honest
def follow(*, as_json: bool) -> None:
    """Recompute open cases after a calendar change now, including those that failed before."""
    reproject_open_cases(
        engine(),
        office(),
        at=clock.now(),
        most=sys.maxsize,
        retry=True,
        track=on_terminal("counting open cases anew", quiet=as_json),
    )
    with reading(engine()) as conn:
        left = [one for one, _area in cases_behind(conn, office(), retry=True)]
    put_out(as_json, {"behind": left}, [f"{len(left)} cases could not follow" if left else "every case follows"])
    if left:
        wanting()


def _change(read_change: Callable[[ActContext], Change], how: str, *, as_json: bool) -> None:
    def act(conn: Connection) -> tuple[Change, Impact, bool]:
        context = ActContext(conn, SYSTEM(settings().area_code), clock.now(), office())
        change = read_change(context)
        impact, is_new = impact_of(context, change), False
        if how != "preview":
            _, is_new = calendar_changes.commit(context, change, wall=clock.wall(), confirmed=how == "confirmed")
        return change, impact, is_new

    if how == "preview":
        with reading(engine()) as conn:
            found = act(conn)
    else:
        found = perform(engine(), act)
    _print_change(*found, how=how, as_json=as_json)


def _print_change(change: Change, impact: Impact, is_new: bool, *, how: str, as_json: bool) -> None:
    doubts = [f"{one.field}: {one.message % one.params}" for one in change.doubts]
    data = {"source": change.source, "preview": how == "preview", "new": is_new, "warnings": doubts}
    end = "nothing has been changed" if how == "preview" else "known already: nothing changes"
    lines = [
        *(f"warning: {doubt}" for doubt in doubts),
        *(f"{new.on}: {'works' if new.working else 'is off'} ({new.name_en})" for _old, new in impact.days),
        *(f"{m.number} {m.scope} {m.key}: {m.old_due_on} -> {m.new_due_on} ({m.direction})" for m in impact.moves),
        "the calendar is changed; open limits follow in the background" if is_new else end,
    ]
    put_out(as_json, {**data, **impact.to_data()}, lines)
