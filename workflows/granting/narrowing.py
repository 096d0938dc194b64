"""Narrower scopes: whether one is narrower than what was asked, and the narrowest of several."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from workflows.definition.agreement import NarrowRule
from workflows.definition.bundle import PermitRule
from workflows.errors import N_
from workflows.granting.measures import Spans, Value, common, hours, measured, window

Scope: TypeAlias = Mapping[str, object]
Fault: TypeAlias = tuple[str, str, dict[str, object]]
LONGEST_TEXT = 300


def faults_of(rule: PermitRule, narrower: Scope, answers: Mapping[str, object]) -> Iterator[Fault]:
    """Yield the faults of a narrower scope: (key, msgid, parameters)."""
    known = {one.key: one for one in rule.narrows}
    for key, value in narrower.items():
        if key not in known:
            yield key, N_("The scope of this permit has no such part"), {}
            continue
        if (read := _read(known[key], value)) is None:
            yield key, NEEDED[known[key].kind], {}
        else:
            yield from _not_less(known[key], read, answers)


NEEDED = {
    "count": N_("Write a whole number above zero"),
    "amount": N_("Write a number above zero"),
    "hours": N_("Write one window of hours, such as 20:00-06:00"),
    "day": N_("Write a day, such as 2026-05-28"),
    "text": N_("Write the narrower scope in at most 300 letters"),
}


def _not_less(rule: NarrowRule, read: Value, answers: Mapping[str, object]) -> Iterator[Fault]:
    asked = asked_for(rule, answers)
    if asked is None and rule.asked:
        yield rule.key, N_("The application asks for nothing of this kind"), {}
    elif isinstance(read, Fraction) and isinstance(asked, Fraction) and read >= asked:
        yield rule.key, N_("This is not less than the %(asked)s asked for"), {"asked": written(rule, asked)}
    elif isinstance(read, Fraction) and rule.most is not None and read > rule.most:
        yield rule.key, N_("This is more than the %(most)s there can be"), {"most": rule.most}
    elif isinstance(read, date):
        yield from _not_earlier(rule, read, asked, answers)


def _not_earlier(rule: NarrowRule, on: date, last: Value | None, answers: Mapping[str, object]) -> Iterator[Fault]:
    first, _last = _period(_at(answers, rule.asked[0]) if rule.asked else None)
    if isinstance(last, date) and on >= last:
        yield rule.key, N_("This is not less than the %(asked)s asked for"), {"asked": last.isoformat()}
    elif first is not None and on < first:
        yield rule.key, N_("This lies before the works begin"), {}


def _read(rule: NarrowRule, value: object) -> Value | None:
    """Read a value of the right type; None where it is none."""
    return READ[rule.kind](value)


def _count(value: object) -> Fraction | None:
    return Fraction(value) if isinstance(value, int) and not isinstance(value, bool) and value > 0 else None


def _amount(value: object) -> Fraction | None:
    if isinstance(value, str) and value.replace(".", "", 1).isascii() and value.replace(".", "", 1).isdecimal():
        return Fraction(value) if Fraction(value) > 0 else None
    return _count(value)


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and 0 < len(value.strip()) <= LONGEST_TEXT else None


def _hours(value: object) -> Spans | None:
    return hours(value) if isinstance(value, str) else None


READ: Mapping[str, Callable[[object], Value | None]] = {
    "count": _count,
    "amount": _amount,
    "hours": _hours,
    "day": _day,
    "text": _text,
}


def asked_for(rule: NarrowRule, answers: Mapping[str, object]) -> Value | None:
    """Return what the application asks for: the first of the rule's answers that is given; of a list the sum."""
    found = (_asked(rule, _at(answers, path)) for path in rule.asked)
    return next((one for one in found if one is not None), None)


def _asked(rule: NarrowRule, value: object) -> Value | None:
    if isinstance(value, Mapping):
        first, last = _period(value)
        if rule.kind == "day":
            return last
        return Fraction((last - first).days + 1) if first and last else None
    if rule.kind == "day":
        return _day(value)
    if isinstance(value, list):
        return sum((Fraction(str(one)) for one in value), Fraction(0)) if value else None
    return Fraction(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _period(value: object) -> tuple[date | None, date | None]:
    given = value if isinstance(value, Mapping) else {}
    return _day(given.get("from")), _day(given.get("to"))


def _at(answers: Mapping[str, object], path: str) -> object:
    name, _, field = path.partition(".")
    value = answers.get(name)
    if not field:
        return value
    if isinstance(value, list):
        return [row[field] for row in value if isinstance(row, Mapping) and field in row]
    return value.get(field) if isinstance(value, Mapping) else None


def written(rule: NarrowRule, value: Value) -> object:
    """Write a read value as a scope holds it: whole numbers as such, fractions as text, one way for hours and days."""
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else f"{float(value):g}"
    if isinstance(value, tuple):
        return window(value)
    return value.isoformat() if isinstance(value, date) else value.strip()


def canonical(rule: PermitRule, narrower: Scope) -> dict[str, object]:
    """Write a checked narrower scope in one way."""
    read = ((one, _read(one, narrower[one.key])) for one in rule.narrows if one.key in narrower)
    return {one.key: written(one, value) for one, value in read if value is not None}


def narrowest(rule: PermitRule, scopes: Sequence[Scope]) -> dict[str, object]:
    """Merge narrower scopes: the narrowest of each field, texts beside each other; disjoint hours are left out."""
    found: dict[str, object] = {}
    for one in rule.narrows:
        read = [value for scope in scopes if (value := _read(one, scope.get(one.key))) is not None]
        least = _least(read)
        if least is not None:
            found[one.key] = written(one, least)
    return found


def _least(read: Sequence[Value]) -> Value | None:
    least: Value | None = None
    for value in read:
        least = value if least is None else _less(least, value)
    return least or None


def _less(first: Value, second: Value) -> Value:
    if isinstance(first, tuple) and isinstance(second, tuple):
        return common(first, second)
    if isinstance(first, Fraction) and isinstance(second, Fraction):
        return min(first, second)
    if isinstance(first, date) and isinstance(second, date):
        return min(first, second)
    return "；".join(dict.fromkeys([*str(first).split("；"), str(second).strip()]))


def is_within(value: Value, ceiling: Value) -> bool:
    """Return whether a value goes no further than another of its measure."""
    if isinstance(value, tuple) and isinstance(ceiling, tuple):
        return common(value, ceiling) == value
    if isinstance(value, Fraction) and isinstance(ceiling, Fraction):
        return value <= ceiling
    return value <= ceiling if isinstance(value, date) and isinstance(ceiling, date) else True


def of_condition(rule: PermitRule, measure: str, said: object, answers: Mapping[str, object]) -> Scope:
    """Return the narrower scope that a condition amounts to; empty where it asks for no less."""
    for one in rule.narrows:
        if one.measure == measure and one.asked and one.kind in {"count", "amount", "day"}:
            value = measured(measure, said)
            whole = None if value is None else written(one, value)
            if whole is not None and not list(faults_of(rule, {one.key: whole}, answers)):
                return {one.key: whole}
    return {}
