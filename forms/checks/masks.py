"""What lists, logs, exports and papers show of names and numbers of people. Pure."""

from functools import cache
from pathlib import Path

SURNAMES = Path(__file__).with_name("compound_surnames.txt")
CITIZEN_CHARACTERS = 18


def mask_id(value: str) -> str:
    """Hide the middle of the number of an identity document.

    A citizen's number and those made like it keep the area and the last two; a shorter one, of a travel permit or a
    passport, keeps its first and the last two.
    """
    first = 6 if len(value) >= CITIZEN_CHARACTERS else 1
    shown = first + 2
    return f"{value[:first]}{'*' * (len(value) - shown)}{value[-2:]}" if len(value) > 2 * shown else "*" * len(value)


def mask_name(value: str) -> str:
    """Hide a person's name but for the family name, its length too."""
    is_compound = len(value) > 2 and value[:2] in _compound_surnames()
    return f"{value[: 2 if is_compound else 1]}*"


def mask_phone(value: str) -> str:
    """Hide the middle of a telephone number."""
    return f"{value[:3]}****{value[-4:]}" if len(value) > 7 else "*" * len(value)


@cache
def _compound_surnames() -> frozenset[str]:
    """Read the family names of two characters, in simplified and traditional writing."""
    lines = SURNAMES.read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())
