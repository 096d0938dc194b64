"""Who acts: a person with roles, or the office's own system."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts. `roles` are (role, department); department "" where the role has none."""

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
        """The account of somebody who acts in person.

        Raises:
            ValueError: the system acts, which has none.
        """
        if self.id is None:
            raise ValueError("the system has no account")
        return self.id

    def role_names(self) -> frozenset[str]:
        """Name the roles held, whatever the department."""
        return frozenset(role for role, _ in self.roles)

    def departments(self) -> frozenset[str]:
        """Name the departments the actor works for."""
        return frozenset(department for _, department in self.roles if department)

    def holds(self, role: str, department: str | None = None) -> bool:
        """Say whether the actor holds `role`, in `department` if one is given."""
        if department is None:
            return role in self.role_names()
        return (role, department) in self.roles


def SYSTEM(area: str) -> Actor:  # noqa: N802 - reads as the constant it is, once the area is known
    """Give the system as an actor of `area`: timers, joins and jobs act in its name."""
    return Actor(id=None, username="system", name="System", kind="system", area=area, roles=frozenset({("system", "")}))
