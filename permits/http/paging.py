"""Page lists by an opaque cursor of the last row seen, without counts or offsets."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, overload

from flask import request, url_for

from permits.errors import Invalid
from permits.http.incoming import LARGEST_ID, read_json
from permits.queries.typed import Part, Window
from workflows import N_

LARGEST_PAGE = 100
# rows of a list on a page, before it goes on
SHOWN = 50


First = TypeVar("First")
Second = TypeVar("Second")


@dataclass(frozen=True, slots=True)
class Page:
    """The requested part of a list: `limit` rows after the row with the keys `after`."""

    limit: int
    after: tuple[object, ...] | None


def page(largest: int = LARGEST_PAGE, default: int = 20) -> Page:
    """Read `limit` and `cursor` from the request.

    Raises:
        Invalid: the limit is out of range, or the cursor malformed.
    """
    text = request.args.get("limit", str(default))
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:9]) <= largest:
        raise Invalid.at("limit", N_("Must be a number from 1 to %(largest)s"), largest=largest)
    return Page(limit=int(text), after=read_cursor(request.args.get("cursor")))


def window(name: str = "cursor") -> Window:
    """Read which part of a list a page shows; a page with several lists names each.

    Raises:
        Invalid: the cursor is malformed.
    """
    return Window(SHOWN, read_cursor(request.args.get(name)), name)


def further(part: Part[object]) -> str | None:
    """Return the address of this page with the next part of a list, or None at its end."""
    if part.last is None or request.endpoint is None:
        return None
    asked = {**request.args.to_dict(), **(request.view_args or {}), part.window.name: cursor(part.last)}
    return url_for(request.endpoint, **asked)


def cursor(keys: Sequence[object]) -> str:
    """Encode the sort keys of a row (numbers, text, days) as an opaque cursor."""
    text = json.dumps([key.isoformat() if hasattr(key, "isoformat") else key for key in keys], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(text: str | None) -> tuple[object, ...] | None:
    """Decode a cursor; days come back as ISO text.

    Raises:
        Invalid: it is not a cursor.
    """
    if not text:
        return None
    try:
        keys = read_json(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError, Invalid):
        keys = None
    if not isinstance(keys, list) or not all(key is None or isinstance(key, int | str) for key in keys):
        raise Invalid.at("cursor", N_("This cursor was not handed out by this list"))
    return tuple(keys)


@overload
def after(wanted: Page, kind: type[First], /) -> tuple[First] | None: ...


@overload
def after(wanted: Page, first: type[First], second: type[Second], /) -> tuple[First, Second] | None: ...


def after(wanted: Page, *kinds: type) -> tuple[object, ...] | None:
    """Decode the keys of a page's cursor, each in its type; days come back as dates.

    Raises:
        Invalid: it is the cursor of another list.
    """
    if wanted.after is None:
        return None
    try:
        return tuple(_key(value, kind) for value, kind in zip(wanted.after, kinds, strict=True))
    except (TypeError, ValueError):
        raise Invalid.at("cursor", N_("This cursor was not handed out by this list")) from None


def _key(value: object, kind: type) -> object:
    if kind is date and isinstance(value, str):
        return date.fromisoformat(value)
    if type(value) is not kind or (isinstance(value, int) and not 0 <= value <= LARGEST_ID):
        raise ValueError("not a key of this list")
    return value
