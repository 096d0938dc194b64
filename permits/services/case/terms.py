"""The term of a licence: the requested term, the longest allowed, and the cut a grant makes."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeGuard

from permits.casefile import CaseFile
from permits.models.base import JsonObject
from permits.services.case.remedies import months_after
from workflows import Bundle

ONE_DAY = timedelta(days=1)
Answers = JsonObject


def term_of(case: CaseFile, permit: str, answers: Answers, narrower: JsonObject | None) -> tuple[date, date | None]:
    """Return the term of a licence: the requested period, not before the decision, within the longest allowed."""
    period, less = answers.get("period") or {}, narrower or {}
    today = case.context.today
    starts = max(today, _day(period.get("from")) or today)
    wanted = _day(less.get("to")) or _day(period.get("to"))
    granted = [after(starts, unit, less[unit]) for unit in ("days", "months") if _is_count(less.get(unit))]
    days = [day for day in (wanted, last_allowed(case.bundle, permit, answers, starts), *granted) if day]
    return starts, max(starts, min(days)) if days else None


def last_allowed(bundle: Bundle, permit: str, answers: Answers, starts: date) -> date | None:
    """Return the last day the rules allow for a term that starts on a day; None where nothing limits it.

    A year ends on the day before the same date of the next one, in a leap year too.
    Law: Civil Code art. 201, 202.
    """
    rule = bundle.permits[permit].validity
    if rule.max_days:
        return after(starts, "days", rule.max_days)
    part, _, unit = rule.term.partition(".")
    return after(starts, unit, int(bundle.switches[rule.max_term])) if part and answers.get(part) else None


def cut_to_longest(bundle: Bundle, permit: str, verdict: Any, answers: Answers) -> Any:
    """Cut a grant to the longest allowed term: a longer request makes it a narrower grant.

    Law: Administrative Licensing Law art. 38.
    """
    if not asks_too_long(bundle, permit, answers):
        return verdict
    rule, narrower = bundle.permits[permit].validity, dict(verdict.narrower or {})
    unit, most = rule.term.partition(".")[2], int(bundle.switches[rule.max_term])
    granted = narrower.get(unit)
    return replace(verdict, narrower={**narrower, unit: min(granted, most) if _is_count(granted) else most})


def asks_too_long(bundle: Bundle, permit: str, answers: Answers) -> bool:
    """Return whether the requested term is longer than the longest allowed."""
    rule = bundle.permits[permit].validity
    part, _, unit = rule.term.partition(".")
    asked = (answers.get(part) or {}).get(unit) if part else None
    return _is_count(asked) and asked > int(bundle.switches[rule.max_term])


def after(starts: date, unit: str, count: int) -> date:
    """Return the last of a number of days or months, the first day counted."""
    return starts + timedelta(days=count - 1) if unit == "days" else months_after(starts, count) - ONE_DAY


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None
