"""Licences of lives: one granted and delivered, and how its row stands."""

from typing import Any

from sqlalchemy import select

from permits.db import reading
from permits.models import Licence
from permits.services.closing import delivery
from permits.services.licences.endings import Revocation
from permits.services.licences.inspections import Record
from tests.permits.lives import GREENING, Life

TWO = Record(["32069900301", "32069900302"], "In order.")
FRAUD = Revocation("fraud", reason="The layout is forged.")


def licensed(life: Life, wish: str = "occupy") -> Any:
    """Grant and deliver, and give the first licence."""
    filed = life.decided(wish) if wish == "occupy" else _green(life)
    life.act("window", delivery.deliver, filed, recipient="陈建")
    return life.rows(Licence, filed)[0]


def _green(life: Life) -> int:
    period = {"from": "2026-03-10", "to": "2026-06-30"}
    filed = life.accepted(
        "occupy", occupy=None, green={"area_m2": 80, "months": 4, "stays_after": False}, period=period
    )
    life.answer(filed, GREENING)
    return filed


def licence(life: Life, number: str) -> Any:
    """Read the row of a licence."""
    with reading(life.engine) as conn:
        return conn.execute(select(Licence.__table__).where(Licence.number == number)).one()
