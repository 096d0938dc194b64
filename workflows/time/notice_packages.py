"""The text of a Word or Excel file: paragraphs as lines, rows as lines of cells between tabs."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from html import unescape

_PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
_WORDS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(br|tab)/>")
_SHARED = re.compile(r"<si(?: [^>]*)?>(.*?)</si>", re.DOTALL)
_TEXT = re.compile(r"<t(?: [^>]*)?>([^<]*)</t>")
_ROW = re.compile(r"<row[ >].*?</row>", re.DOTALL)
_CELL = re.compile(r"<c ([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
_COLUMN = re.compile(r'\br="([A-Z]{1,3})\d+"')
_VALUE = re.compile(r"<v>([^<]*)</v>")
MOST_BYTES = 4 * 1024 * 1024  # of one part, unpacked
MOST_COLUMNS = 50


def is_package(raw: bytes) -> bool:
    """Return whether a file is a zip package, as those of Word and Excel are."""
    return raw.startswith(b"PK\x03\x04")


def package_text(raw: bytes) -> str:
    """Return the text of a Word document or of the first sheet of an Excel file; "" where there is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            names = frozenset(package.namelist())
            if "word/document.xml" in names:
                return "\n".join(_paragraphs(_part(package, "word/document.xml")))
            sheet = min((name for name in names if name.startswith("xl/worksheets/sheet")), default="")
            shared = _part(package, "xl/sharedStrings.xml") if "xl/sharedStrings.xml" in names else ""
            return "\n".join(_rows(_part(package, sheet), shared)) if sheet else ""
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, UnicodeDecodeError):
        return ""


def _part(package: zipfile.ZipFile, name: str) -> str:
    with package.open(name) as part:
        return part.read(MOST_BYTES).decode("utf-8-sig", "ignore")


def _paragraphs(document: str) -> Iterable[str]:
    for paragraph in _PARAGRAPH.findall(document):
        yield "".join(unescape(words) or ("\t" if mark == "tab" else " ") for words, mark in _WORDS.findall(paragraph))


def _rows(sheet: str, shared: str) -> Iterable[str]:
    strings = [unescape("".join(_TEXT.findall(one))) for one in _SHARED.findall(shared)]
    for row in _ROW.findall(sheet):
        cells: dict[int, str] = {}
        for about, content in _CELL.findall(row):
            column = _COLUMN.search(about)
            place = _number(column.group(1)) if column else len(cells)
            cells[min(place, MOST_COLUMNS)] = _cell(about, content, strings)
        yield "\t".join(cells.get(number, "") for number in range(max(cells, default=-1) + 1))


def _cell(about: str, content: str, strings: list[str]) -> str:
    value = _VALUE.search(content)
    if value is None:
        return unescape("".join(_TEXT.findall(content)))
    if 't="s"' in about:
        number = int(value.group(1)) if value.group(1).isdecimal() else len(strings)
        return strings[number] if number < len(strings) else ""
    return unescape(value.group(1)).removesuffix(".0")


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1
