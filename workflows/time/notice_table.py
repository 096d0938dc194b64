"""A notice as a table: rows of name and value above, then one row a holiday."""

import csv
import re
from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from workflows.errors import N_, Problem
from workflows.time.notice_text import Read, english

_COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "节日": "name_zh",
        "节日名称": "name_zh",
        "假期": "name_zh",
        "name_zh": "name_zh",
        "holiday": "name_zh",
        "英文名称": "name_en",
        "name_en": "name_en",
        "放假首日": "from",
        "放假开始": "from",
        "开始日期": "from",
        "from": "from",
        "放假末日": "to",
        "放假结束": "to",
        "结束日期": "to",
        "to": "to",
        "调休上班": "make_up",
        "补班日期": "make_up",
        "make_up": "make_up",
        "文号": "number",
        "number": "number",
        "发文日期": "issued_on",
        "成文日期": "issued_on",
        "issued_on": "issued_on",
        "年份": "year",
        "year": "year",
        "修改的通知": "amends",
        "amends": "amends",
    }
)
_NEEDED = frozenset({"name_zh", "from", "to"})
_DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
_BETWEEN_DAYS = re.compile(r"[、,;；，\s]+")
_SERIAL = re.compile(r"^[3-6]\d{4}$")  # a day as Excel stores it: days since the end of 1899
_SERIAL_ZERO = date(1899, 12, 30)
MOST_ROWS, LONGEST_ROW = 100, 2000


def is_table(text: str) -> bool:
    """Return whether a line heads the columns of a table of holidays."""
    return any(set(_heads(row)) >= _NEEDED for row in _rows(text))


def read_table(text: str) -> Read:
    """Read the rows, each with its line."""
    read = Read({})
    heads: list[str] = []
    holidays: list[dict[str, object]] = []
    for line, row in enumerate(_rows(text), 1):
        if not any(row):
            continue
        if not heads and set(_heads(row)) >= _NEEDED:
            heads = _heads(row)
        elif not heads:
            _entry(read, row, line)
        else:
            read.lines[f"holidays.{len(holidays)}"] = line
            holidays.append(_holiday(heads, row))
    read.data["holidays"] = holidays
    return read


def _rows(text: str) -> list[list[str]]:
    head = next((line for line in text.splitlines() if "\t" in line or "," in line or ";" in line), "")
    delimiter = next((one for one in "\t,;" if one in head), ",")
    lines = [line[:LONGEST_ROW] for line in text.splitlines()[:MOST_ROWS]]
    return [[cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])] for line in lines]


def _heads(row: list[str]) -> list[str]:
    return [_COLUMNS.get(cell.lower(), "") for cell in row]


def _entry(read: Read, row: list[str], line: int) -> None:
    name, value = _COLUMNS.get(row[0].lower(), ""), row[1] if len(row) > 1 else ""
    if not name or name in _NEEDED:
        message = N_("The office does not know the entry «%(quote)s»: compare it with the example")
        read.problems.append(Problem(f"line {line}", message, {"quote": row[0][:60]}))
        return
    read.lines[name] = line
    read.data[name] = int(value) if name == "year" and value.isdecimal() else _day(value)


def _holiday(heads: list[str], row: list[str]) -> dict[str, object]:
    cells = {head: cell for head, cell in zip(heads, row, strict=False) if head}
    name = cells.get("name_zh", "")
    return {
        "name_zh": name,
        "name_en": cells.get("name_en") or english(name),
        "from": _day(cells.get("from", "")),
        "to": _day(cells.get("to", "")),
        "make_up": [_day(one) for one in _BETWEEN_DAYS.split(cells.get("make_up", "")) if one],
    }


def _day(cell: str) -> str:
    """Write a day as people type it in tables as the notice has it; other text stays as it is."""
    if _SERIAL.match(cell):
        return (_SERIAL_ZERO + timedelta(days=int(cell))).isoformat()
    found = _DAY.match(cell)
    return "{}-{:0>2}-{:0>2}".format(*found.groups()) if found else cell
