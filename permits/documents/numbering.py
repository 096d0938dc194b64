"""Numbers of cases, documents and licences; each can be validated without a lookup."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase

from forms.checks.lines import typed_number
from workflows import SUFFIX

# letters of the matter, area, day or year, sequence, check character; ZX are letters of advice
_CASE = re.compile(r"(?!ZX)[A-Z]{2,4}\d{6}(?:(?P<day>\d{8})\d{5}|\d{4}\d{7})[\dX]", re.ASCII)
# by the period in which numbers begin again: its sign, and how many digits the sequence has
_COUNTED: Mapping[str, tuple[str, int]] = {"day": ("%Y%m%d", 5), "year": ("%Y", 7)}
_BRACKETS = str.maketrans(dict.fromkeys("[(【〖{<《「『", "〔") | dict.fromkeys("])】〗}>》」』", "〕"))


def check_character(digits: str) -> str:
    """Return the ISO 7064 MOD 11-2 check character of a string of digits: 0-9 or X.

    Raises:
        ValueError: it holds anything but ASCII digits.
    """
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError("A check character is computed over digits only.")
    remainder = 0
    for digit in digits:
        remainder = (remainder + int(digit)) * 2 % 11
    return "0123456789X"[(12 - remainder) % 11]


@dataclass(frozen=True, slots=True)
class CaseNumbers:
    """How the cases of a matter are numbered: its letters, and the period in which numbers begin again."""

    letters: str = "DK"
    per: str = "day"

    def period(self, on: date) -> str:
        """Return the period of a day, as it stands in its numbers."""
        return f"{on:{_COUNTED[self.per][0]}}"


def case_number(area: str, on: date, sequence: int, numbers: CaseNumbers | None = None) -> str:
    """Build the reference number of a case: letters, area (6), day or year, sequence, check character.

    Raises:
        ValueError: the area is not six digits, or the sequence does not fit.
    """
    if not (area.isascii() and area.isdigit() and len(area) == 6):
        raise ValueError("An area code has six digits.")
    numbers = numbers or CaseNumbers()
    width = _COUNTED[numbers.per][1]
    if not 1 <= sequence < 10**width:
        raise ValueError(f"A sequence number has at most {width} digits.")
    digits = f"{area}{numbers.period(on)}{sequence:0{width}d}"
    return f"{numbers.letters}{digits}{check_character(digits)}"


def is_case_number(value: str) -> bool:
    """Return whether a string is a well-formed case number: shape, valid date and check character."""
    found = _CASE.fullmatch(value)
    if found is None:
        return False
    if found["day"]:
        try:
            date.fromisoformat(found["day"])
        except ValueError:
            return False
    return check_character(value[:-1].lstrip(ascii_uppercase)) == value[-1]


def licence_number(case: str, suffix: str) -> str:
    """Build the ASCII number of a licence: the case number and the permit's suffix, as in DK…3-P1.

    Raises:
        ValueError: either part is malformed.
    """
    if not is_case_number(case) or not SUFFIX.fullmatch(suffix):
        raise ValueError(f"{case!r} and {suffix!r} make no licence number.")
    return f"{case}-{suffix}"


def split_licence_number(value: str) -> tuple[str, str] | None:
    """Split a licence number into case number and suffix; None when malformed."""
    case, dash, suffix = value.partition("-")
    if dash and is_case_number(case) and SUFFIX.fullmatch(suffix):
        return case, suffix
    return None


def typed_document_number(text: str) -> str | None:
    """Bring a document's number as somebody types it to the form it is printed in; None for another number.

    Brackets of any kind and width, blanks and a missing 号 are read as the number that was meant.
    """
    typed = typed_number(text).translate(_BRACKETS)
    agency, opening, rest = typed.partition("〔")
    year, closing, sequence = rest.partition("〕")
    digits = sequence.removesuffix("号")
    if not (agency and opening and closing and year.isdecimal() and digits.isdecimal()):
        return None
    return document_number(agency, int(year), int(digits))


def document_number(agency: str, year: int, sequence: int) -> str:
    """Build the number of a document: agency's characters, year and sequence, as in 通开审许〔2026〕8号."""
    return f"{agency}〔{year}〕{sequence}号"
