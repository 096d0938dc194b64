"""The State Council's notice as it is published: its numbered sentences become the entries of a notice file."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from workflows.errors import N_, Problem
from workflows.time.calendar import Calendar

ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "元旦": "New Year's Day",
        "春节": "Spring Festival",
        "清明节": "Tomb-Sweeping Day",
        "劳动节": "Labour Day",
        "端午节": "Dragon Boat Festival",
        "中秋节": "Mid-Autumn Festival",
        "国庆节": "National Day",
    }
)
WEEKDAYS = "一二三四五六日"
NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
SATURDAY, DECEMBER, HALF_A_YEAR = 5, 12, 6
LONGEST_QUOTE = 60

_DAY = r"(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日(?:\((?P<about>[^()]*)\))?"
_WHOLE_DAY = r"(\d{4})年(\d{1,2})月(\d{1,2})日"
_TOKEN = re.compile(
    rf"(?P<date>{_DAY})|(?P<to>[至到~—-]+)|共?(?P<count>\d+)天|(?P<verb>放假调休|调休放假|放假|补休|调休|上班)"
    r"|(?P<glue>与周末连休|不调休|其中|全国|照常|正常|起|并|和|[、,:])"
)
_ITEM = re.compile(
    rf"(?:^|(?<=[。;:]))[^\S\n]*({'|'.join(sorted(NUMERALS, key=len, reverse=True))})[、.]", re.MULTILINE
)
_SENTENCE = re.compile(r"[^。;]+")
_TITLE = re.compile(r"关于(.{2,100}?)的通知")
_NUMBER = re.compile(r"(国(?:办)?发(?:明电)?)[〔\[(](\d{4})[〕\])](\d+)号")
_ISSUED = (re.compile(rf"成文日期:?{_WHOLE_DAY}"), re.compile(rf"国务院(?:办公厅)?{_WHOLE_DAY}"))
_SIGNATURE = re.compile(rf"(?:国务院(?:办公厅)?)?\s*{_WHOLE_DAY}\s*$", re.MULTILINE)
_EXTENDS = re.compile(rf"^延长(?:(?P<of>\d{{4}})年)?(?P<name>\D{{2,12}})假期至{_DAY}(?:,.*)?$")
_ABOUT_WEEKDAY = re.compile(r"(?:星期|周)([一二三四五六日天])")
_ANY_DAY = re.compile(r"\d月\d{1,2}日")
_PREAMBLE = re.compile(r"^(?:[^,:]*[,:])*?(?=[^,:]*\d月\d{1,2}日)")  # clauses that name no day
_VERBS = ("放假", "补休", "调休", "上班")
_AMENDS, _ADVICE = ("调整", "延长", "调休放假"), ("鼓励", "建议")


def is_text(text: str) -> bool:
    """Return whether a text reads like a notice of the State Council."""
    flat = _flat(text)
    return ("放假" in flat or "假期" in flat) and _ANY_DAY.search(flat) is not None


def read_text(text: str, known: Calendar | None = None) -> "Read":
    """Read the notice's title, number, day and numbered sentences.

    Args:
        text: the notice as pasted; line breaks and blanks may stand anywhere.
        known: the calendar so far; a notice that extends a break needs it.
    """
    return _Reader(unicodedata.normalize("NFKC", text.replace("\r", "")), known).notice()


@dataclass(slots=True)
class Read:
    """What a text or table says, with the line of each entry and what is wrong with it."""

    data: dict[str, object]
    lines: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass(slots=True)
class _Break:
    """The days of one numbered sentence; one that begins with its holiday's name speaks of nothing else."""

    is_named: bool
    off: set[date] = field(default_factory=set)
    counted: set[date] = field(default_factory=set)  # the days off that 共N天 counts
    made_up: list[date] = field(default_factory=list)
    count: int | None = None


class _Misread(Exception):
    """A sentence cannot be read; it names why."""

    def __init__(self, message: str, **params: object) -> None:
        super().__init__(message)
        self.message, self.params = message, params


class _Reader:
    def __init__(self, text: str, known: Calendar | None) -> None:
        self.text, self.known = text, known
        found = _TITLE.search(_flat(text))
        self.title = found.group(1) if found else ""
        number = _NUMBER.search(_flat(text))
        self.number = "{}〔{}〕{}号".format(*number.groups()) if number else ""
        self.year = self._year()
        self.read = Read({})

    def notice(self) -> Read:
        self.read.data = {"year": self.year, "number": self.number, "issued_on": self._issued(), "holidays": []}
        if any(word in self.title for word in _AMENDS):
            self.read.data["amends"] = f"国务院办公厅关于{self.year}年部分节假日安排的通知"
        holidays = [found for line, body in self._items() for found in self._holiday(line, body)]
        self.read.data["holidays"] = holidays
        return self.read

    def _year(self) -> int | None:
        for found in (re.search(r"(\d{4})年", self.title), re.search(r"(\d{4})年\d{1,2}月", _flat(self.text))):
            if found:
                return int(found.group(1))
        return None

    def _issued(self) -> str | None:
        flat = _flat(self.text)
        for pattern in _ISSUED:
            if found := pattern.search(flat):
                return "{}-{:0>2}-{:0>2}".format(*found.groups())
        return None

    def _items(self) -> Iterator[tuple[int, str]]:
        """Give each numbered sentence with its line; marks out of their order are part of a sentence."""
        text = _SIGNATURE.sub("", self.text)
        marks: list[re.Match[str]] = []
        for mark in _ITEM.finditer(text):
            if len(marks) < len(NUMERALS) and mark.group(1) == NUMERALS[len(marks)]:
                marks.append(mark)
        ends = [*(mark.start() for mark in marks[1:]), len(text)]
        for mark, end in zip(marks, ends, strict=False):
            yield text.count("\n", 0, mark.start(1)) + 1, _flat(text[mark.end() : end])
        lines = [
            (number, _flat(line)) for number, line in enumerate(text.splitlines(), 1) if _ANY_DAY.search(_flat(line))
        ]
        if not marks and lines:  # a notice of one break needs no numbers
            yield lines[0][0], "。".join(line for _, line in lines)

    def _holiday(self, line: int, body: str) -> Iterator[dict[str, object]]:
        name, _, arrangement = body.partition(":")
        if not arrangement or _ANY_DAY.search(name):
            name, arrangement = self._named_by_title(), body
        found = _Break(is_named=arrangement is not body)
        try:
            for sentence in _SENTENCE.findall(arrangement):
                name = self._sentence(found, name, sentence) or name
            if not found.off:
                return
            yield self._entry(name, found, line)
        except _Misread as misread:
            quote = body[:LONGEST_QUOTE]
            self.read.problems.append(Problem(f"line {line}", misread.message, {"quote": quote, **misread.params}))

    def _named_by_title(self) -> str:
        for name in ENGLISH:
            if name in self.title:
                return name
        return re.sub(r"调休放假$|假期安排$", "", self.title) or "?"

    def _sentence(self, found: _Break, name: str, sentence: str) -> str | None:
        """Take one sentence into the break; returns the break's name where the sentence says it."""
        if not _ANY_DAY.search(sentence) or any(word in sentence for word in _ADVICE):
            return None
        if extension := _EXTENDS.match(sentence):
            self._extend(found, extension)
            return extension["name"]
        if found.is_named or any(verb in sentence for verb in _VERBS):
            self._arrange(found, name, _PREAMBLE.sub("", sentence))
        return None

    def _extend(self, found: _Break, extension: re.Match[str]) -> None:
        year = int(extension["of"] or self.year or 0)
        end = self._day(extension, year, None)
        days = [] if self.known is None else self.known.days_of_break(extension["name"], end)
        off = [day.on for day in days if not day.working]
        if not off:
            raise _Misread(N_("«%(quote)s»: the calendar has no such break to extend"))
        length = (end - off[0]).days
        found.off |= {off[0] + timedelta(days=number) for number in range(length + 1)}
        found.made_up += [day.on for day in days if day.working and not off[0] <= day.on <= end]

    def _arrange(self, found: _Break, name: str, sentence: str) -> None:
        pending: list[date] = []
        place, is_range, last = 0, False, None
        while place < len(sentence):
            token = _TOKEN.match(sentence, place)
            if token is None:
                raise _Misread(
                    N_("«%(quote)s»: the office does not understand «%(part)s»"), part=sentence[place : place + 12]
                )
            if token["date"]:
                last = self._day(token, self._year_of(name, token), last)
                if is_range and pending:
                    pending += [pending[-1] + timedelta(days=n + 1) for n in range((last - pending[-1]).days)]
                else:
                    pending.append(last)
            elif token["count"]:
                found.count = int(token["count"])
            elif token["verb"]:
                _assign(found, token["verb"], pending)
                pending = []
            is_range = token["to"] is not None
            place = token.end()
        if pending:
            raise _Misread(N_("«%(quote)s»: it does not say whether %(on)s is off or worked"), on=pending[0])

    def _year_of(self, name: str, token: re.Match[str]) -> int:
        is_before = name == "元旦" and token["month"] is not None and int(token["month"]) == DECEMBER
        return (self.year or 0) - is_before

    def _day(self, token: re.Match[str], year: int, last: date | None) -> date:
        """Read a day; year and month may be those of the day before."""
        if token["month"] is None and last is None:
            raise _Misread(N_("«%(quote)s»: %(part)s has no month"), part=token.group())
        month = int(token["month"] or (last.month if last else 0))
        if token["month"] is None and last:
            year = last.year
        elif last and month < last.month - HALF_A_YEAR:
            year = last.year + 1
        try:
            on = date(int(token["year"] or year), month, int(token["day"]))
        except ValueError:
            raise _Misread(N_("«%(quote)s»: there is no %(part)s"), part=token.group()) from None
        said = _ABOUT_WEEKDAY.search(token["about"] or "")
        if said and said.group(1).replace("天", "日") != WEEKDAYS[on.weekday()]:
            message = N_("«%(quote)s»: %(on)s is a %(right)s, not a %(part)s")
            raise _Misread(message, on=on, right=f"周{WEEKDAYS[on.weekday()]}", part=said.group())
        return on

    def _entry(self, name: str, found: _Break, line: int) -> dict[str, object]:
        first, last = min(found.off), max(found.off)
        if found.count is not None and found.count != len(found.counted):
            message = N_("«%(quote)s»: it says %(said)s days and names %(named)s")
            raise _Misread(message, said=found.count, named=len(found.counted))
        between = {first + timedelta(days=number) for number in range((last - first).days)} - found.off
        if worked := sorted(on for on in between if on.weekday() < SATURDAY or on in found.made_up):
            raise _Misread(N_("«%(quote)s»: %(on)s is worked in the middle of the break"), on=worked[0])
        place = f"holidays.{sum(key.startswith('holidays.') for key in self.read.lines)}"
        self.read.lines[place] = line
        return {
            "name_zh": name,
            "name_en": english(name),
            "from": first.isoformat(),
            "to": last.isoformat(),
            "make_up": [on.isoformat() for on in sorted(set(found.made_up))],
        }


def english(name: str) -> str:
    """Return the English name of one or several holidays; one the law does not name keeps its Chinese name."""
    return ", ".join(ENGLISH.get(one, one) for one in name.split("、"))


def _assign(found: _Break, verb: str, days: list[date]) -> None:
    if verb == "上班":
        found.made_up += days
        return
    found.off |= set(days)
    if verb != "补休":
        found.counted |= set(days)


def _flat(text: str) -> str:
    return re.sub(r"\s+", "", text)
