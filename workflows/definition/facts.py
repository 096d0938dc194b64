"""Facts that conditions read: typed and defaulted, so that no missing answer reaches a condition."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import cel

from workflows.definition.bundle import Bundle, Fact
from workflows.definition.expressions import Expression, FactValue, context_of, day_value
from workflows.definition.questions import Text

TOO_LARGE = 1e15
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ROW_TAKES = frozenset({"sum", "max", "min", "count"})


@dataclass(frozen=True, slots=True)
class Known:
    """The facts of one case on one day, for conditions and texts."""

    values: Mapping[str, FactValue]
    context: cel.Context

    def count(self, name: str) -> int:
        """Return a counting fact as an integer.

        Raises:
            TypeError: it is not a number.
        """
        value = self.values[name]
        if not isinstance(value, float):
            raise TypeError(f"{name} is no number")
        return int(value)

    def holds(self, condition: Expression | None) -> bool:
        """Return whether a condition is true for these facts; None is always true."""
        return condition is None or condition.holds(self.context)

    def fill(self, text: Text) -> Text:
        """Fill a text's {placeholders} with the facts."""
        if "{" not in text.zh and "{" not in text.en:
            return text
        zh = {name: _spoken(value, "zh") for name, value in self.values.items()}
        en = {name: _spoken(value, "en") for name, value in self.values.items()}
        return Text(text.zh.format_map(zh), text.en.format_map(en))


def parse_day(value: object) -> date | None:
    """Parse a day written YYYY-MM-DD; anything else is None."""
    if not isinstance(value, str) or not DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def derive(
    bundle: Bundle, answers: Mapping[str, object], on: date, project: Mapping[str, object] | None = None
) -> Known:
    """Derive all facts from raw answers; a missing or malformed answer takes its declared default.

    Raises:
        BundleError: a derived fact of the bundle cannot be evaluated.
    """
    values: dict[str, FactValue] = {**switch_values(bundle.switches), "on": day_value(on)}
    values.update((fact.name, _taken(fact, answers, project or {}, values)) for fact in bundle.facts)
    context = context_of(values)
    for name, expression in bundle.derived.items():
        values[name] = expression.value(context)
        context.add_variable(name, values[name])
    return Known(values, context)


def plainest(fact: Fact) -> FactValue:
    """Return the value of a fact nobody has answered."""
    return _taken(fact, {}, {}, {})


def switch_values(switches: Mapping[str, FactValue | int]) -> dict[str, FactValue]:
    """Convert the local switches to the types conditions compare: every number a decimal."""
    return {
        name: float(value) if isinstance(value, int) and not isinstance(value, bool) else value
        for name, value in switches.items()
    }


def row_values(row: Mapping[str, object], defaults: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """Type and default the fields of one row of a list question."""
    return {name: _typed(row.get(name), default) for name, default in defaults.items()}


def _taken(
    fact: Fact, answers: Mapping[str, object], project: Mapping[str, object], values: Mapping[str, FactValue]
) -> FactValue:
    if fact.take in ROW_TAKES:
        return _over_rows(fact, _at(answers, fact.path), values)
    raw = _at(project if fact.take == "project" else answers, fact.path)
    if fact.take == "given":
        return raw is not None
    if fact.take == "has":
        return isinstance(raw, list | tuple) and any(value in raw for value in fact.values)
    return _typed(raw, fact.default)


def _over_rows(fact: Fact, raw: object, values: Mapping[str, FactValue]) -> FactValue:
    found = [row for row in _rows(fact, raw) if fact.where is None or _holds_for(fact.where, row, values)]
    if fact.take == "count":
        return float(len(found))
    numbers = [value for row in found if isinstance(value := row[fact.field], float)]
    if fact.take == "sum":
        return float(sum(numbers))
    return max(numbers, default=0.0) if fact.take == "max" else min(numbers, default=0.0)


def _holds_for(where: Expression, row: Mapping[str, object], values: Mapping[str, FactValue]) -> bool:
    return where.holds(context_of({name: row[name] if name in row else values[name] for name in where.names}))


def _rows(fact: Fact, raw: object) -> Iterator[dict[str, FactValue]]:
    if isinstance(raw, list | tuple):
        yield from (row_values(row, fact.row) for row in raw if isinstance(row, Mapping))


def _at(answers: Mapping[str, object], path: tuple[str, ...]) -> object:
    value: object = answers
    for step in path:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _typed(raw: object, default: FactValue) -> FactValue:
    if isinstance(default, datetime):
        day = parse_day(raw)
        return default if day is None else day_value(day)
    if isinstance(default, float):
        is_number = isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) < TOO_LARGE
        return float(raw) if is_number else default  # type: ignore[arg-type]  # checked by is_number
    return raw if type(raw) is type(default) else default


def _spoken(value: object, lang: str) -> str:
    if isinstance(value, datetime):
        return f"{value.year}年{value.month}月{value.day}日" if lang == "zh" else f"{value.day} {value:%B %Y}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def conditions(bundle: Bundle) -> Iterator[Expression]:
    """Yield every condition of a bundle, without derived facts."""
    for rule in bundle.permits.values():
        yield from (because.when for because in rule.because)
        yield from (item.when for item in rule.items)
        yield from (tier.when for tier in rule.tiers)
        yield from (procedure.when for procedure in rule.procedures)
        yield from (notice.when for notice in (rule.public_notice,) if notice)
    yield from (material.when for material in bundle.materials.values() if material.when)
    yield from (gate.when for gate in bundle.gates)
    yield from (warning.when for warning in bundle.warnings)
    yield from (dependency.when for dependency in bundle.dependencies if dependency.when)
    yield from (lane.when for lane in (bundle.fast_lane,) if lane)
    yield from (code.when for code in bundle.refusal_codes.values() if code.when)
