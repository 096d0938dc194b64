"""Screening: the route that follows from the answers, and the open questions that may still change it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby, product
from math import prod
from typing import get_args

from workflows.checking.variants import MOST_TRIES, base_names, values_of
from workflows.definition.bundle import Bundle, GateKind
from workflows.definition.expressions import Expression
from workflows.definition.facts import derive
from workflows.definition.questions import Question
from workflows.routing.answers import is_shown
from workflows.routing.route import Route
from workflows.routing.routing import route

# the effects that end an application before its permits, in the order of routing
STOPS: tuple[GateKind, ...] = ("refer", "not_required")


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """An unanswered question, by the path of its answer, with the permits and stops that depend on it."""

    path: str
    question: Question
    permits: tuple[str, ...]
    stops: tuple[GateKind, ...]


@dataclass(frozen=True, slots=True)
class Screening:
    """The route for the answers given; final only if no question is open."""

    route: Route
    open_questions: tuple[OpenQuestion, ...]


@dataclass(frozen=True, slots=True)
class _Gap:
    """A missing answer: a question, or a field of a group answered with yes."""

    path: tuple[str, ...]
    question: Question

    def filled(self, answers: Mapping[str, object], value: object) -> dict[str, object]:
        """Return the answers with a value at this path."""
        key, *inner = self.path
        group = answers.get(key)
        inside = group if isinstance(group, Mapping) else {}
        return {**answers, key: {**inside, inner[0]: value} if inner else value}


@dataclass(frozen=True, slots=True)
class _Asked:
    """The input of a screening."""

    bundle: Bundle
    answers: Mapping[str, object]
    on: date
    project: Mapping[str, object]

    def meets(self, when: Expression, answers: Mapping[str, object]) -> bool:
        return derive(self.bundle, answers, self.on, self.project).holds(when)


def screen(
    bundle: Bundle, answers: Mapping[str, object], on: date, project: Mapping[str, object] | None = None
) -> Screening:
    """Compute the route and the open questions: a missing answer is open, null answers no.

    Raises:
        BundleError: a condition of the bundle cannot be evaluated.
    """
    asked = _Asked(bundle, answers, on, project or {})
    gaps = list(_gaps(bundle.questions, answers))
    turning = dict[tuple[str, ...], list[tuple[str, str]]]()
    for what, when in _effects(asked, gaps):
        for gap in _turning(asked, when, gaps):
            turning.setdefault(gap.path, []).append(what)
    found = (_open(gap, turning[gap.path]) for gap in gaps if gap.path in turning)
    return Screening(route(bundle, answers, on, project), tuple(found))


def _open(gap: _Gap, turning: Sequence[tuple[str, str]]) -> OpenQuestion:
    unique = dict.fromkeys(turning)
    permits = tuple(key for kind, key in unique if kind == "permit")
    stops = tuple(stop for stop in get_args(GateKind) if ("stop", stop) in unique)
    return OpenQuestion(".".join(gap.path), gap.question, permits, stops)


def _gaps(questions: Sequence[Question], answers: Mapping[str, object]) -> Iterator[_Gap]:
    for question in questions:
        if question.key not in answers:
            if is_shown(question, answers):
                yield _Gap((question.key,), question)
            continue
        given = answers[question.key]
        if question.kind in {"group", "period"} and isinstance(given, Mapping):
            left = (field for field in question.fields if field.key not in given)
            yield from (_Gap((question.key, field.key), field) for field in left)


def _effects(asked: _Asked, gaps: Sequence[_Gap]) -> Iterator[tuple[tuple[str, str], Expression]]:
    """Yield the conditions that may still change the outcome; a certain stop ends the search."""
    gates = asked.bundle.gates
    for kind in STOPS:
        stops = [gate.when for gate in gates if gate.kind == kind]
        yield from ((("stop", kind), when) for when in stops)
        if any(_is_certain(asked, when, gaps) for when in stops):
            return
    yield from ((("stop", gate.kind), gate.when) for gate in gates if gate.kind == "blocked")
    for rule in asked.bundle.permits.values():
        reasons = [because.when for because in rule.because]
        if not any(_is_certain(asked, when, gaps) for when in reasons):
            yield from ((("permit", rule.key), when) for when in reasons)


def _is_certain(asked: _Asked, when: Expression, gaps: Sequence[_Gap]) -> bool:
    """Return whether a condition holds for every further answer."""
    return asked.meets(when, asked.answers) and not _turning(asked, when, gaps)


def _turning(asked: _Asked, when: Expression, gaps: Sequence[_Gap]) -> list[_Gap]:
    """List the gaps whose answer can change a condition, alone or with others."""
    names = base_names(asked.bundle, when)
    facts = [fact for fact in asked.bundle.facts if fact.name in names and fact.take != "project"]
    bearing = [(gap, [fact for fact in facts if fact.path[: len(gap.path)] == gap.path]) for gap in gaps]
    choices = [(gap, [None, *values_of(asked.bundle, gap.question, found)]) for gap, found in bearing if found]
    if prod(len(values) for _gap, values in choices) > MOST_TRIES:
        return [gap for gap, _values in choices]  # too many: an unneeded question is safer than a missing one
    met = {picked: asked.meets(when, _answered(asked, choices, picked)) for picked in _combinations(choices)}
    return [gap for place, (gap, _values) in enumerate(choices) if _differs(met, place)]


def _combinations(choices: Sequence[tuple[_Gap, list[object]]]) -> Iterator[tuple[int, ...]]:
    return product(*(range(len(values)) for _gap, values in choices))


def _answered(
    asked: _Asked, choices: Sequence[tuple[_Gap, list[object]]], picked: tuple[int, ...]
) -> dict[str, object]:
    answers = dict(asked.answers)
    for (gap, values), number in zip(choices, picked, strict=True):
        if values[number] is not None:
            answers = gap.filled(answers, values[number])
    return answers


def _differs(met: Mapping[tuple[int, ...], bool], place: int) -> bool:
    """Return whether one gap's value alone changes the condition."""

    def others(picked: tuple[int, ...]) -> tuple[int, ...]:
        return picked[:place] + picked[place + 1 :]

    return any(len({met[one] for one in group}) > 1 for _, group in groupby(sorted(met, key=others), key=others))
