"""Variants of answers to a bundle: each condition once true and once false, at the values where it changes."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, combinations, islice, product
from math import prod

from workflows.definition.bundle import Bundle, Fact, PermitRule
from workflows.definition.expressions import Expression
from workflows.definition.facts import Known, conditions, derive
from workflows.definition.questions import Question

LONG_AGO, PLAIN_DAY, FAR_AHEAD = "1990-01-01", "2026-03-02", "2099-12-31"
SAMPLE_DAY = date(2026, 1, 5)
NUMBER = re.compile(r"(?<![\w.])\d+(?:\.\d+)?")
MOST_TRIES = 4000
# how many combinations of answers one search may try
MOST_SEARCHED = 20_000
Variant = tuple[dict[str, object], dict[str, object]]
Step = tuple[str, str, object]


@dataclass(frozen=True, slots=True)
class Target:
    """A goal: the condition to meet, and every name it depends on."""

    holds: Callable[[Known], bool]
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Search:
    """What a search found, and among how many combinations; `is_whole`: no other combination was left to try."""

    variant: Variant | None
    tried: int
    is_whole: bool


def search(bundle: Bundle, target: Target, confirm: Callable[[Variant], bool] = lambda _: True) -> Search:
    """Look for answers that reach a target, those with the fewest changes first."""
    small, tried = narrowed(bundle, target.names), 0
    for tried, variant in enumerate(islice(_tries(bundle, target.names), MOST_SEARCHED), start=1):
        if target.holds(derive(small, variant[0], SAMPLE_DAY, variant[1])) and confirm(variant):
            return Search(variant, tried, is_whole=False)
    return Search(None, tried, is_whole=tried >= _size(bundle, target.names))


def narrowed(bundle: Bundle, names: Collection[str]) -> Bundle:
    """Return the bundle with only those facts, and the derived facts that rest on nothing else."""
    known = {*names, *bundle.switches, "on"}
    derived = {}
    for name, expression in bundle.derived.items():
        if expression.names <= known:
            derived[name] = expression
            known.add(name)
    return replace(bundle, facts=tuple(fact for fact in bundle.facts if fact.name in names), derived=derived)


def variants(bundle: Bundle) -> Iterator[Variant]:
    """Yield answers and projects so that each condition of the bundle is once true and once false, where possible.

    Not the cross product: every variant differs minimally from the plainest application. The first is that application,
    the last requires all permits. None depends on the current day.
    """
    seen: set[str] = set()
    found = (_first(bundle, target) for target in _targets(bundle))
    for variant in chain([(_plain_answers(bundle), {})], found, [_everything(bundle)]):
        if variant is not None and repr(variant) not in seen:
            seen.add(repr(variant))
            yield variant


def _targets(bundle: Bundle) -> Iterator[Target]:
    beside = (*bundle.gates, *bundle.warnings, *bundle.dependencies, bundle.fast_lane)
    for part in (one.when for one in beside if one is not None and one.when is not None):
        yield from _both(bundle, (), part)
    for rule in bundle.permits.values():
        for because in rule.because:
            yield from _both(bundle, (), because.when)
        for part in (*(item.when for item in rule.items), *(tier.when for tier in rule.tiers)):
            yield from _both(bundle, (rule,), part)
    for material in bundle.materials.values():
        if material.when:
            yield from _both(bundle, [bundle.permits[key] for key in material.permits], material.when)


def _both(bundle: Bundle, within: Iterable[PermitRule], condition: Expression) -> Iterator[Target]:
    """Build the targets that the condition holds and does not hold, where one of these permits is required."""
    asked = [because.when for rule in within for because in rule.because]
    names = base_names(bundle, condition, *asked)
    for wanted in (True, False):
        yield Target(_meets(asked, condition, is_true=wanted), names)


def _meets(asked: list[Expression], condition: Expression, *, is_true: bool) -> Callable[[Known], bool]:
    def meets(known: Known) -> bool:
        return known.holds(condition) is is_true and (not asked or any(known.holds(one) for one in asked))

    return meets


def base_names(bundle: Bundle, *expressions: Expression) -> frozenset[str]:
    """Return the names expressions depend on in the end: facts and switches, none derived."""
    waiting, found = [name for one in expressions for name in one.names], set[str]()
    while waiting:
        name = waiting.pop()
        if name in bundle.derived:
            waiting.extend(bundle.derived[name].names)
        else:
            found.add(name)
    return frozenset(found)


def _first(bundle: Bundle, target: Target) -> Variant | None:
    return search(bundle, target).variant


def _size(bundle: Bundle, names: Collection[str]) -> int:
    steps = _steps(bundle, [fact for fact in bundle.facts if fact.name in names])
    return prod(1 + len(step) for step in steps)


def _tries(bundle: Bundle, names: Collection[str]) -> Iterator[Variant]:
    """Yield changes of no answer, then one, then two …; only of answers that affect the given facts."""
    steps = _steps(bundle, [fact for fact in bundle.facts if fact.name in names])
    for size in range(len(steps) + 1):
        for chosen in combinations(steps, size):
            for changes in product(*chosen):
                answers = {key: value for place, key, value in changes if place == "answers"}
                project = {key: value for place, key, value in changes if place == "project"}
                yield {**_plain_answers(bundle), **answers}, project


def _steps(bundle: Bundle, facts: list[Fact]) -> list[list[Step]]:
    steps: list[list[Step]] = []
    for question in bundle.questions:
        bearing = [fact for fact in facts if fact.take != "project" and fact.path[0] == question.key]
        if bearing:
            steps.append([("answers", question.key, value) for value in values_of(bundle, question, bearing)])
    from_project = (fact for fact in facts if fact.take == "project")
    steps.extend([("project", fact.path[0], value) for value in fact.values] for fact in from_project)
    return steps


def values_of(bundle: Bundle, question: Question, facts: list[Fact]) -> list[object]:
    """List the answers to one question that may change one of these facts."""
    if question.kind == "list":
        bearing = [[fact for fact in facts if _concerns(fact, field)] for field in question.fields]
        return [[row] for row in _rows(bundle, question, bearing)]
    if question.kind in {"group", "period"}:
        bearing = [[fact for fact in facts if fact.path[1:2] == (field.key,)] for field in question.fields]
        if question.kind == "period":
            # one end cannot move far without the other
            bearing = [facts for _ in question.fields]
        rows = list(_rows(bundle, question, bearing))
        # the form refuses a period that ends before it begins; ISO days compare as text
        return [row for row in rows if question.kind != "period" or _ends_after_it_begins(row)]
    return _single_values(bundle, question, facts)


def _ends_after_it_begins(period: Mapping[str, object]) -> bool:
    return str(period.get("from", LONG_AGO)) <= str(period.get("to", FAR_AHEAD))


def _single_values(bundle: Bundle, question: Question, facts: list[Fact]) -> list[object]:
    if question.kind == "flag":
        return [True, False]
    if question.kind == "date":
        return [LONG_AGO, FAR_AHEAD]
    values = [option.value for option in question.options]
    if question.kind == "choices":
        return [[value] for value in values]
    return [*values] or _thresholds(bundle, question, facts)


def _rows(bundle: Bundle, question: Question, bearing: list[list[Fact]]) -> Iterator[dict[str, object]]:
    per_field = [_field_values(bundle, field, facts) for field, facts in zip(question.fields, bearing, strict=True)]
    for values in product(*per_field):
        yield {field.key: value for field, value in zip(question.fields, values, strict=True) if value is not None}


def _field_values(bundle: Bundle, field: Question, facts: list[Fact]) -> list[object]:
    plain = _plain(field) if field.required else None
    return [plain, *(value for value in values_of(bundle, field, facts) if value != plain)] if facts else [plain]


def _concerns(fact: Fact, field: Question) -> bool:
    return field.key == fact.field or (fact.where is not None and field.key in fact.where.names)


def _thresholds(bundle: Bundle, question: Question, facts: list[Fact]) -> list[object]:
    if question.kind not in {"number", "integer"}:
        return [_plain(question)]
    names = {fact.name for fact in facts}
    compared = [one for one in (*bundle.derived.values(), *conditions(bundle)) if names & one.names]
    compared += [fact.where for fact in facts if fact.where and question.key in fact.where.names]
    limits = {limit for one in compared for limit in _numbers(bundle, one)}
    low, high = question.minimum or 0.0, question.maximum if question.maximum is not None else 1e9
    beside = (value for limit in limits for value in (limit - 1, limit, limit + 1))
    values = sorted({min(max(value, low), high) for value in beside})
    return [int(value) if value == int(value) else value for value in values] or [_plain(question)]


def _numbers(bundle: Bundle, expression: Expression) -> Iterator[float]:
    yield from (float(number) for number in NUMBER.findall(expression.source))
    for name in expression.names & bundle.switches.keys():
        value = bundle.switches[name]
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield float(value)


def _plain_answers(bundle: Bundle) -> dict[str, object]:
    return {question.key: _plain(question) for question in bundle.questions if question.required}


def _plain(question: Question) -> object:
    """Return the plainest lawful answer to a question."""
    if question.options:
        return [question.options[0].value] if question.kind == "choices" else question.options[0].value
    if question.kind in {"group", "period"}:
        return {field.key: _plain(field) for field in question.fields if field.required}
    simple: Mapping[str, object] = {"flag": False, "text": question.key, "date": PLAIN_DAY, "list": []}
    return simple[question.kind] if question.kind in simple else max(1, int(question.minimum or 0))


def _everything(bundle: Bundle) -> Variant:
    """Build the target that requires all permits, each for its first reason."""
    answers, project = _plain_answers(bundle), dict[str, object]()
    for rule in bundle.permits.values():
        for because in rule.because[:1]:
            found = _first(bundle, next(_both(bundle, (), because.when)))
            answers.update(found[0] if found else {})
            project.update(found[1] if found else {})
    return answers, project
