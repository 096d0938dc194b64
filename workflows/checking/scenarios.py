"""Scenarios of a bundle: answers, acts and days, and what they must lead to; run without an office."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from workflows.checking.trial import Held, Trial, attempt
from workflows.definition.bundle import Bundle
from workflows.definition.layers.nodes import Layer, node_of, places_of
from workflows.definition.reading.faults import Fault, Pins, Remark
from workflows.definition.tables import Table
from workflows.errors import N_, BundleError, CalendarExhausted
from workflows.time.calendar import Calendar

FOLDER = "scenarios"
SCAFFOLD = Path(__file__).with_name("scenarios.toml")
UNEXPECTED = N_("expected %(expected)s, but the answers lead to %(found)s")
EXPECTS_NOTHING = N_("%(place)s: a scenario that expects nothing cannot fail")
NO_DAY = N_("%(place)s: %(name)s must be a day, as in 2026-03-02")
FAILED = N_("the scenario cannot be run: %(why)s")
NO_TOML = N_("%(place)s: this is no TOML: %(why)s")


@dataclass(frozen=True, slots=True)
class Scenario:
    """One story: answers and acts, the day of acceptance, and what is expected, by what it is said of."""

    name: str
    answers: Mapping[str, object]
    project: Mapping[str, object]
    accepted_on: date
    held: Mapping[str, Held]
    expected: Mapping[str, object]


def _listed(values: Iterator[str]) -> list[str]:
    return sorted(set(values))


def _days(of: Callable[[Trial], Mapping[str, date]]) -> Callable[[Trial], object]:
    return lambda tried: {key: on.isoformat() for key, on in of(tried).items()}


# what a scenario may expect, and where it is found; of a table, only the rows it names are compared
FOUND: Mapping[str, Callable[[Trial], object]] = {
    "outcome": lambda tried: tried.route.outcome,
    "permits": lambda tried: _listed(one.key for one in tried.route.permits),
    "materials": lambda tried: _listed(one.code for one in tried.route.materials),
    "gates": lambda tried: _listed(one.key for one in tried.route.gates),
    "warnings": lambda tried: _listed(one.key for one in tried.route.warnings),
    "open": lambda tried: _listed(one.path for one in tried.open_questions),
    "refused": lambda tried: _listed(one.field for one in tried.problems),
    "work_items": lambda tried: _listed(one.id for one in tried.items),
    "limits": lambda tried: {one.id: one.limit_working_days for one in tried.items},
    "levels": lambda tried: {one.key: one.tier for one in tried.route.permits},
    "from": _days(lambda tried: {one.id: one.from_on for one in tried.items}),
    "due": _days(lambda tried: {one.id: one.due_on for one in tried.items}),
    "committed_on": _days(lambda tried: tried.committed_on),
    "statutory_on": _days(lambda tried: tried.statutory_on),
}


def run_scenarios(bundle: Bundle, source: str, file: str, calendar: Calendar) -> tuple[int, list[Fault]]:
    """Run every scenario of a file; returns their number, and a fault at the line of each expectation not met."""
    layer, errors = Layer(file, source), list[BundleError]()
    try:
        data = layer.data
    except tomllib.TOMLDecodeError as error:
        place = {"place": file, "why": str(error)}
        return 0, [Pins(file, {}, {}).of_error(BundleError(NO_TOML, params=place))]
    table = Table(data, file, errors)
    read = [_scenario(row) for row in table.tables(FOLDER)]
    table.close()
    pins = Pins(file, data, dict(places_of(node_of(data, layer, ""))))
    if errors:
        return len(read), [pins.of_error(error) for error in errors]
    remarks = [one for index, story in enumerate(read) for one in _run(bundle, story, f"{FOLDER}[{index}]", calendar)]
    return len(read), [pins.of_remark(one) for one in remarks]


def scenarios_of(path: Path) -> Path:
    """Return where the scenarios of a bundle file stand: in a folder beside it, under its name."""
    return path.parent / FOLDER / path.name


def scenario_scaffold() -> str:
    """Return a scenario to begin with, of the scaffold of a bundle."""
    return SCAFFOLD.read_text(encoding="utf-8")


def _run(bundle: Bundle, story: Scenario, place: str, calendar: Calendar) -> Iterator[Remark]:
    try:
        tried = attempt(
            bundle,
            story.answers,
            story.project,
            accepted_on=story.accepted_on,
            calendar=calendar,
            held=story.held,
        )
    except (BundleError, CalendarExhausted) as error:
        yield Remark(place, FAILED, {"why": str(error)})
        return
    for key, expected in story.expected.items():
        for where, wanted, found in _compared(key, expected, FOUND[key](tried)):
            if wanted != found:
                params = {"expected": _said(wanted), "found": _said(found)}
                yield Remark(f"{place}.expect.{where}", UNEXPECTED, params)


def _compared(key: str, expected: object, found: object) -> Iterator[tuple[str, object, object]]:
    """Yield what is compared with its place: rows one by one, lists in any order."""
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        yield from ((f"{key}.{name}", one, found.get(name)) for name, one in expected.items())
    else:
        yield key, sorted(expected) if isinstance(expected, list) else expected, found


def _said(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "nothing"
    return "nothing" if value is None else str(value)


def _scenario(table: Table) -> Scenario:
    found = Scenario(
        name=table.take("name", str),
        answers=table.take("answers", dict),
        project=table.get("project", dict, {}),
        accepted_on=_day(table, "accepted_on"),
        held=_held(table.tables("acts")),
        expected=_expected(table.table("expect")),
    )
    table.close()
    return found


def _day(table: Table, key: str) -> date:
    said = table.take(key, str)
    try:
        return date.fromisoformat(said)
    except ValueError:
        if table.holds(key, str):
            table.refuse(NO_DAY, name=key)
        return date(2000, 1, 3)


def _held(rows: list[Table]) -> dict[str, Held]:
    found: dict[str, Held] = {}
    for row in rows:
        kind, permit = row.one_of("act", ("stop", "extend")), row.take("permit", str)
        known = found.get(permit, Held())
        if kind == "stop":
            span = (_day(row, "from"), _day(row, "to"))
            found[permit] = Held((*known.stops, span), known.extended_working_days)
        else:
            found[permit] = Held(known.stops, known.extended_working_days + row.take("working_days", int))
        row.close()
    return found


def _expected(table: Table) -> dict[str, object]:
    found: dict[str, object] = {}
    for key in FOUND:
        if key in table:
            found[key] = table.get(key, object, None)
    table.close()
    if not found:
        table.refuse(EXPECTS_NOTHING)
    return found
