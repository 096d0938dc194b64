"""Searching lists of cases: number in part, company, credit code, person; project and place, which the title names."""

import unicodedata

from sqlalchemy import JSON, ColumnElement, or_, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

from forms.checks.lines import one_line, typed_number
from permits.models import Application
from permits.models.base import JsonObject

LONGEST = 100
FULL_WIDTH_BRACKETS = str.maketrans("()", "（）")
PARTS = (
    (Application.applicant, ("name",)),
    (Application.agent, ("name",)),
)


def cut(typed: str) -> str:
    """Return what was typed to search for, without spaces around it and not too long."""
    return typed.strip()[:LONGEST]


def spellings(search: str) -> list[str]:
    """List how a text may be written where it is kept: as typed, in half width, and so with the brackets of Chinese."""
    plain = unicodedata.normalize("NFKC", one_line(search))
    return list(dict.fromkeys(one for one in (search, plain, plain.translate(FULL_WIDTH_BRACKETS)) if one))


def matching(search: str) -> ColumnElement[bool]:
    """Return the condition that an application's number, title (its project and place) or parties contain a text."""
    names = [Application.title, *(_text(column, key) for column, keys in PARTS for key in keys)]
    found = [column.icontains(one, autoescape=True) for column in names for one in spellings(search)]
    number = typed_number(search) or search
    numbers = (Application.number, _text(Application.applicant, "uscc"))
    return or_(*(column.contains(number, autoescape=True) for column in numbers), *found)


def _text(column: InstrumentedAttribute[JsonObject], key: str) -> ColumnElement[str]:
    text: ColumnElement[str] = type_coerce(column, JSON)[key].as_string()
    return text
