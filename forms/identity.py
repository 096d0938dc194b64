"""Identity numbers and telephones: checked by their standards, masked for lists. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from workflows import N_

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_LENGTH = 18
RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
RESIDENT_CHECKS = "10X98765432"
RESIDENT_ID = re.compile(r"\d{17}[\dX]", re.ASCII)
MOBILE = re.compile(r"1[3-9]\d{9}", re.ASCII)
LANDLINE = re.compile(r"0\d{2,3}-?\d{7,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: a fault, or a warning that the counter may accept."""

    message: str
    params: Mapping[str, Any] = field(default_factory=dict)
    is_warning: bool = False


def check_uscc(value: str) -> list[Finding]:
    """Check a unified social credit code (GB 32100-2015); a wrong check character only warns."""
    code = value.strip().upper()
    if len(code) != USCC_LENGTH or any(character not in USCC_ALPHABET for character in code):
        return [Finding(N_("A unified social credit code has 18 digits and capital letters without I, O, S, V, Z"))]
    if uscc_check_character(code[:-1]) != code[-1]:
        message = N_("The last character of this code does not fit the others: please compare it with the licence")
        return [Finding(message, is_warning=True)]
    return []


def uscc_check_character(digits: str) -> str:
    """Compute the check character of the first 17 characters."""
    total = sum(USCC_ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(digits))
    return USCC_ALPHABET[(31 - total % 31) % 31]


def check_resident_id(value: str) -> list[Finding]:
    """Check a resident identity number (GB 11643-1999): form, date and check digit; no table of areas."""
    code = value.strip().upper()
    if not RESIDENT_ID.fullmatch(code):
        return [Finding(N_("A resident identity number has 17 digits and a last digit or X"))]
    try:
        date(int(code[6:10]), int(code[10:12]), int(code[12:14]))
    except ValueError:
        return [Finding(N_("The date in this identity number does not exist"))]
    if resident_check_digit(code[:-1]) != code[-1]:
        return [Finding(N_("The last digit of this identity number does not fit the others"))]
    return []


def resident_check_digit(digits: str) -> str:
    """Compute the check digit of the first 17 digits (ISO 7064 MOD 11-2)."""
    return RESIDENT_CHECKS[sum(int(d) * w for d, w in zip(digits, RESIDENT_WEIGHTS, strict=True)) % 11]


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
