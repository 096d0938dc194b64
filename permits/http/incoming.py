"""The guard before the shapes: what comes in is bounded and holds nothing that no database could keep."""

import json
from collections.abc import Iterator
from typing import Any

from flask import Flask, request
from flask.json.provider import DefaultJSONProvider
from werkzeug.datastructures import ImmutableMultiDict, iter_multi_items
from werkzeug.routing import IntegerConverter, ValidationError

from permits.errors import Invalid, NotFound, TooLarge
from permits.http.caller import is_api
from permits.http.transfer import CountingRequest
from workflows import N_

LARGEST_TEXT_BYTES = 1024 * 1024
MOST_LEVELS = 32
MOST_FIELDS = 5000
LARGEST_ID = 2**63 - 1
# what a longer number says is out of range whatever its digits are; int() would take its time over them
MOST_DIGITS = 20
NUL = "\x00"
CANNOT_BE_STORED = N_("This text holds a character that cannot be stored")
Path = tuple[int | str, ...]


class Id(IntegerConverter):
    """An id in an address; beyond what a database counts there is nothing at the address."""

    regex = f"[0-9]{{1,{MOST_DIGITS}}}"

    def to_python(self, value: str) -> int:
        """Read the id.

        Raises:
            ValidationError: no row can have it.
        """
        found = int(value)
        if found > LARGEST_ID:
            raise ValidationError
        return found


class Texts(ImmutableMultiDict[str, Any]):
    """Fields of a form or a query, free of NUL: nobody types one, some programs paste one; `held_nul` says so."""

    def __init__(self, pairs: Any = None) -> None:
        """Take the fields over, each text without NUL."""
        self.held_nul = False
        super().__init__([(self._clean(name), self._clean(one)) for name, one in iter_multi_items(pairs or ())])

    def _clean(self, value: Any) -> Any:
        if not isinstance(value, str) or NUL not in value:
            return value
        self.held_nul = True
        return value.replace(NUL, "")


class JsonProvider(DefaultJSONProvider):
    """How the app reads JSON, of every request."""

    def loads(self, s: str | bytes, **_options: object) -> object:
        """Read JSON that is bounded and can be kept.

        Raises:
            ValueError: it is no JSON.
            Invalid: where it goes too deep, or holds what cannot be kept.
        """
        return read_json(s)


class Incoming(CountingRequest):
    """A request whose fields pass the guard wherever they are read."""

    parameter_storage_class = Texts

    @property
    def max_content_length(self) -> int | None:
        """Read less of a body that can hold no file."""
        if self.is_json or self.mimetype == "application/x-www-form-urlencoded":
            return LARGEST_TEXT_BYTES
        return super().max_content_length

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value


def register(app: Flask) -> None:
    """Let each request and each address of `app` pass the guard; register the views afterwards."""
    app.request_class = Incoming
    app.json = JsonProvider(app)
    app.url_map.converters["int"] = Id


def guard() -> None:
    """Check what came in before a view or a shape reads it.

    Raises:
        NotFound: nothing can have this name.
        Invalid, TooLarge: the body or the query holds what cannot be kept, or too much of it.
    """
    if any(NUL in str(value) for value in (request.view_args or {}).values()):
        raise NotFound
    # the framework would read a text as JSON once more, past the guard
    if request.is_json and isinstance(request.get_json(silent=True), str):
        raise Invalid.at("", N_("Send a JSON object"))
    if len(request.form) > MOST_FIELDS:
        raise TooLarge(N_("A form has at most %(count)s fields"), params={"count": MOST_FIELDS})
    if is_api():
        _check_fields()


def _check_fields() -> None:
    """Check what a program sent as fields; the framework reads each field of a form as JSON if it can."""
    if any(isinstance(one, Texts) and one.held_nul for one in (request.args, request.form, request.files)):
        raise Invalid.at("", CANNOT_BE_STORED)
    for name, text in request.form.items():
        try:
            read_json(text, name)
        except ValueError:
            continue


def read_json(raw: str | bytes, name: str = "") -> object:
    """Read JSON that is bounded and can be kept; `name` is where it came in.

    Raises:
        ValueError: it is no JSON.
        Invalid: where it goes too deep, or holds what cannot be kept.
    """
    try:
        value = json.loads(raw, parse_int=_whole)
    except RecursionError:
        raise Invalid.at(name, N_("Nested deeper than %(count)s levels"), count=MOST_LEVELS) from None
    for path, one in _walk(value, (name,) if name else ()):
        _check(path, one)
    return value


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= MOST_DIGITS else float("inf")


def _walk(value: object, path: Path) -> Iterator[tuple[Path, object]]:
    """Walk over a value and everything inside, each with its path; no deeper than the caller lets it."""
    waiting: list[tuple[Path, object]] = [(path, value)]
    while waiting:
        place, one = waiting.pop()
        yield place, one
        if isinstance(one, dict):
            # a name is a text too; it may not be said in the path before it was looked at
            yield from ((place, name) for name in one)
            waiting += [((*place, name), inside) for name, inside in one.items()]
        elif isinstance(one, list):
            waiting += [((*place, number), inside) for number, inside in enumerate(one)]


def _check(path: Path, value: object) -> None:
    """Refuse one value at its path."""
    field = ".".join(map(str, path))
    if len(path) > MOST_LEVELS:
        raise Invalid.at(field, N_("Nested deeper than %(count)s levels"), count=MOST_LEVELS)
    if isinstance(value, str) and not _can_be_stored(value):
        raise Invalid.at(field, CANNOT_BE_STORED)
    # NaN compares with nothing
    if isinstance(value, int | float) and not -LARGEST_ID <= value <= LARGEST_ID:
        raise Invalid.at(field, N_("This number is too large, or is none"))


def _can_be_stored(text: str) -> bool:
    return NUL not in text and (text.isascii() or not any("\ud800" <= one <= "\udfff" for one in text))
