"""A fault of a bundle file, with its file, line, place and sentence."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from workflows.definition.reading.positions import path_to
from workflows.definition.tables import MISSING
from workflows.errors import BundleError

PLACE = "%(place)s: "
SYNTAX = re.compile(r"at line (\d+)")
LAST_STEP = re.compile(r"(?:\.[^.\[\]]+|\[\d+\]|^[^.\[\]]+)$")


@dataclass(frozen=True, slots=True)
class Remark:
    """What a check says of one place of a bundle: its path, an English msgid and its parameters."""

    place: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a file; the line counts from 1, the place is the path of a key, the message an English msgid.

    A msgid may begin with the place; the sentence leaves it out.
    """

    file: str
    line: int
    place: str
    message: str
    params: Mapping[str, object] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """Return the message in English, filled in."""
        said = self.message.removeprefix(PLACE)
        return said % self.params if self.params else said

    def to_data(self) -> dict[str, str | int]:
        """Return the fault as programs read it."""
        return {"file": self.file, "line": self.line, "place": self.place, "message": self.sentence}

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        return f"{self.file}:{self.line}: {place}{self.sentence}"


class Spot(Protocol):
    """Where a value stands: in a bundle laid over others, not always in the file that was asked about."""

    @property
    def file(self) -> str:
        """The file."""

    @property
    def line(self) -> int:
        """The line in it."""


class Pins:
    """The places of the values of a file, and its data, to find where a fault stands."""

    def __init__(self, file: str, data: Mapping[str, object], places: Mapping[str, Spot]) -> None:
        self.file = file
        self._data = data
        self._places = places

    def of_remark(self, remark: Remark) -> Fault:
        """Return the fault a remark describes, at the nearest line above a key that is missing."""
        return self._at(remark.place, remark.message, remark.params)

    def of_error(self, error: BundleError) -> Fault:
        """Return the fault an error of reading describes; the key or word it names is looked for below its place."""
        base = str(error.params.get("place", "")).removeprefix(self.file).removeprefix(", ")
        name = str(error.params.get("name", ""))
        place = path_to(base, name) if error.message == MISSING else self._pinpointed(base, name)
        return self._at(place, error.message, error.params)

    def _at(self, place: str, message: str, params: Mapping[str, object]) -> Fault:
        spot = self._places.get(self._existing(place))
        return Fault(spot.file if spot else self.file, spot.line if spot else 1, place, message, params)

    def _pinpointed(self, base: str, name: str) -> str:
        if not name:
            return base
        base = self._existing(base)
        key = path_to(base, name)
        if key in self._places:
            return key
        found = next((path for path, value in _leaves(self._data, "") if value == name and _is_below(path, base)), "")
        return found or (base if base and base in self._places else key)

    def _existing(self, place: str) -> str:
        """Return the nearest place above that the file has; empty for the whole file."""
        while place and place not in self._places:
            place = LAST_STEP.sub("", place)
        return place


def line_of_error(error: Exception) -> int:
    """Return the line that an error of syntax names."""
    syntax = SYNTAX.search(str(error))
    return int(syntax[1]) if syntax else 1


def _is_below(path: str, base: str) -> bool:
    return not base or path.startswith((f"{base}.", f"{base}["))


def _leaves(value: object, path: str) -> Iterator[tuple[str, object]]:
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _leaves(inner, path_to(path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(inner, f"{path}[{index}]")
    else:
        yield path, value
