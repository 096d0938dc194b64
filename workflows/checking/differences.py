"""The differences of two versions of a bundle, in words and graded by what they mean for a case."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from workflows import definition
from workflows.definition.bundle import Bundle
from workflows.definition.expressions import Expression
from workflows.definition.questions import Text
from workflows.errors import N_

Grade = Literal["editorial", "minor", "major"]
GRADES: tuple[Grade, ...] = ("editorial", "minor", "major")
ADDED, REMOVED = N_("%(what)s is new"), N_("%(what)s is gone")
CHANGED = N_("%(what)s: %(old)s becomes %(new)s")
WORDS = Path(definition.__file__).parent / "words.toml"
YES_NO = {True: Text("是", "yes"), False: Text("否", "no")}
NOTHING = Text("无", "nothing")
# the version itself always differs, and what an overlay was laid over shows in what it says
OUTSIDE = frozenset({"key", "version", "overlay"})
# a text somebody is bound by or told as a reason; any other is a label
BINDING = frozenset({"law", "reason", "message", "document", "undertaking", "remedy", "text", "not_needed"})
# what a person reads by, and what only the comparison with the old way rests on
EDITORIAL = frozenset({"number", "serial", "serial_order", "order", "start", "sections", "place"})
# whole rows whose coming and going alters what a case needs or who decides it
STRUCTURAL = frozenset(
    {"permits", "departments", "items", "because", "tiers", "procedures", "public_notice", "questions", "fields"}
    | {"options", "materials", "gates", "dependencies", "facts", "derived", "shown_when"}
)
# sections whose single values are figures and local choices
OF_FIGURES = frozenset({"limits", "switches", "fees", "fine_flags", "remedies"})


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference: its grade, its place in the bundle, and its sentence (a msgid with texts of both languages)."""

    grade: Grade
    place: str
    message: str
    params: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class _Step:
    """One step into a bundle: the key of the file, and the name of the row it leads to, where it leads to one."""

    key: str
    row: str = ""
    name: Text | None = None


Trail = tuple[_Step, ...]


def differences(old: Bundle, new: Bundle) -> list[Difference]:
    """List the differences of two versions, the weightiest first."""
    found = [one for field in fields(Bundle) if field.name not in OUTSIDE for one in _of_field(old, new, field.name)]
    return sorted(found, key=lambda one: -GRADES.index(one.grade))


def gravest(found: list[Difference]) -> Grade | None:
    """Return the gravest grade among differences; None where there is none."""
    return max((one.grade for one in found), key=GRADES.index, default=None)


def _of_field(old: object, new: object, name: str, trail: Trail = ()) -> Iterator[Difference]:
    yield from _compare(getattr(old, name), getattr(new, name), (*trail, _Step(name)))


def _compare(old: object, new: object, trail: Trail) -> Iterator[Difference]:
    """Compare two values of one key: rows by their names, everything else as a whole."""
    if _plain(old) == _plain(new):
        return
    rows = _rows(old), _rows(new)
    if rows[0] is not None and rows[1] is not None:
        yield from _compare_rows(rows[0], rows[1], trail)
    elif is_dataclass(old) and type(old) is type(new) and not isinstance(old, Text | Expression):
        for field in fields(old):
            yield from _of_field(old, new, field.name, trail)
    elif old is None or new is None or is_dataclass(old) is not is_dataclass(new):
        yield from _came_or_went(old, new, trail)
    else:
        yield _difference(CHANGED, trail, _grade_of_value(trail, new), old=_said(old), new=_said(new))


def _compare_rows(old: Mapping[str, object], new: Mapping[str, object], trail: Trail) -> Iterator[Difference]:
    for name in [*old, *(name for name in new if name not in old)]:
        row = old.get(name, new.get(name))
        there = (*trail[:-1], _Step(trail[-1].key, name, _name_of(row, name)))
        if name in old and name in new:
            yield from _compare(old[name], new[name], there)
        else:
            yield _difference(ADDED if name in new else REMOVED, there, _grade_of_row(there))


def _came_or_went(old: object, new: object, trail: Trail) -> Iterator[Difference]:
    if is_dataclass(new if old is None else old) and not isinstance(new if old is None else old, Text | Expression):
        yield _difference(ADDED if old is None else REMOVED, trail, _grade_of_row(trail))
    else:
        yield _difference(CHANGED, trail, _grade_of_value(trail, new or old), old=_said(old), new=_said(new))


def _rows(value: object) -> Mapping[str, object] | None:
    """Return rows by what tells them apart; None for a value that is compared as a whole."""
    if isinstance(value, Mapping):
        return value
    if not isinstance(value, tuple) or not all(is_dataclass(one) for one in value):
        return None
    named: dict[str, object] = {}
    for place, one in enumerate(value, 1):
        key = _key_of(one) or str(place)
        named[key if key not in named else f"{key} {place}"] = one
    return named


def _key_of(row: object) -> str:
    for name in ("key", "code", "id", "value", "question", "ground"):
        if (found := getattr(row, name, None)) is not None:
            return str(found)
    return str(getattr(row, "name", "")) if isinstance(getattr(row, "name", ""), str) else ""


def _name_of(row: object, key: str) -> Text:
    for name in ("short", "name", "label", "level"):
        if isinstance(found := getattr(row, name, None), Text):
            return found
    return Text(key, key)


def _plain(value: object) -> object:
    """Return what counts of a value: an expression's text, not its place in the file."""
    if isinstance(value, Expression):
        return value.source
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value


def _said(value: object) -> Text:
    """Put a value into words."""
    if isinstance(value, Text):
        return value
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, frozenset | tuple):
        listed = [_said(one) for one in (value if isinstance(value, tuple) else sorted(map(str, value)))]
        zh, en = "、".join(one.zh for one in listed), ", ".join(one.en for one in listed)
        return Text(zh, en) if listed else NOTHING
    plain = _plain(value)
    return NOTHING if plain in (None, "") else Text(str(plain), str(plain))


def _difference(message: str, trail: Trail, grade: Grade, **params: Text) -> Difference:
    place = ".".join(".".join(filter(None, (step.key, step.row))) for step in trail)
    return Difference(grade, place, message, {"what": _what(trail), **params})


def _what(trail: Trail) -> Text:
    """Name a place in words: the section with its row, then the keys below it."""
    kinds = ("sections" if trail[0].key in _words()["sections"] else "keys", *("keys" for _ in trail[1:]))
    parts = [_step_in_words(kind, step) for kind, step in zip(kinds, trail, strict=True)]
    return Text("的".join(one.zh for one in parts), ", ".join(one.en for one in parts))


def _step_in_words(kind: str, step: _Step) -> Text:
    word = _words()[kind].get(step.key) or Text(step.key, step.key)
    if step.name is None:
        return word
    return Text(f"{word.zh}「{step.name.zh}」", f"{word.en} “{step.name.en}”")


def _grade_of_row(trail: Trail) -> Grade:
    """Grade a row or part that came or went."""
    last = trail[-1].key
    if last in EDITORIAL:
        return "editorial"
    return "major" if last in STRUCTURAL else "minor"


def _grade_of_value(trail: Trail, value: object) -> Grade:
    """Grade a changed value: labels, then figures and binding texts, then whatever decides what a case needs."""
    last = trail[-1].key
    if isinstance(value, Text):
        return "minor" if last in BINDING else "editorial"
    if last in EDITORIAL or any(step.key in EDITORIAL for step in trail):
        return "editorial"
    if isinstance(value, Expression):
        return "major"
    is_figure = isinstance(value, int | float) and not isinstance(value, bool)
    return "minor" if is_figure or trail[0].key in OF_FIGURES else "major"


@cache
def _words() -> Mapping[str, Mapping[str, Text]]:
    read = tomllib.loads(WORDS.read_text(encoding="utf-8"))
    return {kind: {key: Text(one["zh"], one["en"]) for key, one in words.items()} for kind, words in read.items()}
