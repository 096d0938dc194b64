"""What the papers about time limits must know."""

from typing import NotRequired, TypedDict

from permits.documents.facts.base import Common, Words


class MovedLimit(TypedDict):
    """One limit whose last day has moved."""

    limit: Words
    old_due_on: str
    new_due_on: str
    provisional: NotRequired[bool]


class LimitsMovedFacts(Common):
    """期限变动告知书: days told before have moved with the calendar."""

    source: Words
    limits: list[MovedLimit]
