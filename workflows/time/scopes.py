"""Scopes: the subject of a clock, a timer or an order, as stored in its row."""

from typing import Self

ITEM, LICENCE, DEPARTMENT = "item", "licence", "department"
COUNTER = "window"


class Scope(str):
    """The whole case, a permit, a work item, a licence or a department's part; equal to its plain string."""

    __slots__ = ()

    @classmethod
    def of_permit(cls, key: str) -> Self:
        """Return the scope of a permit: its key."""
        return cls(key)

    @classmethod
    def of_item(cls, permit: str, department: str, kind: str) -> Self:
        """Return the scope of a work item, the same in every round; the counter's items have no permit, only a kind."""
        return cls(f"{ITEM}:{kind}" if department == COUNTER else f"{ITEM}:{permit}:{department}:{kind}")

    @classmethod
    def of_licence(cls, number: str) -> Self:
        """Return the scope of a licence."""
        return cls(f"{LICENCE}:{number}")

    @classmethod
    def of_department(cls, key: str) -> Self:
        """Return the scope of a department's part of a case."""
        return cls(f"{DEPARTMENT}:{key}")

    @property
    def is_case(self) -> bool:
        """Whether it is the whole case."""
        return self == WHOLE_CASE

    @property
    def is_item(self) -> bool:
        """Whether it is a work item."""
        return self._parts[0] == ITEM

    @property
    def permit(self) -> str:
        """The permit it concerns or belongs to; empty where there is none."""
        parts = self._parts
        if len(parts) == 1:
            return "" if self.is_case else str(self)
        return parts[1] if self.is_item and len(parts) == 4 else ""

    @property
    def department(self) -> str:
        """The department of the work; empty where the scope names none."""
        parts = self._parts
        if parts[0] == DEPARTMENT:
            return parts[1]
        if not self.is_item:
            return ""
        return parts[2] if len(parts) == 4 else COUNTER

    @property
    def licence(self) -> str:
        """The number of the licence; empty where there is none."""
        parts = self._parts
        return parts[1] if parts[0] == LICENCE else ""

    @property
    def _parts(self) -> list[str]:
        return self.split(":")


WHOLE_CASE = Scope("application")
