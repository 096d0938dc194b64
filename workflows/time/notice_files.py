"""Notice files as offices have them: bytes to text, and text in any of its forms to the entries of a notice."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count

from workflows.errors import N_, Problem
from workflows.time.calendar import Calendar
from workflows.time.holiday_notice import HolidayNotice, NoticeMalformed, notice_of
from workflows.time.notice_packages import is_package, package_text
from workflows.time.notice_table import is_table, read_table
from workflows.time.notice_text import Read, is_text, read_text

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_TOML = re.compile(r"^\s*(?:\[\[?\s*\w+|[A-Za-z_]+\s*=)", re.MULTILINE)
_TOML_LINE = re.compile(r"at line (\d+)")
_TABLE_HEAD = re.compile(r"^\s*\[\[\s*holidays\s*\]\]")
_ENTRY = re.compile(r"^\s*([A-Za-z_]+)\s*=")
LONGEST_QUOTE = 60
UNREADABLE = N_(
    "This is no notice the office can read: paste the text of the State Council's notice, or send it as text, Word,"
    " Excel, CSV, TOML or JSON"
)


@dataclass(frozen=True, slots=True)
class Given:
    """What the office adds to a notice whose text does not say it: number, day of issue, the notice it amends."""

    number: str = ""
    issued_on: date | None = None
    amends: str = ""


NOTHING_GIVEN = Given()


def decode(raw: bytes) -> str:
    """Decode a text file in UTF-8, UTF-16 or GB 18030 (which holds GBK), with or without a byte order mark.

    Word and Excel files give their paragraphs and rows.

    Raises:
        NoticeMalformed: the bytes are no text in any of them.
    """
    if is_package(raw):
        if text := package_text(raw):
            return text
        raise NoticeMalformed([Problem("file", UNREADABLE)])
    encodings = [name for mark, name in _MARKS if raw.startswith(mark)]
    if not encodings:
        wide = "utf-16-be" if raw[::2].count(0) > raw[1::2].count(0) else "utf-16-le"
        encodings = [wide] if b"\0" in raw else ["utf-8", "gb18030"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NoticeMalformed([Problem("file", UNREADABLE)])


def read_notice(text: str, *, given: Given = NOTHING_GIVEN, known: Calendar | None = None) -> HolidayNotice:
    """Read a notice from its text, a table, TOML or JSON, and check that it does not contradict itself.

    Args:
        text: the decoded file, or what was pasted.
        given: what the text itself does not say.
        known: the calendar so far; a notice that extends a break needs it.

    Raises:
        NoticeMalformed: with everything that is wrong, each with its line where the form has lines.
    """
    read = _read(text, known)
    if read.problems:
        raise NoticeMalformed(read.problems)
    _complete(read.data, given)
    try:
        return notice_of(read.data)
    except NoticeMalformed as malformed:
        problems = [Problem(_place(one.field, read.lines), one.message, one.params) for one in malformed.problems]
        raise NoticeMalformed(problems) from malformed


def _read(text: str, known: Calendar | None) -> Read:
    if text.lstrip().startswith("{"):
        return _from_json(text)
    if is_table(text):
        return read_table(text)
    if is_text(text):
        return read_text(text, known)
    if _TOML.search(text):
        return _from_toml(text)
    raise NoticeMalformed([Problem("file", UNREADABLE)])


def _from_json(text: str) -> Read:
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise _unreadable_line(text, error.lineno) from error
    except (ValueError, RecursionError) as error:
        raise NoticeMalformed([Problem("file", UNREADABLE)]) from error
    return Read(data)


def _from_toml(text: str) -> Read:
    try:
        data = tomllib.loads(text.replace("\r\n", "\n").replace("\r", "\n"))
    except tomllib.TOMLDecodeError as error:
        said = _TOML_LINE.search(str(error))
        raise _unreadable_line(text, int(said.group(1)) if said else len(text.splitlines())) from error
    except RecursionError as error:
        raise NoticeMalformed([Problem("file", UNREADABLE)]) from error
    return Read(data, dict(_toml_lines(text)))


def _toml_lines(text: str) -> Iterator[tuple[str, int]]:
    """Give the line of each entry of a TOML notice."""
    numbers, table = count(), ""
    for line, content in enumerate(text.splitlines(), 1):
        if _TABLE_HEAD.match(content):
            table = f"holidays.{next(numbers)}"
            yield table, line
        elif entry := _ENTRY.match(content):
            yield f"{table}.{entry.group(1)}".lstrip("."), line


def _unreadable_line(text: str, line: int) -> NoticeMalformed:
    lines = text.splitlines() or [""]
    quote = lines[min(line, len(lines)) - 1].strip()[:LONGEST_QUOTE]
    message = N_("The office cannot read «%(quote)s»: compare it with the example")
    return NoticeMalformed([Problem(f"line {line}", message, {"quote": quote})])


def _complete(data: dict[str, object], given: Given) -> None:
    said: Mapping[str, object] = {
        "number": given.number.strip(),
        "issued_on": given.issued_on and given.issued_on.isoformat(),
        "amends": given.amends.strip(),
    }
    for name, value in said.items():
        if value and (name == "amends" or not data.get(name)):
            data[name] = value


def _place(field: str, lines: Mapping[str, int]) -> str:
    """Return the line of an entry, or of what it is in; a field that stands nowhere keeps its name."""
    path = field.removeprefix("file.")
    while path:
        if path in lines:
            return f"line {lines[path]}"
        path = path.rpartition(".")[0]
    return field
