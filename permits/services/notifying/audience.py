"""The groups of people notified of an event."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, false, or_, select

from permits.models import Application, Permit, RoleGrant, User, WorkItem
from permits.models.base import JsonObject
from workflows import EventType, Group, Scope
from workflows import group as state_group

# the limits that the applicant must keep
CLOCKS_OF_APPLICANT = frozenset({"supplement", "tolerance"})
COUNTER = "window"
# who does the work of a department: its clerks, a government's leader, the case officer of the bureau
WORKING = ("clerk", "government", "lead")
PERSON = (User.id, User.username, User.email, User.language)


@dataclass(frozen=True, slots=True)
class About:
    """The event to notify: its case and its payload."""

    area: str
    application_id: int
    payload: JsonObject

    @property
    def scope(self) -> Scope:
        """The scope of the event's clock or duty."""
        return Scope(self.payload.get("scope", ""))

    @property
    def department(self) -> str:
        """The department the event names, or the holder of its duty."""
        held = self.scope.department if self.scope.is_item and self.scope.department != COUNTER else ""
        return str(self.payload.get("department") or held)


def recipients(conn: Connection, about: About, event: EventType) -> list[tuple[Any, bool]]:
    """List everybody notified of an event, each once, and whether they get a letter too."""
    found: dict[int, tuple[Any, bool]] = {}
    for group in sorted(event.notify):
        for person in conn.execute(members(about, group)):
            known = found.get(person.id, (person, False))
            found[person.id] = (person, known[1] or group in event.mail)
    return [found[key] for key in sorted(found)]


def members(about: About, group: Group) -> Any:
    """Select the people of a group; the applicant is the application's owner."""
    people = select(*PERSON).where(User.is_active).distinct()
    if group == "applicant_holder" and about.payload.get("clock") not in CLOCKS_OF_APPLICANT:
        return people.where(false())
    if group in {"applicant", "applicant_holder"}:
        owner = select(Application.owner_id).where(Application.id == about.application_id).scalar_subquery()
        return people.where(User.id == owner)
    staff = people.where(User.area == about.area).join(RoleGrant, RoleGrant.user_id == User.id)
    return staff.where(ROLES[group](about))


def _role(role: str) -> Callable[[About], ColumnElement[bool]]:
    return lambda _about: RoleGrant.role == role


def _in_department(*roles: str) -> Callable[[About], ColumnElement[bool]]:
    return lambda about: and_(RoleGrant.role.in_(roles), RoleGrant.department == about.department)


def _departments(about: About) -> ColumnElement[bool]:
    open_work = select(WorkItem.department).where(
        WorkItem.area == about.area,
        WorkItem.application_id == about.application_id,
        WorkItem.state.in_(state_group("work_item", "open")),
    )
    return and_(RoleGrant.role.in_(WORKING), RoleGrant.department.in_(open_work))


def _holder(about: About) -> ColumnElement[bool]:
    """Match the officials who hold a clock: of its department, of the permit's department, the counter or the lead."""
    if about.payload.get("clock") in CLOCKS_OF_APPLICANT:
        return false()
    if about.department:
        return _in_department(*WORKING, "head")(about)
    if about.scope.is_case:
        return or_(RoleGrant.role == "lead", RoleGrant.role == "window")
    if about.scope.is_item:
        return RoleGrant.role == "window"
    deciding = select(Permit.department).where(Permit.application_id == about.application_id, Permit.key == about.scope)
    return and_(RoleGrant.role.in_((*WORKING, "head")), RoleGrant.department.in_(deciding))


def _named(about: About) -> ColumnElement[bool]:
    """Match the departments the event names, whether or not they have work on the case."""
    named = list(about.payload.get("departments", ()))
    return and_(RoleGrant.role.in_(("clerk", "head")), RoleGrant.department.in_(named))


ROLES: Mapping[Group, Callable[[About], ColumnElement[bool]]] = {
    "window": _role("window"),
    "lead": _role("lead"),
    "government": _role("government"),
    "manager": _role("manager"),
    "department": _in_department(*WORKING),
    "head": _in_department("head", "government"),
    "departments": _departments,
    "named": _named,
    "holder": _holder,
}
