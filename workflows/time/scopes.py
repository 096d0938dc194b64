"""Scopes: what a clock, a timer or an order is about, as the one word that its row keeps."""

from typing import Self

ITEM, LICENCE, DEPARTMENT = "item", "licence", "department"
COUNTER = "window"


class Scope(str):
    """The whole case, a permit, a work item, a licence or a department's part; equal to the plain word it is."""

    __slots__ = ()

    @classmethod
    def of_permit(cls, key: str) -> Self:
        """Give the scope of a permit: its key."""
        return cls(key)

    @classmethod
    def of_item(cls, permit: str, department: str, kind: str) -> Self:
        """Give the scope of a work item, the same in every round; the counter's stand on the whole case by kind."""
        return cls(f"{ITEM}:{kind}" if department == COUNTER else f"{ITEM}:{permit}:{department}:{kind}")

    @classmethod
    def of_licence(cls, number: str) -> Self:
        """Give the scope of a licence."""
        return cls(f"{LICENCE}:{number}")

    @classmethod
    def of_department(cls, key: str) -> Self:
        """Give the scope of all that a department does on a case."""
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
        """The permit it is about or belongs to; empty where there is none."""
        parts = self._parts
        if len(parts) == 1:
            return "" if self.is_case else str(self)
        return parts[1] if self.is_item and len(parts) == 4 else ""

    @property
    def department(self) -> str:
        """The department whose work it is; empty where the scope names none."""
        parts = self._parts
        if parts[0] == DEPARTMENT:
            return parts[1]
        if not self.is_item:
            return ""
        return parts[2] if len(parts) == 4 else COUNTER

    @property
    def licence(self) -> str:
        """The number of the licence it is about; empty where it is about none."""
        parts = self._parts
        return parts[1] if parts[0] == LICENCE else ""

    @property
    def _parts(self) -> list[str]:
        return self.split(":")


WHOLE_CASE = Scope("application")
