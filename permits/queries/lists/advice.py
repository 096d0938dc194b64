"""Numbered advice by its code, or by what it is about."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlalchemy import ColumnElement, Connection, and_, select

from permits.models import Advice
from permits.queries.reading.rows import Document
from permits.queries.typed import columns_of, first


@dataclass(frozen=True, slots=True)
class GivenAdvice:
    """One result of the questionnaire as it was given."""

    area: str
    number: str
    code: str
    bundle: str
    bundle_version: str
    given_on: date
    answers: Document
    digest: str
    result: Document


class About(Protocol):
    """What the same advice is found again by."""

    @property
    def bundle(self) -> str:
        """The bundle's key."""

    @property
    def bundle_version(self) -> str:
        """Its version."""

    @property
    def given_on(self) -> date:
        """The day."""

    @property
    def digest(self) -> str:
        """The digest of the answers."""


def advice_of(conn: Connection, area: str, about: About) -> GivenAdvice | None:
    """Find the advice given on a day on some answers; None where none was given."""
    return _one(
        conn,
        and_(
            Advice.area == area,
            Advice.bundle == about.bundle,
            Advice.bundle_version == about.bundle_version,
            Advice.given_on == about.given_on,
            Advice.digest == about.digest,
        ),
    )


def by_code(conn: Connection, code: str) -> GivenAdvice | None:
    """Find advice by its code, of whatever area gave it; None where there is none."""
    return _one(conn, Advice.code == code)


def _one(conn: Connection, where: ColumnElement[bool]) -> GivenAdvice | None:
    return first(conn, GivenAdvice, select(*columns_of(GivenAdvice, Advice)).where(where))
