"""What the tracking page says about a case: the promise, what is wanted next, each permit, what happened."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from permits.casefile import CaseFile, item_id
from permits.casefile.facts import current_route, open_deficiencies, uploaded
from permits.casefile.ledger import counting
from permits.casefile.outstanding_materials import owed_papers
from permits.http import say
from permits.queries.case.amendments import amendments_of
from permits.queries.case.emergencies import emergency_of
from permits.queries.case.fees import fees_of
from permits.queries.case.ratings import rating_of
from permits.queries.case.supervision import breaches_of, explanation_of
from permits.queries.lanes import cases as lane_cases
from permits.queries.lanes import lanes
from permits.queries.lists import applicant_pages as queries
from permits.services.case.fields import fields_of
from permits.services.changing.changes import change_lines
from permits.web.procedures import procedures_seen
from workflows import N_, CalendarExhausted, ClockDay, Reading, Route, event_catalogue, explain, light, read

LEADING = ("supplement", "committed", "intake", "delivery")


@dataclass(frozen=True, slots=True)
class Promise:
    """The clock that counts now, explained."""

    key: str
    law: str
    reading: Reading
    days: list[ClockDay]
    light: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """One item of the deficiency notice as the applicant meets it."""

    name: str
    code: str | None
    field: str | None
    reason: str
    remedy: str
    is_met: bool


def look_at(case: CaseFile, on: date, language: str) -> dict[str, Any]:
    """Gather everything the tracking page shows."""
    conn, case_id, area = case.context.conn, case.app.id, case.app.area
    office = case.context.office
    bodies = {key: body for (home, key), body in office.bodies.items() if home == area}
    return {
        "case": case.app,
        "form": case.form,
        "bundle": case.bundle,
        "bodies": bodies,
        "promise": leading_clock(case, on),
        "clocks": clock_rows(case, on),
        "wanted": wanted_items(case, language),
        "route": current_route(case),
        "papers": queries.papers(conn, case_id),
        "permits": queries.permits_of(conn, [case_id])[case_id],
        "notices": queries.notices(conn, case_id),
        "licences": queries.licences(conn, case_id),
        "explanation": explanation_of(conn, case_id),
        "breaches": breaches_of(conn, case_id),
        "versions": versions_of(case),
        "procedures": procedures_seen(case, on, language),
        "events": happenings(case, language),
        "picture": picture(case, on, language),
        "owed": owed_lines(case, language),
        "rating": rating_of(conn, case_id),
        "fees": fees_of(conn, case_id, language) if case.bundle.fees and case.app.required else [],
        "emergency": emergency_of(conn, case_id) if case.app.is_emergency else None,
    }


def versions_of(case: CaseFile) -> list[dict[str, Any]]:
    """Put every change of the submitted form in words, the newest first."""
    if case.app.form_version == 1:
        return []
    found = amendments_of(case.context.conn, case.app.id)
    names = {item_id(item): item for item in case.items}
    return [
        {
            **one,
            "lines": change_lines(case.bundle, one["before"], one["after"]),
            "reopened": [names[name] for name in one["reopened"] if name in names],
        }
        for one in reversed(found)
    ]


def picture(case: CaseFile, on: date, language: str) -> lanes.Lanes | None:
    """Lay out the lanes; a case beyond the calendar has no picture."""
    office = case.context.office
    facts = lane_cases.lane_case(case.context.conn, case.app.area, case.app.id, office, language=language)
    try:
        return lanes.lay_out(facts, case.context.calendar, on, language)
    except CalendarExhausted:
        return None


def leading_clock(case: CaseFile, on: date) -> Promise | None:
    """Find the clock that runs now; once all have ended, the promise."""
    clocks = {key: pair for (scope, key), pair in case.clocks.items() if scope == "application"}
    running = [key for key in LEADING if key in clocks and clocks[key][1].ended_on is None]
    was_promised = "committed" in clocks and case.app.decided_at is not None
    key = running[0] if running else "committed" if was_promised else None
    return _promise(case, "application", key, on) if key else None


def clock_rows(case: CaseFile, on: date) -> list[tuple[str, Promise]]:
    """Read the promised and the lawful clock of every permit."""
    return [
        (scope, _promise(case, scope, key, on))
        for scope, key in case.clocks
        if scope != "application" and key in {"committed", "statutory"}
    ]


def _promise(case: CaseFile, scope: str, key: str, on: date) -> Promise:
    row, clock = counting(case, scope, key)
    calendar = case.context.calendar
    reading = read(clock, calendar, on)
    seen = clock.ended_on or on
    lamp = "stopped" if reading.state == "stopped" else light(reading.yellow_on, reading.due_on, seen)
    return Promise(key, row.basis_law, reading, explain(clock, calendar, on), lamp)


def wanted_items(case: CaseFile, language: str) -> list[Wanted]:
    """List what the one deficiency notice asks for, and what of it has been met."""
    if case.app.state != "supplement":
        return []
    still_open = open_deficiencies(case, uploaded(case))
    found = []
    for row in queries.deficiencies(case.context.conn, case.app.id):
        named = fields_of(case.bundle).get(row.field or "")
        name = named.get(language) if named else row.field or ""
        if row.material in case.bundle.materials:
            name = case.bundle.materials[row.material].name.get(language)
        is_met = row.state != "open" or (row.material or f"#{row.id}") not in still_open
        found.append(Wanted(name, row.material, row.field, row.reason, row.remedy, is_met))
    return found


def owed_lines(case: CaseFile, language: str) -> list[tuple[str, str]]:
    """Name the papers promised for later that are still owed: code and name."""
    if not case.app.tolerated or case.app.delivered_at is not None:
        return []
    codes = sorted(owed_papers(case, current_route(case)))
    return [(code, case.bundle.materials[code].name.get(language)) for code in codes]


def happenings(case: CaseFile, language: str) -> list[dict[str, Any]]:
    """Put the trail in words, newest first; without internal events; grouped ones in a row are one line."""
    lines: list[dict[str, Any]] = []
    catalogue = event_catalogue()
    for row in queries.history(case.context.conn, case.app.id):
        last = lines[-1] if lines else {}
        event = catalogue.find(row.type)
        if event.internal:
            continue
        if event.grouped and row.type == last.get("code"):
            last["count"] += 1
            continue
        who = say(N_("System")) if row.actor_kind == "system" else _name(row, language)
        about = _about(case, row.payload, language)
        shown = {"code": row.type, "icon": event.icon, "tone": event.tone}
        lines.append({**shown, "about": about, "at": row.at, "actor": who, "count": 1})
    return lines


def _name(row: Any, language: str) -> str:
    name = str((row.name_en if language == "en" else row.name_zh) or row.actor)
    return say(N_("%(name)s, for the applicant"), {"name": name}) if row.on_behalf_of else name


def _about(case: CaseFile, payload: Mapping[str, Any], language: str) -> str:
    """Say which permit, department or paper an event is about."""
    bundle = case.bundle
    material = bundle.materials.get(payload.get("code", ""))
    permit = bundle.permits.get(payload.get("permit", ""))
    department = bundle.departments.get(payload.get("department", ""))
    parts = [material and material.name, permit and permit.short, department and department.short]
    return " · ".join(part.get(language) for part in parts if part)


def checklist(route: Route, papers: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Sort the papers of a route: to hand in, may follow later, fetched by the office itself."""
    own = [one for one in route.materials if not one.shared]
    return {
        "required": [one for one in own if not one.tolerated],
        "later": [one for one in own if one.tolerated],
        "fetched": [one for one in route.materials if one.shared],
        "missing": [one for one in own if not one.tolerated and one.code not in papers],
    }
