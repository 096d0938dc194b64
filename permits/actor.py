"""The actor: a person with roles, or the system."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Power:
    """A power of attorney that was not revoked: the principal's credit code, the bundle ("" for all), its days."""

    principal: str
    scope: str
    first: date
    last: date | None

    def covers(self, bundle: str, on: date) -> bool:
        """Return whether it covers a matter on a day."""
        return self.scope in {"", bundle} and self.first <= on and (self.last is None or on <= self.last)


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
    scopes: frozenset[str] | None = None  # what the token they act by is limited to; none without a token
    company: str = ""  # the credit code of the company they belong to
    powers: frozenset[Power] = frozenset()
    claimed: str = ""  # the credit code of the company they say they act for: it opens nothing of others

    @property
    def person(self) -> int:
        """The account of an actor who is a person.

        Raises:
            ValueError: the actor is the system, which has no account.
        """
        if self.id is None:
            raise ValueError("the system has no account")
        return self.id

    def represents(self, company: str, bundle: str, on: date) -> bool:
        """Return whether the actor acts for a company in a matter: as its member, or by a power of attorney.

        Whoever only claims to act for it files on their own account: the papers are examined at acceptance.
        A wrong check character of a credit code names the same company.
        """
        principals = {
            self.company,
            self.claimed,
            *(power.principal for power in self.powers if power.covers(bundle, on)),
        }
        return company[:-1] in {one[:-1] for one in principals if one}

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


def OPERATOR(area: str) -> Actor:  # noqa: N802 - a constant but for the area
    """Return whoever works at the command line of the installation as an actor of `area`."""
    return replace(SYSTEM(area), username="command line", name="Command line")
