"""Office files: read one, saying of each fault where it stands; write one."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from pydantic import ValidationError

from permits.errors import Invalid
from permits.queries.office.records import AreaRecord, OfficeRecord, Record, Words
from workflows import N_, lines_of


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a place of an office file, such as `areas[0].people[2].roles`; the message is a msgid."""

    place: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)


class FileRefused(Invalid):
    """An office file cannot be applied; nothing was changed. Its problems begin with the line."""

    code = "office_file_refused"
    sentence = N_("The office file was not applied: nothing was changed")

    def __init__(self, text: str, problems: Sequence[Problem]) -> None:
        """Find the line of each problem in the text."""
        lines = lines_of(text)
        found = ((f"{_line(lines, one.place)}: {one.place}", one.message, one.params) for one in problems)
        super().__init__(found)

    def in_file(self, name: str) -> Self:
        """Tell the name of the file with each place."""
        self.problems = tuple((f"{name}:{place}", message, params) for place, message, params in self.problems)
        return self


def _line(lines: Mapping[str, int], place: str) -> int:
    """Return the line of a place, or of the nearest one around it."""
    while place and place not in lines:
        place = place[: max(place.rfind("."), place.rfind("["), 0)]
    return lines.get(place, 1)


def read_office_file(text: str) -> OfficeRecord:
    """Read an office file.

    Raises:
        FileRefused: it is no TOML, or not of this shape.
    """
    try:
        return OfficeRecord.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise FileRefused(text, [Problem("", "%(why)s", {"why": str(error)})]) from error
    except ValidationError as error:
        problems = [
            Problem(_place(fault["loc"]), "%(why)s", {"why": fault["msg"].removeprefix("Value error, ")})
            for fault in error.errors(include_url=False, include_input=False)
        ]
        raise FileRefused(text, problems) from error


def _place(steps: Sequence[str | int]) -> str:
    return "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in steps).removeprefix(".")


def office_text(areas: Sequence[AreaRecord]) -> str:
    """Write areas as an office file; what has its default is left out."""
    return "\n".join(line for area in areas for line in _area_lines(area))


def _area_lines(area: AreaRecord) -> Iterator[str]:
    yield "[[areas]]"
    yield from _pairs(area)
    yield ""
    for name, rows in area.rows().items():
        for row in rows:
            yield f"[[areas.{name}]]"
            yield from _pairs(row)
            yield ""


def _pairs(row: Record) -> Iterator[str]:
    for name, about in type(row).model_fields.items():
        value = getattr(row, name)
        if name not in AreaRecord.beside and (about.is_required() or value != about.default):
            yield f"{about.alias or name} = {_value(value)}"


def _value(value: object) -> str:
    if isinstance(value, Words):
        return f"{{ zh = {_value(value.zh)}, en = {_value(value.en)} }}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _text(value)
    return str(value)


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(one if one.isprintable() else f"\\U{ord(one):08x}" for one in escaped) + '"'
