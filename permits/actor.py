"""The actor: a person with roles, or the system."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor. `roles` are (role, department); department "" where the role has none."""

    id: int | None
    username: str
    name: str
    kind: Literal["human", "system"]
    area: str
    roles: frozenset[tuple[str, str]]
    company_id: int | None = None
    language: str = "zh"
    scopes: frozenset[str] = frozenset()

    @property
    def person(self) -> int:
        """The account of an actor who is a person.

        Raises:
            ValueError: the actor is the system, which has no account.
        """
        if self.id is None:
            raise ValueError("the system has no account")
        return self.id

    def role_names(self) -> frozenset[str]:
        """The roles held, in any department."""
        return frozenset(role for role, _ in self.roles)

    def departments(self) -> frozenset[str]:
        """The departments the actor works for."""
        return frozenset(department for _, department in self.roles if department)

    def holds(self, role: str, department: str | None = None) -> bool:
        """Return whether the actor holds `role`, in `department` if given."""
        if department is None:
            return role in self.role_names()
        return (role, department) in self.roles


def SYSTEM(area: str) -> Actor:  # noqa: N802 - a constant but for the area
    """Return the system as an actor of `area`, for timers, joins and jobs."""
    return Actor(id=None, username="system", name="System", kind="system", area=area, roles=frozenset({("system", "")}))
