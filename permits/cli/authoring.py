"""`flask bundles schema | new | draw | try`: what the author of a bundle asks for; none needs a database."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path

import click

from permits import clock
from permits.cli.areas import ONE_AREA
from permits.cli.naming import bundle_named
from permits.cli.output import AS_JSON, honest_anywhere, put_out
from permits.errors import Conflict, Invalid
from permits.seeds.installing import shipped_calendar
from workflows import (
    N_,
    Trial,
    attempt,
    bundle_format,
    case_bpmn,
    case_svg,
    definition_path,
    local_day,
    overlay_schema_of,
    read_bundle,
    reference_of,
    scaffold,
    scenario_scaffold,
    scenarios_of,
    schema_of,
)

DAY = click.DateTime(formats=["%Y-%m-%d"])
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("schema")
@click.option("--markdown", is_flag=True, help="The reference of every key instead, as in docs/bundle-keys.md.")
@click.option("--overlay", is_flag=True, help="The schema of a district's overlay instead.")
@honest_anywhere
def schema(*, markdown: bool, overlay: bool) -> None:
    """Print the JSON Schema of bundle files, for editors and taplo."""
    found = bundle_format()
    as_schema = overlay_schema_of(found) if overlay else schema_of(found)
    click.echo(reference_of(found).rstrip() if markdown else json.dumps(as_schema, indent=2))


@click.command("new")
@click.argument("key")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="The folder to write KEY.toml to.")
@honest_anywhere
def new(*, key: str, out: Path | None) -> None:
    """Print a small sound bundle to begin with, or write it into a folder with scenarios beside it.

    Raises:
        Conflict: a file of this name is there.
    """
    if out is None:
        click.echo(scaffold(key).rstrip())
        return
    path = out / f"{Path(key).name}.toml"
    for file, text in ((path, scaffold(key)), (scenarios_of(path), scenario_scaffold())):
        if file.exists():
            raise Conflict("file_there", N_("There is a file %(file)s already"), params={"file": str(file)})
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        click.echo(str(file))


@click.command("draw")
@click.argument("path", metavar="FILE", type=FILE)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="The folder to write to.")
@click.option("--language", type=click.Choice(["zh", "en"]), default="zh")
@AS_JSON
@honest_anywhere
def draw(*, path: Path, out: Path, language: str, as_json: bool) -> None:
    """Draw what a bundle defines, as KEY.svg and KEY.bpmn."""
    bundle = read_bundle(path)
    picture = definition_path(bundle, language)
    out.mkdir(parents=True, exist_ok=True)
    files = {out / f"{bundle.key}.svg": case_svg(picture), out / f"{bundle.key}.bpmn": case_bpmn(picture)}
    for file, text in files.items():
        file.write_text(text, encoding="utf-8")
    put_out(as_json, {"files": [str(file) for file in files]}, [str(file) for file in files])


@click.command("try")
@click.argument("named", metavar="FILE|KEY@VERSION")
@click.option("--answers", "said", type=FILE, required=True, help="JSON: the answers; `project` beside them if asked.")
@click.option("--from", "start", type=DAY, help="The day of acceptance, by default today.")
@ONE_AREA
@AS_JSON
@honest_anywhere
def try_out(*, named: str, said: Path, start: datetime | None, area: str | None, as_json: bool) -> None:
    """Screen answers and show the whole route with its days; a file needs no database, a version the office's."""
    bundle, answers = bundle_named(named, area), _answers(said)
    on = start.date() if start else local_day(clock.now())
    project = answers.pop("project", {})
    tried = attempt(
        bundle,
        answers,
        project if isinstance(project, Mapping) else {},
        accepted_on=on,
        calendar=shipped_calendar(),
    )
    put_out(as_json, _data(tried, on), list(_lines(tried)))


def _answers(path: Path) -> dict[str, object]:
    """Read the answers.

    Raises:
        Invalid: the file is no JSON object.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Invalid.at("answers", N_("The answers are no JSON: %(why)s"), why=str(error)) from error
    if not isinstance(found, dict):
        raise Invalid.at("answers", N_("The answers are no JSON: %(why)s"), why="no object")
    return found


def _data(tried: Trial, on: date) -> dict[str, object]:
    permits = [
        {
            "key": one.key,
            "reason": asdict(one.reason),
            "committed_on": tried.committed_on.get(one.key),
            "statutory_on": tried.statutory_on.get(one.key),
        }
        for one in tried.route.permits
    ]
    return {
        "outcome": tried.route.outcome,
        "accepted_on": on,
        "permits": permits,
        "work_items": [asdict(one) for one in tried.items],
        "materials": [{"code": one.code, "shared": one.shared} for one in tried.route.materials],
        "gates": [{"key": one.key, "kind": one.kind, "message": asdict(one.message)} for one in tried.route.gates],
        "open_questions": [one.path for one in tried.open_questions],
        "problems": [{"field": one.field, "message": one.message % one.params} for one in tried.problems],
    }


def _lines(tried: Trial) -> Iterator[str]:
    yield f"outcome: {tried.route.outcome}"
    for gate in tried.route.gates:
        yield f"{gate.kind}: {gate.message.en}"
    for permit in tried.route.permits:
        due = tried.committed_on.get(permit.key)
        until = f", promised by {due}, by law by {tried.statutory_on[permit.key]}" if due else ""
        yield f"permit {permit.key}: {permit.reason.en}{until}"
    for item in tried.items:
        yield f"  {item.from_on} – {item.due_on}  {item.id}  {item.limit_working_days} working days"
    yield from (f"material {one.code}: {one.name.en}" for one in tried.route.materials)
    yield from (f"still open: {one.path}" for one in tried.open_questions)
    yield from (f"the form refuses {one.field}: {one.message % one.params}" for one in tried.problems)


AUTHORING = (schema, new, draw, try_out)
