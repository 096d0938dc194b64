"""The term of a licence: the requested term, the longest allowed, and the cut a grant makes."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from typing import Any, TypeGuard

from permits.casefile import CaseFile
from permits.models.base import JsonObject
from permits.services.case.remedies import months_after
from permits.services.case.worded import value_at
from workflows import Bundle

ONE_DAY = timedelta(days=1)
Answers = JsonObject


def term_of(case: CaseFile, permit: str, answers: Answers, narrower: JsonObject | None) -> tuple[date, date | None]:
    """Return the term of a licence: not before its decision, and no longer than asked for, allowed and granted."""
    today = case.context.today
    starts = max(today, _day(period_of(case.bundle, answers).get("from")) or today)
    return starts, last_day(case.bundle, permit, answers, narrower=narrower, starts=starts)


def period_of(bundle: Bundle, answers: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the first and last day asked for; empty where the matter asks none, or nobody has answered."""
    return answers.get(bundle.period) or {}


def last_day(
    bundle: Bundle, permit: str, answers: Answers, *, narrower: JsonObject | None, starts: date
) -> date | None:
    """Return the last day of a term: the first of those the period, the length asked, the rules and the grant allow.

    None where none of them bounds it.
    """
    rule, length = bundle.permits[permit].validity, length_asked(bundle, permit, answers)
    asked = {} if rule.endless else period_of(bundle, answers)
    days = [
        _day(asked.get("to")),
        _after_count(starts, rule.unit, length),
        last_allowed(bundle, permit, answers, starts),
        *last_granted(bundle, permit, narrower, starts),
    ]
    known = [day for day in days if day]
    return max(starts, min(known)) if known else None


def last_granted(bundle: Bundle, permit: str, narrower: JsonObject | None, starts: date) -> list[date]:
    """List the last days to which the parts of a narrower scope cut a term that starts on a day."""
    bounding = [one for one in bundle.permits[permit].narrows if one.bounds]
    given = [(one.bounds, (narrower or {}).get(one.key)) for one in bounding]
    days = [_day(value) if unit == "day" else _after_count(starts, unit, value) for unit, value in given]
    return [day for day in days if day]


def _after_count(starts: date, unit: str, count: object) -> date | None:
    return after(starts, unit, count) if _is_count(count) else None


def length_asked(bundle: Bundle, permit: str, answers: Answers) -> object:
    """Return the length of its own that a permit is asked for, in its unit; None where it has none."""
    path = bundle.permits[permit].validity.term
    return value_at(answers, path) if path else None


def with_value(answers: Answers, path: str, value: object) -> Answers:
    """Return the answers with one of them set."""
    key, _, inner = path.partition(".")
    return {**answers, key: with_value(answers.get(key) or {}, inner, value) if inner else value}


def with_length(bundle: Bundle, permit: str, answers: Answers, starts: date) -> Answers:
    """Return the answers with the permit's own length as long as the period that starts on a day.

    A holder who asks for a later end asks for as many days, months or years more: term and fee follow the length.
    """
    rule = bundle.permits[permit].validity
    ends = _day(period_of(bundle, answers).get("to"))
    if not answers.get(rule.term.partition(".")[0]) or ends is None or ends < starts:
        return answers
    count = 1
    while after(starts, rule.unit, count) < ends:
        count = (ends - starts).days + 1 if rule.unit == "days" else count + 1
    return with_value(answers, rule.term, count)


def last_allowed(bundle: Bundle, permit: str, answers: Answers, starts: date) -> date | None:
    """Return the last day the rules allow for a term that starts on a day; None where nothing limits it.

    A year ends on the day before the same date of the next one, in a leap year too.
    Law: Civil Code art. 201, 202.
    """
    rule, most = bundle.permits[permit].validity, longest(bundle, permit)
    is_asked = bool(rule.term and answers.get(rule.term.partition(".")[0]))
    days = [
        after(starts, "days", rule.max_days) if rule.max_days else None,
        after(starts, rule.unit, int(bundle.switches[rule.fixed_term])) if rule.fixed_term else None,
        after(starts, rule.unit, most) if most and is_asked else None,
        _next(rule.ends_on, starts) if rule.ends_on else None,
    ]
    return min((day for day in days if day), default=None)


def longest(bundle: Bundle, permit: str) -> int | None:
    """Return the longest length a permit can be granted for, in its unit; None where nothing limits it."""
    rule = bundle.permits[permit].validity
    return int(bundle.switches[rule.max_term]) if rule.max_term else None


def cut_to_longest(bundle: Bundle, permit: str, verdict: Any, answers: Answers) -> Any:
    """Cut a grant to the longest allowed term: a longer request makes it a narrower grant.

    Law: Administrative Licensing Law art. 38.
    """
    most = longest(bundle, permit)
    if most is None or not asks_too_long(bundle, permit, answers):
        return verdict
    rule, narrower = bundle.permits[permit], dict(verdict.narrower or {})
    cuts = (one.key for one in rule.narrows if one.kind == "count" and rule.validity.term in one.asked)
    for key in islice(cuts, 1):
        granted = narrower.get(key)
        narrower[key] = min(granted, most) if _is_count(granted) else most
    return replace(verdict, narrower=narrower)


def asks_too_long(bundle: Bundle, permit: str, answers: Answers) -> bool:
    """Return whether the requested term is longer than the longest allowed."""
    asked, most = length_asked(bundle, permit, answers), longest(bundle, permit)
    return most is not None and _is_count(asked) and asked > most


def after(starts: date, unit: str, count: int) -> date:
    """Return the last of a number of days, months or years, the first day counted."""
    if unit == "days":
        return starts + timedelta(days=count - 1)
    return months_after(starts, 12 * count if unit == "years" else count) - ONE_DAY


def _next(day_of_year: str, starts: date) -> date:
    """Return the first such day (MM-DD) from `starts` on; 29 February is the last day of that month."""
    month, day = (int(part) for part in day_of_year.split("-"))
    found = [_in_year(year, month, day) for year in (starts.year, starts.year + 1)]
    return next(one for one in found if one >= starts)


def _in_year(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None
