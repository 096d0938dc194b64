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
    """Return the term of a licence: not before its decision, and no longer than asked for, allowed and granted."""
    today = case.context.today
    starts = max(today, _day((answers.get("period") or {}).get("from")) or today)
    return starts, last_day(case.bundle, permit, answers, narrower=narrower, starts=starts)


def last_day(
    bundle: Bundle, permit: str, answers: Answers, *, narrower: JsonObject | None, starts: date
) -> date | None:
    """Return the last day of a term: the first of those the period, the length asked, the rules and the grant allow.

    None where none of them bounds it. Law: Urban Road Administration Regulations art. 36.
    """
    period, less = answers.get("period") or {}, narrower or {}
    unit, asked = length_asked(bundle, permit, answers)
    lengths = [(unit, asked), *((one, less.get(one)) for one in ("days", "months"))]
    days = [
        _day(less.get("to")) or _day(period.get("to")),
        last_allowed(bundle, permit, answers, starts),
        *(after(starts, one, count) for one, count in lengths if _is_count(count)),
    ]
    known = [day for day in days if day]
    return max(starts, min(known)) if known else None


def length_asked(bundle: Bundle, permit: str, answers: Answers) -> tuple[str, object]:
    """Return the unit and the number of a permit's own length in the answers; None where it has none."""
    part, _, unit = bundle.permits[permit].validity.term.partition(".")
    return unit, (answers.get(part) or {}).get(unit) if part else None


def with_length(bundle: Bundle, permit: str, answers: Answers, starts: date) -> Answers:
    """Return the answers with the permit's own length as long as the period that starts on a day.

    A holder who asks for a later end asks for as many days or months more: term and fee follow the length.
    """
    part, _, unit = bundle.permits[permit].validity.term.partition(".")
    ends = _day((answers.get("period") or {}).get("to"))
    if not answers.get(part) or ends is None or ends < starts:
        return answers
    count = 1
    while after(starts, unit, count) < ends:
        count = (ends - starts).days + 1 if unit == "days" else count + 1
    return {**answers, part: {**answers[part], unit: count}}


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
    _unit, asked = length_asked(bundle, permit, answers)
    return _is_count(asked) and asked > int(bundle.switches[bundle.permits[permit].validity.max_term])


def after(starts: date, unit: str, count: int) -> date:
    """Return the last of a number of days or months, the first day counted."""
    return starts + timedelta(days=count - 1) if unit == "days" else months_after(starts, count) - ONE_DAY


def _is_count(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _day(value: object) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) and value else None
