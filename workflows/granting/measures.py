"""Read measures in what a department wrote: hours, days, a date, a side of the way, an amount."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from workflows.definition.agreement import DAY, DAYS, HOURS, SIDE

# spans of minutes within one day, in order; a window through midnight is two
Spans: TypeAlias = tuple[tuple[int, int], ...]
Value: TypeAlias = Spans | Fraction | date | str
WHOLE_DAY = 24 * 60
WINDOW = re.compile(
    r"(\d{1,2})\s*(?:[:：时点](\d{2})?)分?\s*(?:[-–—~～至到]+|to|until|and)\s*(?:次日|翌日|第二天|当日)?\s*(\d{1,2})\s*(?:[:：时点](\d{2})?)",
    re.IGNORECASE,
)
NUMBER = re.compile(r"(?<![\d.])\d{1,9}(?:\.\d{1,4})?")
DAYS_SAID = re.compile(r"(?<![\d.年月])(\d{1,4})\s*(?:个)?(?:自然日|日历天|天|日(?!期)|days?\b)", re.IGNORECASE)
DATE = re.compile(r"(\d{4})\s*[-/年]\s*(\d{1,2})\s*[-/月]\s*(\d{1,2})")
SIDES: Mapping[str, re.Pattern[str]] = {
    "north": re.compile(r"北侧|北半幅|\bnorth", re.IGNORECASE),
    "south": re.compile(r"南侧|南半幅|\bsouth", re.IGNORECASE),
    "east": re.compile(r"东侧|东半幅|\beast", re.IGNORECASE),
    "west": re.compile(r"西侧|西半幅|\bwest", re.IGNORECASE),
    "left": re.compile(r"左侧|左半幅|\bleft", re.IGNORECASE),
    "right": re.compile(r"右侧|右半幅|\bright", re.IGNORECASE),
}


def hours(said: object) -> Spans | None:
    """Read a window such as 20:00–06:00 or 20时至次日6时; None for anything but one window shorter than a day."""
    found = WINDOW.findall(str(said))
    if len(found) != 1:
        return None
    first_hour, first_minute, last_hour, last_minute = (int(one or 0) for one in found[0])
    starts, ends = first_hour * 60 + first_minute, last_hour * 60 + last_minute
    if max(first_minute, last_minute) >= 60 or max(starts, ends) > WHOLE_DAY or starts % WHOLE_DAY == ends % WHOLE_DAY:
        return None
    spans = ((starts, ends),) if starts < ends else ((0, ends), (starts, WHOLE_DAY))
    return tuple((first, last) for first, last in spans if first < last)


def window(spans: Spans) -> str:
    """Write spans as windows, one through midnight as one."""
    found = list(spans)
    if len(found) > 1 and found[0][0] == 0 and found[-1][1] == WHOLE_DAY:
        (_start, ends), (starts, _end) = found[0], found[-1]
        found = [*found[1:-1], (starts, ends)]
    return "、".join(f"{_clock(first)}-{_clock(last)}" for first, last in found)


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def common(first: Spans, second: Spans) -> Spans:
    """Return the minutes in both."""
    pairs = ((max(a, c), min(b, d)) for a, b in first for c, d in second)
    return tuple(sorted((start, end) for start, end in pairs if start < end))


def amount(said: object) -> Fraction | None:
    """Read the one number of a text, or a number; None where there is none or several."""
    if isinstance(said, bool):
        return None
    found = NUMBER.findall(str(said))
    return Fraction(found[0]) if len(found) == 1 else None


def day(said: object) -> date | None:
    """Read a day written 2026-10-20 or 2026年10月20日; None where there is none or several."""
    found = DATE.findall(str(said))
    try:
        return date(*map(int, found[0])) if len(found) == 1 else None
    except ValueError:
        return None


def days(said: object) -> Fraction | None:
    """Read a number of days: 30, 30天, 30 days."""
    if isinstance(said, int):
        return amount(said)
    found = DAYS_SAID.findall(str(said))
    return Fraction(found[0]) if len(found) == 1 else None


def side(said: object) -> str | None:
    """Read the one side a text names."""
    found = [name for name, words in SIDES.items() if words.search(str(said))]
    return found[0] if len(found) == 1 else None


READERS: Mapping[str, Callable[[object], Value | None]] = {HOURS: hours, SIDE: side, DAYS: days, DAY: day}


def measured(measure: str, said: object) -> Value | None:
    """Read a value of a measure; None is unchecked: the text alone says it."""
    return READERS.get(measure, amount)(said) if measure else None
