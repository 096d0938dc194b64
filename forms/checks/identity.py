"""Identity numbers: brought to one form and checked by their standards. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from stdnum.cn import ric, uscc

from forms.checks.lines import compact
from workflows import N_

# uscc.validate() refuses the authorities N and Y of GB 32100 (eight digits first)
USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}", re.ASCII)
CITIZEN = re.compile(r"\d{17}[\dX]", re.ASCII)
OLD_FOREIGNER = re.compile(r"[A-Z]{3}\d{12}", re.ASCII)
HK_MACAU_PERMIT = re.compile(r"[HM]\d{8}", re.ASCII)
TAIWAN_PERMIT = re.compile(r"\d{8}", re.ASCII)
# ICAO 9303-4: at most nine letters and digits
PASSPORT = re.compile(r"(?=.*\d)[A-Z0-9]{5,9}", re.ASCII)
# brackets and hyphens people write inside a number
MARKS = re.compile(r"[-()\u2010-\u2015\u2212\[\]]")
RESIDENT_CARD = "resident_card"
# GB/T 2260: the first two digits of an area code, by province
PROVINCES = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82".split()  # noqa: SIM905 - a list of codes reads better in one line
)
RESIDENCE_AREAS = ("810000", "820000", "830000")
LONGEST_LIFE_YEARS = 150
NO_DATE = N_("The date in this identity number does not exist")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: a fault, or a warning that the counter may accept."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)
    is_warning: bool = False


def canonical_number(text: str) -> str:
    """Give an identity number as registers hold it: capital letters and digits of half width, nothing between them."""
    return MARKS.sub("", compact(text)).upper()


def check_uscc(code: str) -> list[Finding]:
    """Check a canonical unified social credit code (GB 32100-2015); a wrong check character only warns."""
    if not USCC.fullmatch(code):
        return [Finding(N_("A unified social credit code has 18 digits and capital letters without I, O, S, V, Z"))]
    if uscc.calc_check_digit(code) != code[-1]:
        message = N_("The last character of this code does not fit the others: please compare it with the licence")
        return [Finding(message, is_warning=True)]
    return []


def check_document(document: str, number: str, on: date | None) -> list[Finding]:
    """Check a canonical number by the standard of its document; without a day, a birth in the future passes."""
    return DOCUMENTS[document](number, on)


def _resident_card(number: str, on: date | None) -> list[Finding]:
    """Check a citizen's number (GB 11643-1999): form, province, birthday and check digit.

    The area below the province is not looked up: `ric.validate()` refuses areas its table lacks, or ends in a KeyError.
    """
    if not CITIZEN.fullmatch(number):
        return [Finding(N_("A resident identity number has 17 digits and a last digit or X"))]
    if number.startswith(RESIDENCE_AREAS) or number[0] == "9":
        return [Finding(N_("This is the number of another document: choose which one it is"))]
    if number[:2] not in PROVINCES:
        return [Finding(N_("An identity number begins with the code of a province"))]
    return _like_citizen(number, on)


def _residence_permit(number: str, on: date | None) -> list[Finding]:
    """Check the number of a residence permit for Hong Kong, Macau and Taiwan residents: as a citizen's, of its area.

    State Council General Office, 2018 No. 81: 810000, 820000 and 830000 stand in place of the area.
    """
    if not CITIZEN.fullmatch(number) or not number.startswith(RESIDENCE_AREAS):
        return [Finding(N_("The number of this residence permit has 18 characters and begins with 81, 82 or 83"))]
    return _like_citizen(number, on)


def _permanent_residence(number: str, on: date | None) -> list[Finding]:
    """Check the number of a foreigner's permanent residence card: that of 2023 as a citizen's, the older by its date.

    The check digit of the older one is in no published standard.
    """
    if OLD_FOREIGNER.fullmatch(number):
        return [] if _is_old_birthday(number[7:13]) else [Finding(NO_DATE)]
    if not CITIZEN.fullmatch(number) or number[0] != "9":
        message = N_("This card has 18 characters beginning with 9, or 3 letters and 12 digits on older ones")
        return [Finding(message)]
    return _like_citizen(number, on)


def _formed(shape: re.Pattern[str], message: str) -> Callable[[str, date | None], list[Finding]]:
    """Make a check of a number that has a form and nothing else."""
    return lambda number, _on: [] if shape.fullmatch(number) else [Finding(message)]


DOCUMENTS: Mapping[str, Callable[[str, date | None], list[Finding]]] = {
    RESIDENT_CARD: _resident_card,
    "hk_macau_permit": _formed(HK_MACAU_PERMIT, N_("The number of this travel permit is H or M and 8 digits")),
    "taiwan_permit": _formed(TAIWAN_PERMIT, N_("The number of this travel permit has 8 digits")),
    "residence_permit": _residence_permit,
    "passport": _formed(PASSPORT, N_("A passport number has 5 to 9 letters and digits")),
    "permanent_residence": _permanent_residence,
}


def _like_citizen(number: str, on: date | None) -> list[Finding]:
    if not _is_birthday(number[6:14], on):
        return [Finding(NO_DATE)]
    if ric.calc_check_digit(number) != number[-1]:
        return [Finding(N_("The last digit of this identity number does not fit the others"))]
    return []


def _is_birthday(digits: str, on: date | None) -> bool:
    """Say whether somebody alive may have been born on a day."""
    born = _day(digits)
    return born is not None and (on is None or (born <= on and on.year - born.year <= LONGEST_LIFE_YEARS))


def _is_old_birthday(digits: str) -> bool:
    """Say whether six digits are a day of the last or of this century."""
    return any(_day(f"{century}{digits}") for century in (19, 20))


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
