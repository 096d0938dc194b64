"""Restrict text to the fonts' glyphs: PDF/A refuses a character without a glyph, and names hold rare characters."""

import re
import struct
import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn

FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent
_BREAK = "\u200b"  # zero-width space: permits a line break
_LONG_RUN = re.compile(r"[!-~]{36,}")  # longer than any number in a notice, wider than a column
_PIECE = re.compile(r"[!-~]{12}(?=[!-~])")
_UNSEEN = frozenset({"Cc", "Cf", "Mn", "Me"})  # control characters, direction marks, joiners, variation selectors
_WINDOWS, _UCS4 = 3, 10


def drawable(value: Any) -> Any:
    """Copy JSON data with every text drawable: unknown characters are named, invisible ones go, long runs break."""
    if isinstance(value, str):
        return _LONG_RUN.sub(_breakable, "".join(map(_drawn, value)))
    if isinstance(value, dict):
        return {key: drawable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [drawable(inner) for inner in value]
    return value


def _breakable(run: re.Match[str]) -> str:
    return _PIECE.sub(rf"\g<0>{_BREAK}", run.group())


def _drawn(character: str) -> str:
    if character == "\n" or " " <= character <= "~" or _has_glyph(ord(character)):
        return character if unicodedata.category(character) != "Cf" else ""
    if character in "\t\r\v\f\u2028\u2029":
        return " "
    return "" if unicodedata.category(character) in _UNSEEN else f"[U+{ord(character):04X}]"


def _has_glyph(code: int) -> bool:
    """Return whether the serif font, used for every document body, has a glyph for the code point."""
    firsts, lasts = _groups()
    place = bisect_right(firsts, code) - 1
    return place >= 0 and code <= lasts[place]


@cache
def _groups() -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Read the code point ranges of the font's cmap table, format 12."""
    data = (FONTS / "NotoSerifSC-Regular.otf").read_bytes()
    cmap = _table(data, b"cmap")
    (subtables,) = struct.unpack_from(">H", data, cmap + 2)
    for index in range(subtables):
        platform, encoding, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * index)
        if (platform, encoding) == (_WINDOWS, _UCS4):
            (count,) = struct.unpack_from(">I", data, cmap + offset + 12)
            groups = [struct.unpack_from(">III", data, cmap + offset + 16 + 12 * n) for n in range(count)]
            return tuple(group[0] for group in groups), tuple(group[1] for group in groups)
    raise LookupError("The serif font has no table of all Unicode characters.")


def _table(data: bytes, tag: bytes) -> int:
    (tables,) = struct.unpack_from(">H", data, 4)
    for index in range(tables):
        name, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise LookupError(f"The serif font has no table {tag!r}.")
