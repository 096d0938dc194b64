"""Identity numbers and telephones: checked by their standards, masked for lists. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidComponent

from workflows import N_

# uscc.validate() refuses the authorities N and Y of GB 32100 (eight digits first) and takes spaces inside a code
USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}", re.ASCII)
RESIDENT_ID = re.compile(r"\d{17}[\dX]", re.ASCII)
MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: a fault, or a warning that the counter may accept."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)
    is_warning: bool = False


def check_uscc(value: str) -> list[Finding]:
    """Check a unified social credit code (GB 32100-2015); a wrong check character only warns."""
    code = value.strip().upper()
    if not USCC.fullmatch(code):
        return [Finding(N_("A unified social credit code has 18 digits and capital letters without I, O, S, V, Z"))]
    if uscc.calc_check_digit(code) != code[-1]:
        message = N_("The last character of this code does not fit the others: please compare it with the licence")
        return [Finding(message, is_warning=True)]
    return []


def check_resident_id(value: str) -> list[Finding]:
    """Check a resident identity number (GB 11643-1999): form, date and check digit.

    The area is not looked up: `ric.validate()` refuses areas that its table lacks, or ends in a KeyError on them.
    """
    code = value.strip().upper()
    if not RESIDENT_ID.fullmatch(code):
        return [Finding(N_("A resident identity number has 17 digits and a last digit or X"))]
    try:
        ric.get_birth_date(code)
    except InvalidComponent:
        return [Finding(N_("The date in this identity number does not exist"))]
    if ric.calc_check_digit(code) != code[-1]:
        return [Finding(N_("The last digit of this identity number does not fit the others"))]
    return []


def check_phone(value: str) -> list[Finding]:
    """Check a mobile number or a landline with its area code."""
    number = value.strip()
    if MOBILE.fullmatch(number) or LANDLINE.fullmatch(number):
        return []
    return [Finding(N_("Write a mobile number of 11 digits, or a landline with its area code"))]


def mask_id(value: str) -> str:
    """Hide the middle of an identity number."""
    return f"{value[:6]}{'*' * (len(value) - 8)}{value[-2:]}" if len(value) > 8 else "*" * len(value)


def mask_name(value: str) -> str:
    """Hide a person's name but for its first character, its length too."""
    return f"{value[:1]}*"


def mask_phone(value: str) -> str:
    """Hide the middle of a telephone number."""
    return f"{value[:3]}****{value[-4:]}" if len(value) > 7 else "*" * len(value)
