"""People from a CSV file: every row that is wrong is told, and then none is taken in."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from pydantic import ValidationError

from permits.casefile import ActContext
from permits.errors import Invalid
from permits.queries.office.records import PersonRecord, Words
from permits.services.administration.applying import Unsound, plan_people
from permits.services.administration.people import put
from permits.services.calendar.changes import legible
from workflows import N_

NEEDED = ("username", "name_zh")
COLUMNS = (*NEEDED, "name_en", "email", "phone", "roles", "enforcement_number")
MOST_ROWS = 2000
Problem = tuple[str, str, Mapping[str, object]]


def import_people(context: ActContext, content: bytes, *, wall: datetime) -> int:
    """Put the people of a CSV file in UTF-8, UTF-16 or GB 18030 on record; the first row names the columns.

    Returns how many there are; the caller commits.

    Raises:
        Invalid: lists every row that is wrong, each as `line N`.
    """
    found, problems = _read(content)
    try:
        if problems:
            plan_people(context, list(found.values()))
        else:
            put(context, *found.values(), wall=wall)
    except Unsound as refusal:
        problems += _at_lines(refusal, list(found))
    if problems or not found:
        raise Invalid(problems or [("file", N_("The file names nobody"), {})])
    return len(found)


def _read(content: bytes) -> tuple[dict[int, PersonRecord], list[Problem]]:
    rows = csv.DictReader(io.StringIO(legible(content).lstrip("\ufeff"), newline=""))
    _check_head(rows.fieldnames or ())
    found: dict[int, PersonRecord] = {}
    problems: list[Problem] = []
    for row in rows:
        line = rows.line_num
        try:
            found[line] = _person({name: (row.get(name) or "").strip() for name in COLUMNS})
        except ValidationError as error:
            message = N_("%(column)s is not valid: %(value)s")
            problems += [(f"line {line}", message, about) for about in _each(error)]
    if len(found) > MOST_ROWS:
        raise Invalid.at("file", N_("At most %(count)s people at a time"), count=MOST_ROWS)
    return found, problems


def _check_head(columns: object) -> None:
    named = set(columns) if isinstance(columns, list) else set()
    if missing := [name for name in NEEDED if name not in named]:
        raise Invalid.at(
            "file", N_("The first row must name the columns; missing: %(columns)s"), columns=", ".join(missing)
        )
    if strange := sorted(str(name) for name in named - set(COLUMNS)):
        raise Invalid.at("file", N_("There is no column “%(columns)s”"), columns=", ".join(strange))


def _person(row: Mapping[str, str]) -> PersonRecord:
    return PersonRecord(
        username=row["username"],
        name=Words(zh=row["name_zh"], en=row["name_en"] or row["name_zh"]),
        email=row["email"],
        phone=row["phone"],
        roles=tuple(sorted(set(row["roles"].split()))),
        enforcement_number=row["enforcement_number"],
    )


def _each(error: ValidationError) -> Iterator[Mapping[str, object]]:
    for fault in error.errors(include_url=False):
        yield {"column": fault["loc"][0], "value": str(fault["input"])[:60] or "–"}


def _at_lines(refusal: Unsound, lines: Sequence[int]) -> Iterator[Problem]:
    for one in refusal.found:
        number = one.place.partition("people[")[2].partition("]")[0]
        yield f"line {lines[int(number)]}" if number else "file", one.message, one.params
