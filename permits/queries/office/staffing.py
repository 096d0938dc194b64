"""What a bundle gives to departments in which nobody can do it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from permits.models import RoleGrant, User
from workflows import Bundle

# whoever answers or decides, and whoever does what is left to a head
WORKING = frozenset({"clerk", "lead", "window", "government"})
HEADS = frozenset({"head", "government"})


@dataclass(frozen=True, slots=True)
class Unstaffed:
    """A department of a bundle in one area in which nobody has the right: to work, or that of a head."""

    area: str
    department: str
    right: str

    def __str__(self) -> str:
        """Say it in English, for the command line."""
        return f"{self.area}: nobody in {self.department} has the right of a {self.right}"


def unstaffed(conn: Connection, bundle: Bundle, area: str | None) -> Iterator[Unstaffed]:
    """Yield the departments to which a bundle gives work, and those that decide, without anybody who may do it.

    In one area; without one, in each that has people.
    """
    held = _held(conn, area)
    work = [item for rule in bundle.permits.values() for item in rule.items]
    deciding = {item.department for item in work if item.kind == "decision"}
    deciding |= {rule.department for rule in bundle.permits.values() if rule.kind == "notification"}
    for code in [area] if area else sorted(held):
        for department in sorted({item.department for item in work} | deciding):
            roles = held.get(code, {}).get(department, set())
            if not roles & WORKING:
                yield Unstaffed(code, department, "clerk")
            if department in deciding and not roles & HEADS:
                yield Unstaffed(code, department, "head")


def _held(conn: Connection, area: str | None) -> dict[str, dict[str, set[str]]]:
    wanted = select(RoleGrant.area, RoleGrant.department, RoleGrant.role).join(User, User.id == RoleGrant.user_id)
    wanted = wanted.where(User.is_active, RoleGrant.department != "")
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in conn.execute(wanted if area is None else wanted.where(RoleGrant.area == area)):
        found[row.area][row.department].add(row.role)
    return found
