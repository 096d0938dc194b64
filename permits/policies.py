"""Which role holds which permission, and who may see which case. One table; deny by default."""

from collections.abc import Collection
from typing import Protocol

from permits.actor import Actor

STAFF = frozenset({"window", "clerk", "head", "lead", "government"})
OVERSIGHT = frozenset({"manager", "auditor", "admin"})
EVERYONE = STAFF | OVERSIGHT | {"applicant"}
# beside the role of an applicant: who invites others to act for their company
OWNER = "owner"

PERMISSIONS: dict[str, frozenset[str]] = {
    "account.use": EVERYONE,
    "application.file": frozenset({"applicant", "window"}),
    "application.view": EVERYONE,
    "application.act": STAFF | {"applicant"},
    "inbox.view": STAFF,
    "work_item.act": STAFF,
    "report.view": frozenset({"manager", "lead"}),
    "trail.view": EVERYONE,
    "trail.verify": frozenset({"auditor", "manager", "admin"}),
    "calendar.manage": frozenset({"admin"}),
    "bundle.manage": frozenset({"admin"}),
    "incident.manage": frozenset({"manager", "admin"}),
    "status.view": frozenset({"manager", "auditor", "admin"}),
    "company.manage": frozenset({OWNER}),
    "office.manage": frozenset({"admin"}),
    "identity.confirm": frozenset({"window", "admin"}),
    "sandbox.use": EVERYONE,
}
# What a token may be limited to; a permission belongs to exactly one scope.
SCOPES: dict[str, frozenset[str]] = {
    "read": frozenset({"application.view", "inbox.view", "trail.view"}),
    "file": frozenset({"account.use", "application.file", "application.act"}),
    "work": frozenset({"work_item.act"}),
    "report": frozenset({"report.view", "status.view"}),
    "administer": frozenset(
        {
            "bundle.manage",
            "calendar.manage",
            "company.manage",
            "identity.confirm",
            "incident.manage",
            "office.manage",
            "trail.verify",
        }
    ),
    "sandbox": frozenset({"sandbox.use"}),
}
# Roles that see every case of the area: the counter and the lead handle all, the government may extend the cap of
# each, the overseers answer for all.
SEES_ALL = frozenset({"window", "lead", "government"}) | OVERSIGHT


_SCOPE_OF = {permission: scope for scope, permissions in SCOPES.items() for permission in permissions}

# An application comes in online or as a counter filing, as its applicant chooses (R30).
ONLINE, COUNTER = "online", "counter"


class Owned(Protocol):
    """The properties of an application that visibility depends on."""

    @property
    def area(self) -> str:
        """The area of the office that handles it."""

    @property
    def state(self) -> str:
        """Its state."""

    @property
    def owner_id(self) -> int:
        """The account it belongs to."""

    @property
    def company_id(self) -> int | None:
        """The company it was filed for."""

    @property
    def channel(self) -> str:
        """Whether it was filed online or at the counter."""


def may(actor: Actor, permission: str) -> bool:
    """Return whether one of the actor's roles holds a permission.

    Raises:
        KeyError: no such permission is known.
    """
    return not PERMISSIONS[permission].isdisjoint(actor.role_names())


def is_of_office(actor: Actor) -> bool:
    """Return whether the actor works for the office, whatever else they are: then in its area alone."""
    return not (STAFF | OVERSIGHT).isdisjoint(actor.role_names())


def scope_of(permission: str) -> str:
    """Return the scope a token needs for a permission.

    Raises:
        KeyError: no such permission is known.
    """
    return _SCOPE_OF[permission]


def lacks_scope(actor: Actor, permission: str) -> bool:
    """Return whether the actor acts by a token that is limited to other scopes."""
    return actor.scopes is not None and scope_of(permission) not in actor.scopes


def scopes_for(actor: Actor, *, is_sandbox: bool) -> list[str]:
    """List the scopes under which the actor may do anything."""
    known = (name for name in SCOPES if is_sandbox or name != "sandbox")
    return [name for name in known if any(may(actor, permission) for permission in SCOPES[name])]


def keeps_calendar_of(actor: Actor, area: str, *, home_area: str) -> bool:
    """Return whether the actor may change the calendar of an area; "" is the national one.

    The national calendar belongs to the installation: the administrators of its own area keep it.
    """
    if actor.kind == "system":
        return True
    return _keeps(actor, "calendar.manage", area, home_area)


def keeps_bundles_of(actor: Actor, area: str, *, home_area: str) -> bool:
    """Return whether the actor may propose, release and retire bundle versions of an area; "" is all areas.

    What holds in all areas belongs to the installation: the administrators of its own area keep it.
    """
    return _keeps(actor, "bundle.manage", area, home_area)


def _keeps(actor: Actor, permission: str, area: str, home_area: str) -> bool:
    return may(actor, permission) and actor.area == (area or home_area)


def is_applicant(actor: Actor, application: Owned) -> bool:
    """Return whether the actor is on the applicant's side: filed it, or belongs to its company."""
    if not actor.holds("applicant"):
        return False
    if actor.id == application.owner_id:
        return True
    return actor.company_id is not None and actor.company_id == application.company_id


def serves_counter(actor: Actor) -> bool:
    """Return whether the actor makes counter filings; excludes anyone who also decides."""
    return actor.holds("window") and actor.role_names().isdisjoint(STAFF - {"window"})


def stands_in(actor: Actor, application: Owned) -> bool:
    """Return whether the actor acts for the applicant: the counter of the area, on a counter filing."""
    is_there = application.channel == COUNTER and application.area == actor.area
    return is_there and serves_counter(actor) and not is_applicant(actor, application)


def may_see(actor: Actor, application: Owned, departments: Collection[str]) -> bool:
    """Return whether the actor may see a case; `departments` are those with work on it.

    A draft is visible to its applicant, and to the counter if filed there; a department sees the cases it works on.
    """
    if actor.area != application.area:
        return False
    if actor.kind == "system" or is_applicant(actor, application) or stands_in(actor, application):
        return True
    if application.state == "draft":
        return False
    if not SEES_ALL.isdisjoint(actor.role_names()):
        return True
    return not actor.departments().isdisjoint(departments)
