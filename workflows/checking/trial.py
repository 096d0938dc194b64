"""Try a bundle on answers without an office: screening, and the whole route with its days."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from workflows.checking.screening import OpenQuestion, screen
from workflows.definition.bundle import Bundle
from workflows.definition.questions import Text
from workflows.errors import Problem
from workflows.routing.answers import check_answers
from workflows.routing.route import Route, RoutedItem
from workflows.time.calendar import Calendar
from workflows.time.clocks import Span, project_due

Limit = Literal["committed", "statutory"]
NOTHING: Mapping[str, "Held"] = {}
COUNTER = Text("接件窗口", "Counter")


@dataclass(frozen=True, slots=True)
class TriedItem:
    """One department's work, from the day it opens to the day it is due if everybody takes the whole limit."""

    id: str
    department: Text
    limit_working_days: int
    from_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Held:
    """What moves the days of one permit: half-open stops of its clock, and working days its limit is extended by."""

    stops: Sequence[Span] = ()
    extended_working_days: int = 0


@dataclass(frozen=True, slots=True)
class Trial:
    """What answers lead to; `problems` are what the form would refuse at submission."""

    route: Route
    open_questions: tuple[OpenQuestion, ...]
    problems: tuple[Problem, ...]
    items: tuple[TriedItem, ...]
    committed_on: Mapping[str, date]
    statutory_on: Mapping[str, date]


def attempt(
    bundle: Bundle,
    answers: Mapping[str, object],
    project: Mapping[str, object],
    *,
    accepted_on: date,
    calendar: Calendar,
    held: Mapping[str, Held] = NOTHING,
) -> Trial:
    """Screen answers, and count the days of their route from the day of acceptance; `held` by permit.

    A stop moves both days of a permit, an extension the statutory one.

    Raises:
        BundleError: a condition of the bundle cannot be evaluated.
        CalendarExhausted: a day lies outside the years the calendar knows.
    """
    screening = screen(bundle, answers, accepted_on, project)
    found = screening.route
    return Trial(
        route=found,
        open_questions=screening.open_questions,
        problems=tuple(check_answers(bundle, answers, "submission")),
        items=_scheduled(bundle, found, accepted_on, calendar),
        committed_on=_decided_by(found, accepted_on, calendar, limit="committed", held=held),
        statutory_on=_decided_by(found, accepted_on, calendar, limit="statutory", held=held),
    )


def _decided_by(
    found: Route, accepted_on: date, calendar: Calendar, *, limit: Limit, held: Mapping[str, Held]
) -> Mapping[str, date]:
    """Count each permit's limit from acceptance, or from the last day of those it waits for."""
    due: dict[str, date] = {}
    waiting = list(found.permits) if found.outcome == "proceed" else []
    while free := [one for one in waiting if due.keys() >= set(one.waits_for)]:
        for one in free:
            of_permit = held.get(one.key, Held())
            days = one.committed_working_days
            if limit == "statutory":
                days = one.statutory_working_days + of_permit.extended_working_days
            begins = max((due[key] for key in one.waits_for), default=accepted_on)
            due[one.key] = project_due(begins, days, calendar, stops=of_permit.stops).due_on
        waiting = [one for one in waiting if one.key not in due]
    return due


def _scheduled(bundle: Bundle, found: Route, accepted_on: date, calendar: Calendar) -> tuple[TriedItem, ...]:
    """Open each item when the last it waits for is due; items never wait in a circle."""
    waiting = {item.id: item for item in found.work_items if item.permit}
    placed: dict[str, TriedItem] = {}
    while waiting:
        free = [item for item in waiting.values() if not set(item.after) & waiting.keys()]
        if not free:
            break
        for item in free:
            awaited = [key for key in item.after if item.opens == "after" or key.partition(":")[0] != item.permit]
            before = [placed[key].due_on for key in awaited if key in placed]
            placed[item.id] = _placed(bundle, item, max(before, default=accepted_on), calendar)
            del waiting[item.id]
    return tuple(placed.values())


def _placed(bundle: Bundle, item: RoutedItem, begins: date, calendar: Calendar) -> TriedItem:
    name = bundle.departments[item.department].name if item.department in bundle.departments else COUNTER
    due = calendar.add(begins, item.limit_working_days)
    return TriedItem(item.id, name, item.limit_working_days, begins, due)
