"""Telephone numbers: as people write them, checked and kept in one form. Pure."""

import re

from forms.checks.identity import Finding
from forms.checks.lines import compact
from workflows import N_

DASHES = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc"), "-")
# +86, 0086 or a bare 86 before a mobile number, with or without brackets
COUNTRY = re.compile(r"\(?(?:\+|00)86\)?-?|86-?(?=1[3-9](?:-?\d){9}$)", re.ASCII)
MOBILE = re.compile(r"1[3-9]\d(?:-?\d{4}){2}", re.ASCII)
SERVICE = re.compile(r"([48]00)-?(\d{3})-?(\d{4})|([48]00)-?(\d{4})-?(\d{3})", re.ASCII)
# three digits of area code for 010 and 02x, four for every other place; 7 or 8 digits; an extension
LANDLINE = re.compile(
    r"\(?(010|02\d|0[3-9]\d{2})\)?-?(\d{3,4}-?\d{4})(?:(?:-|转|轉|分机|ext\.?|x|#|,)-?(\d{1,6}))?",
    re.ASCII | re.IGNORECASE,
)


def canonical_phone(text: str) -> str:
    """Give a number as it is kept: `13800000000`, `0513-85900000-8012`, `400-800-1234`; what is none stays compact."""
    number = compact(text).translate(DASHES)
    national = COUNTRY.sub("", number, count=1) if COUNTRY.match(number) else number
    if MOBILE.fullmatch(national):
        return national.replace("-", "")
    if found := SERVICE.fullmatch(national):
        digits = "".join(filter(None, found.groups()))
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"
    # abroad the area code loses its zero
    has_lost_zero = national != number and not national.lstrip("(").startswith("0")
    if found := LANDLINE.fullmatch(f"0{national}" if has_lost_zero else national):
        area, local, extension = found.groups()
        return "-".join(filter(None, (area, local.replace("-", ""), extension)))
    return number


def check_phone(number: str) -> list[Finding]:
    """Check a number in its canonical form: a mobile number, a landline with its area code, a service number."""
    if any(kind.fullmatch(number) for kind in (MOBILE, LANDLINE, SERVICE)):
        return []
    return [Finding(N_("Write a mobile number of 11 digits, or a landline with its area code"))]
