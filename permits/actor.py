"""The actor: a person with roles, or the system."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from workflows import POWER_ACTS, PREPARE

# whoever acts for themselves or their company may do all of it
EVERY_ACT = frozenset({PREPARE, *POWER_ACTS})


@dataclass(frozen=True, slots=True)
class Power:
    """A power of attorney on record: the principal, the bundle ("" for all), its days, and what it opens.

    The principal is named by the credit code, a natural person by the salted hash of the number. `acts` is empty until
    the principal has confirmed it; a revoked one opens nothing.
    """

    principal: str
    scope: str
    first: date
    last: date | None
    acts: frozenset[str] = frozenset(POWER_ACTS)
    is_revoked: bool = False

    def opens(self, bundle: str, on: date) -> frozenset[str]:
        """Return the acts it opens in a matter on a day: drafts may be prepared before it is confirmed."""
        is_running = self.first <= on and (self.last is None or on <= self.last)
        if self.is_revoked or not is_running or self.scope not in {"", bundle}:
            return frozenset()
        return self.acts | {PREPARE}


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

    def acts_for(self, company: str, bundle: str, on: date) -> frozenset[str]:
        """Return what the actor may do for a company in a matter: all as its member, else what its powers open.

        Whoever only claims to act for it files on their own account: the papers are examined at acceptance.
        A wrong check character of a credit code names the same company.
        """
        if company[:-1] in {one[:-1] for one in (self.company, self.claimed) if one}:
            return EVERY_ACT
        mine = (power for power in self.powers if power.principal[:-1] == company[:-1])
        return frozenset[str]().union(*(power.opens(bundle, on) for power in mine))

    def acts_for_person(self, person: str, bundle: str, on: date) -> frozenset[str]:
        """Return what the actor may do for a natural person, named by the hash of the number, in a matter.

        An account does not say whose it is: whoever never recorded a power of this person applies for themselves.
        """
        mine = [power for power in self.powers if power.principal == person]
        return frozenset[str]().union(*(power.opens(bundle, on) for power in mine)) if mine else EVERY_ACT

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
