"""Searching lists of cases: number in part, company, credit code, person; project and place, which the title names."""

from sqlalchemy import JSON, ColumnElement, or_, type_coerce

from forms.checks.lines import typed_number
from permits.models import Application

LONGEST = 100
PARTS = (
    (Application.applicant, ("name", "uscc")),
    (Application.agent, ("name",)),
)


def cut(typed: str) -> str:
    """Return what was typed to search for, without spaces around it and not too long."""
    return typed.strip()[:LONGEST]


def matching(search: str) -> ColumnElement[bool]:
    """Return the condition that an application's number, title (its project and place) or parties contain a text."""
    in_parts = (
        type_coerce(column, JSON)[key].as_string().icontains(search, autoescape=True)
        for column, keys in PARTS
        for key in keys
    )
    number = Application.number.contains(typed_number(search) or search, autoescape=True)
    return or_(number, Application.title.icontains(search, autoescape=True), *in_parts)
