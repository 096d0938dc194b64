"""Text as one line: without the characters nobody sees and without line breaks. Pure."""

import unicodedata
from collections.abc import Mapping

# what counts as a blank to `str.split` and breaks a line or moves the print head
BREAKS = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")
# controls; marks of direction, joiners and zero-width blanks
DROPPED = frozenset({"Cc", "Cf"})
# letters and symbols by their category that are drawn as nothing: Hangul fillers, an empty Braille cell
FILLERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc", "-"))
UNSEEN = frozenset({"Cc", "Cf", "Cn", "Cs", "Mc", "Me", "Mn", "Zl", "Zp", "Zs"})


def one_line(text: str) -> str:
    """Make one line of a text: a break becomes a blank, control and format characters go, blanks around it too."""
    return "".join(map(_kept, text)).strip()


def _kept(character: str) -> str:
    if character in BREAKS:
        return " "
    return "" if unicodedata.category(character) in DROPPED else character


def is_visible(text: str) -> bool:
    """Say whether a text holds anything that is drawn."""
    return any(unicodedata.category(one) not in UNSEEN and one not in FILLERS for one in text)


def compact(text: str) -> str:
    """Bring a number to plain characters: full width to half width, no blanks, nothing unseen."""
    return "".join(unicodedata.normalize("NFKC", one_line(text)).split())


def typed_number(text: str) -> str:
    """Bring a number that somebody looks up to the form it is printed in: plain capitals, hyphens for any dash."""
    return compact(text).upper().translate(DASHES)


def lines_within(value: object) -> object:
    """Make one line of every text inside JSON data that has been checked for its shape."""
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, Mapping):
        return {key: lines_within(one) for key, one in value.items()}
    return [lines_within(one) for one in value] if isinstance(value, list) else value
