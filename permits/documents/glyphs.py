"""Restrict text to the fonts' glyphs: PDF/A refuses a character without a glyph, and names hold rare characters."""

import mmap
import re
import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pylopdf_fonts_zh_cn

from permits.config import ROOT

FONTS = Path(pylopdf_fonts_zh_cn.__file__).parent
# Extension B and beyond; too large for the repository: `python3 manage.py fonts` fills the first folder, and Debian's
# packages fonts-hanazono and fonts-babelstone-han the others
RARE_FONTS = (
    ROOT / "fonts",
    Path("/usr/share/fonts/truetype/hanazono"),
    Path("/usr/share/fonts/truetype/babelstone"),
)
_BREAK = "\u200b"  # zero-width space: permits a line break
_LONG_RUN = re.compile(r"[!-~]{36,}")  # longer than any number in a notice, wider than a column
_PIECE = re.compile(r"[!-~]{12}(?=[!-~])")
_UNSEEN = frozenset({"Cc", "Cf", "Mn", "Me"})  # control characters, direction marks, joiners, variation selectors
_WINDOWS, _UCS4 = 3, 10
_IDEOGRAPHS = ((0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))


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


def undrawable(text: str) -> str:
    """List the characters of a text that documents can only name by their code points, each once."""
    return "".join(dict.fromkeys(one for one in text if _drawn(one).startswith("[U+")))


def is_rare(text: str) -> bool:
    """Return whether a text needs the fonts of rare characters."""
    return any(not _main().has(code) and _has_rare_glyph(code) for code in {ord(one) for one in text if one > "\u33ff"})


def rare_fonts() -> list[Path]:
    """List the folders of fonts for rare characters that are there."""
    return [folder for folder in RARE_FONTS if any(folder.glob("*.[to]tf"))]


@dataclass(frozen=True, slots=True)
class _Coverage:
    """The code points of one font, as ranges."""

    firsts: tuple[int, ...]
    lasts: tuple[int, ...]

    def has(self, code: int) -> bool:
        """Return whether the font has a glyph for a code point."""
        place = bisect_right(self.firsts, code) - 1
        return place >= 0 and code <= self.lasts[place]


def _has_glyph(code: int) -> bool:
    """Return whether the serif font, used for every document body, or one for rare characters has a glyph."""
    return _main().has(code) or _has_rare_glyph(code)


def _has_rare_glyph(code: int) -> bool:
    """Return whether a font of rare characters has a glyph for an ideograph; nothing else is drawn with them."""
    is_ideograph = any(first <= code <= last for first, last in _IDEOGRAPHS)
    return is_ideograph and any(font.has(code) for font in _rare())


@cache
def _main() -> _Coverage:
    return _coverage(FONTS / "NotoSerifSC-Regular.otf")


@cache
def _rare() -> tuple[_Coverage, ...]:
    files: Iterator[Path] = (path for folder in rare_fonts() for path in sorted(folder.glob("*.[to]tf")))
    return tuple(_coverage(path) for path in files)


def _coverage(path: Path) -> _Coverage:
    """Read the code point ranges of a font's cmap table, format 12."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return _ranges(data)


def _ranges(data: mmap.mmap) -> _Coverage:
    cmap = _table(data, b"cmap")
    (subtables,) = struct.unpack_from(">H", data, cmap + 2)
    for index in range(subtables):
        platform, encoding, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * index)
        if (platform, encoding) == (_WINDOWS, _UCS4):
            (count,) = struct.unpack_from(">I", data, cmap + offset + 12)
            groups = [struct.unpack_from(">III", data, cmap + offset + 16 + 12 * n) for n in range(count)]
            return _Coverage(tuple(group[0] for group in groups), tuple(group[1] for group in groups))
    raise LookupError("The font has no table of all Unicode characters.")


def _table(data: mmap.mmap, tag: bytes) -> int:
    (tables,) = struct.unpack_from(">H", data, 4)
    for index in range(tables):
        name, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise LookupError(f"The font has no table {tag!r}.")
