"""The State Council's yearly notice of holidays 放假通知: read, checked, and turned into the days it announces."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from workflows.definition.questions import Text
from workflows.errors import N_, Problem, WorkflowError
from workflows.time.calendar import MADE_UP, ONE_DAY, Calendar, Day

LAW_HOLIDAYS = "Regulation on Public Holidays for National Annual Festivals and Memorial Days art. 2, 6"
KEYS = ("year", "number", "issued_on", "amends", "holidays")
HOLIDAY_KEYS = ("name_zh", "name_en", "from", "to", "make_up")
SATURDAY = 5
# New Year's break may begin, and be made up for, in the last week of the year before
DAYS_BEFORE = timedelta(days=7)
# the most days a legible notice could name; what is longer was mistyped
MOST_HOLIDAYS, LONGEST_HOLIDAY = 20, timedelta(days=15)


class NoticeMalformed(WorkflowError):
    """The notice cannot be taken as it is; `problems` name every place and what is wrong there."""

    code = "notice_malformed"
    sentence = N_("The notice cannot be taken as it is: %(first)s")

    def __init__(self, problems: list[Problem]) -> None:
        first = problems[0]
        super().__init__(params={"first": f"{first.field}: {first.message % first.params}"})
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday: its days off, first to last, and the weekend days worked in exchange."""

    name: Text
    from_on: date
    to_on: date
    make_up: tuple[date, ...]

    def days(self) -> list[date]:
        """List the days off."""
        return [self.from_on + timedelta(days=number) for number in range((self.to_on - self.from_on).days + 1)]


@dataclass(frozen=True, slots=True)
class HolidayNotice:
    """A notice: its number, its day, its holidays; of a whole year, or of the breaks it amends in one.

    `amends` names the notice amended; "" where the notice arranges the whole year.
    """

    year: int
    number: str
    issued_on: date
    holidays: tuple[Holiday, ...]
    amends: str = ""

    def off(self) -> dict[date, Text]:
        """Name every day off."""
        return {on: holiday.name for holiday in self.holidays for on in holiday.days()}

    def made_up(self) -> dict[date, Text]:
        """Name every weekend day that is worked."""
        return {on: holiday.name for holiday in self.holidays for on in holiday.make_up}

    def days(self, known: Calendar) -> list[Day]:
        """Give the days the notice decides: its year and what it touches in the year before, or the breaks amended.

        A break amended is arranged anew: days it had by the calendar so far and no longer has become plain days again.
        """
        off, made_up = self.off(), self.made_up()
        if self.amends:
            former = {day.on for one in self.holidays for day in known.days_of_break(one.name.zh, one.from_on)}
            return [self._day(on, off.get(on), made_up.get(on)) for on in sorted({*former, *off, *made_up})]
        first, last = date(self.year, 1, 1), date(self.year, 12, 31)
        before = {on for on in (*off, *made_up) if on < first}
        whole = {first + timedelta(days=number) for number in range((last - first).days + 1)}
        return [self._day(on, off.get(on), made_up.get(on)) for on in sorted(before | whole)]

    def _day(self, on: date, off: Text | None, made_up: Text | None) -> Day:
        if off is not None:
            return Day(on, False, True, off.zh, off.en, self.number)
        if made_up is not None:
            zh, en = f"{made_up.zh}{MADE_UP}", f"{made_up.en}: make-up working day"
            return Day(on, True, True, zh, en, self.number)
        return Day(on, on.weekday() < SATURDAY, True, source=self.number)

    def to_data(self) -> dict[str, object]:
        """Write the notice as its file has it: the same notice gives the same data, whatever the file's format."""
        return {
            "year": self.year,
            "number": self.number,
            "issued_on": self.issued_on.isoformat(),
            **({"amends": self.amends} if self.amends else {}),
            "holidays": [
                {
                    "name_zh": one.name.zh,
                    "name_en": one.name.en,
                    "from": one.from_on.isoformat(),
                    "to": one.to_on.isoformat(),
                    "make_up": [on.isoformat() for on in one.make_up],
                }
                for one in self.holidays
            ],
        }


def notice_of(data: object) -> HolidayNotice:
    """Build a notice from the entries of its file and check that it does not contradict itself.

    Raises:
        NoticeMalformed: with everything that is wrong.
    """
    reader = _Reader()
    notice = reader.notice(data)
    problems = reader.problems or list(_contradictions(notice))
    if problems:
        raise NoticeMalformed(problems)
    return notice


def left_out(notice: HolidayNotice, statutory: Mapping[date, Sequence[Text]]) -> list[Problem]:
    """Name the statutory days that a notice of a whole year does not take off; a notice never moves them.

    Law: Regulation on Public Holidays for National Annual Festivals and Memorial Days art. 2, 6.
    """
    if notice.amends:
        return []
    off = notice.off()
    missing = {name.zh: on for on, names in sorted(statutory.items(), reverse=True) for name in names if on not in off}
    message = N_(
        "%(name)s (%(on)s) is a statutory holiday and not off; a notice that changes one break names what it amends"
    )
    return [Problem("holidays", message, {"name": name, "on": on}) for name, on in missing.items()][::-1]


def doubts(notice: HolidayNotice, days: Sequence[Day], statutory: Mapping[date, Sequence[Text]]) -> list[Problem]:
    """Say what is odd about a notice without being wrong: statutory days it makes worked, days off not made up for.

    Law: Regulation on Public Holidays for National Annual Festivals and Memorial Days art. 2, 6.
    """
    found = [
        Problem(day.on.isoformat(), N_("%(name)s is a statutory holiday, but not off"), {"name": name.zh})
        for day in days
        if day.working
        for name in statutory.get(day.on, ())
    ]
    if notice.amends:
        return found
    weekdays_off = sum(on.weekday() < SATURDAY for on in notice.off())
    exchanged = weekdays_off - len(notice.made_up())
    owed = sum(len(names) for names in statutory.values())
    if exchanged != owed:
        message = N_("%(off)s weekdays are off beyond those made up for; the law gives %(statutory)s days")
        found.append(Problem("holidays", message, {"off": exchanged, "statutory": owed}))
    return found


class _Reader:
    """Takes a notice apart and gathers what is wrong; what is wrong reads as something harmless meanwhile."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def notice(self, data: object) -> HolidayNotice:
        table = self._table(data, "file", KEYS)
        year = table.get("year")
        if type(year) is not int or not date.min.year < year < date.max.year:
            self._wrong("year", N_("Write the year as a number"))
            year = 1
        return HolidayNotice(
            year=year,
            number=self._text(table, "number", ""),
            issued_on=self._day(table.get("issued_on"), "issued_on"),
            amends=self._text(table, "amends", "") if "amends" in table else "",
            holidays=tuple(
                self._holiday(one, f"holidays.{place}") for place, one in self._list(table.get("holidays"), "holidays")
            ),
        )

    def _holiday(self, data: object, place: str) -> Holiday:
        table = self._table(data, place, HOLIDAY_KEYS)
        made_up = self._list(table.get("make_up", []), f"{place}.make_up", least=0)
        return Holiday(
            name=Text(self._text(table, "name_zh", f"{place}."), self._text(table, "name_en", f"{place}.")),
            from_on=self._day(table.get("from"), f"{place}.from"),
            to_on=self._day(table.get("to"), f"{place}.to"),
            make_up=tuple(self._day(one, f"{place}.make_up.{number}") for number, one in made_up),
        )

    def _wrong(self, place: str, message: str, **params: object) -> None:
        self.problems.append(Problem(place, message, params))

    def _table(self, data: object, place: str, keys: tuple[str, ...]) -> Mapping[str, object]:
        if not isinstance(data, dict):
            self._wrong(place, N_("This must be a table"))
            return {}
        for key in sorted(set(data) - set(keys)):
            self._wrong(f"{place}.{key}", N_("A notice has no such entry"))
        return data

    def _list(self, value: object, place: str, *, least: int = 1) -> list[tuple[int, object]]:
        if not isinstance(value, list) or not least <= len(value) <= MOST_HOLIDAYS:
            self._wrong(place, N_("List them, at most %(most)s"), most=MOST_HOLIDAYS)
            return []
        return list(enumerate(value))

    def _text(self, table: Mapping[str, object], key: str, place: str) -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip() or len(value) > 100:
            self._wrong(f"{place}{key}", N_("Write this in words, at most 100 characters"))
            return "?"
        return value.strip()

    def _day(self, value: object, place: str) -> date:
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(value if isinstance(value, str) else "")
        except ValueError:
            self._wrong(place, N_("Write the day as YYYY-MM-DD"))
            return date.min


def _contradictions(notice: HolidayNotice) -> Iterator[Problem]:
    seen: dict[date, str] = {}
    for place, holiday in enumerate(notice.holidays):
        where = f"holidays.{place}"
        if not timedelta() <= holiday.to_on - holiday.from_on <= LONGEST_HOLIDAY:
            message = N_("The holiday must end on or after its first day, within %(most)s days")
            yield Problem(f"{where}.to", message, {"most": LONGEST_HOLIDAY.days})
            continue
        yield from _outside(notice.year, (holiday.from_on, holiday.to_on, *holiday.make_up), where)
        for on in holiday.make_up:
            if on.weekday() < SATURDAY:
                yield Problem(f"{where}.make_up", N_("%(on)s is no weekend day: it needs no making up"), {"on": on})
        for on in (*holiday.days(), *holiday.make_up):
            if on in seen:
                yield Problem(where, N_("%(on)s stands in the notice twice"), {"on": on})
            seen[on] = where


def _outside(year: int, days: tuple[date, ...], where: str) -> Iterator[Problem]:
    first, last = date(year, 1, 1) - DAYS_BEFORE, date(year + 1, 1, 1) - ONE_DAY
    for on in days:
        if not first <= on <= last:
            yield Problem(where, N_("%(on)s lies outside the year %(year)s"), {"on": on, "year": str(year)})
