"""Investigate before acceptance whether a permit is needed 核查是否需要许可, and conclude it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.facts import (
    application_facts,
    concludable,
    current_route,
    holder_on_check,
    investigable,
    roles_on_check,
)
from permits.errors import Invalid
from permits.services.case.duties import pin_permits
from workflows import N_, Investigation, Route, RoutedPermit, Text, group

LAW_32 = "Administrative Licensing Law art. 32(1)"
UNACCEPTED = group("application", "unaccepted")
Standing = Literal["needed", "not_needed", "under_investigation"]


@dataclass(frozen=True, slots=True)
class Conclusion:
    """Whether a permit is needed, why, and the article, where the screening says otherwise."""

    permit: str
    is_needed: bool
    reason: str
    law: str = ""


@dataclass(frozen=True, slots=True)
class Need:
    """Whether a permit is needed: the reason, its law, and who says so since when; "" is the screening of the answers.

    While it is under investigation the department named holds it: the next step is its own.
    """

    permit: str
    standing: Standing
    reason: Text
    law: Text
    department: str = ""
    on: date | None = None


def investigate(
    context: ActContext, application_id: int, permit: str, *, reason: str, expected_version: int | None = None
) -> None:
    """Put under investigation whether a permit is needed; acceptance waits, the five days of the check run on.

    The department of the actor holds the investigation.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: no such permit, it is under investigation already, or no reason is given.
    Law: Administrative Licensing Law art. 32(1).
    """
    case = _opened(context, application_id, "investigate", expected_version)
    if permit not in investigable(case):
        raise Invalid.at("permit", N_("Choose a permit of this matter that is not under investigation"), law=LAW_32)
    _expect_reason(reason)
    opened = Investigation(holder_on_check(case), reason, context.today)
    case.investigate({**case.investigations, permit: opened})
    pin_permits(case, current_route(case))
    case.record("investigation.opened", {"permit": permit, "department": opened.holder, "reason": reason})
    case.save()


def conclude(
    context: ActContext, application_id: int, found: Conclusion, *, expected_version: int | None = None
) -> None:
    """Conclude whether a permit is needed: the route and the permits of the case follow.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: the permit is not under an investigation of the actor's, no reason is given, no article though the
            screening says otherwise, or nobody would decide the permit.
    Law: Administrative Licensing Law art. 32(1)(1), 32(1)(5).
    """
    case = _opened(context, application_id, "conclude", expected_version)
    if found.permit not in concludable(case):
        raise Invalid.at("permit", N_("Nothing is under investigation that is yours to conclude"), law=LAW_32)
    _expect_reason(found.reason)
    law, department = found.law.strip(), holder_on_check(case)
    if found.is_needed != _routed(current_route(case), found.permit).required and not law:
        told = N_("The screening says otherwise: cite the article your own finding rests on")
        raise Invalid.at("law", told, law=LAW_32)
    concluded = case.investigations[found.permit].concluded(
        is_needed=found.is_needed, finding=found.reason, law=law, decider=department, on=context.today
    )
    case.investigate({**case.investigations, found.permit: concluded})
    _follow(case, found)
    about = {"permit": found.permit, "department": department, "is_needed": found.is_needed, "reason": found.reason}
    case.record("investigation.concluded", about | ({"law": law} if law else {}))
    case.save()


def _opened(context: ActContext, application_id: int, action: str, expected_version: int | None) -> CaseFile:
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    case.move(case.app, action, roles=roles_on_check(case), facts=application_facts(case))
    return case


def _expect_reason(reason: str) -> None:
    if not reason.strip():
        raise Invalid.at("reason", N_("Say why"), law=LAW_32)


def _follow(case: CaseFile, found: Conclusion) -> None:
    """Let the permits follow a finding; what another authority must decide has no permits here."""
    route = current_route(case)
    if found.is_needed and route.outcome != "refer" and not _routed(route, found.permit).required:
        raise Invalid.at("is_needed", N_("With these answers nobody would decide this permit"), law=LAW_32)
    pin_permits(case, route)


def _routed(route: Route, permit: str) -> RoutedPermit:
    return next(one for one in route.all_permits if one.key == permit)


def drop_open(case: CaseFile) -> None:
    """Drop what acceptance by silence left under investigation: the screening stands. The caller saves.

    Law: Administrative Licensing Law art. 32(1)(4).
    """
    if any(one.is_open for one in case.investigations.values()):
        case.investigate({permit: one for permit, one in case.investigations.items() if not one.is_open})


def needs_of(case: CaseFile) -> list[Need]:
    """List whether each permit of the matter is needed, before acceptance; after it, where the office investigated."""
    found, is_open = case.investigations, case.app.state in UNACCEPTED
    return [
        _need(permit, found.get(permit.key))
        for permit in current_route(case).all_permits
        if permit.key in found or (is_open and case.app.kind == "new")
    ]


def _need(permit: RoutedPermit, found: Investigation | None) -> Need:
    standing: Standing = "needed" if permit.required else "not_needed"
    if found is None:
        return Need(permit.key, standing, permit.reason, permit.law)
    if found.is_open:
        reason = Text(found.reason, found.reason)
        return Need(permit.key, "under_investigation", reason, permit.law, found.holder, found.since_on)
    return Need(permit.key, standing, permit.reason, permit.law, found.decider, found.concluded_on)
