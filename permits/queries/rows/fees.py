"""Rows of the fees of a case."""

from dataclasses import dataclass
from typing import ClassVar

from permits.models import FeeNotice
from permits.models.base import JsonObject


@dataclass(slots=True)
class FeeNoticeRow:
    """One notice of a fee, or of a refund."""

    model: ClassVar = FeeNotice

    id: int
    permit: str
    kind: str
    round: int
    state: str
    version: int
    number: str
    amount_fen: int
    paid_fen: int
    refunded_fen: int
    lines: list[JsonObject]
