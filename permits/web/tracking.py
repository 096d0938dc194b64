"""The data of the tracking page: promise, requested items, permits, history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from forms.part_fields import part_rows
from permits.casefile import ApplicationRow, CaseFile, WorkItemRow, item_id
from permits.casefile.facts import current_route, emergency_lane, open_deficiencies, uploaded
from permits.casefile.ledger import counting
from permits.casefile.outstanding_materials import outstanding_materials
from permits.casefile.rows import Form
from permits.casefile.seen import rows_of, seen_of
from permits.documents.kinds import INTERNAL_NOTICES
from permits.http import say
from permits.models.base import JsonObject
from permits.office import Body
from permits.queries.case.amendments import amendments_of
from permits.queries.case.breaches import Breach, breaches_of
from permits.queries.case.fees import Fee, fees_of
from permits.queries.case.permits import by_code
from permits.queries.case.procedures import emergency_of
from permits.queries.case.trail import Happening, history
from permits.queries.lanes import lanes
from permits.queries.lanes.cases import lane_of
from permits.queries.reading import rows, rows_beside
from permits.queries.reading.reader import Case
from permits.services.case.fields import fields_of
from permits.services.case.scope import answer_lines
from permits.services.changing.changes import ChangeLine, change_lines
from permits.services.intake.investigations import Need, needs_of
from permits.web.procedures import ProceduresSeen, procedures_seen
from permits.words import word
from workflows import (
    N_,
    Bundle,
    CalendarExhausted,
    ClockDay,
    Emergency,
    Reading,
    Route,
    RoutedMaterial,
    event_catalogue,
    explain,
    light,
)

VERDICTS = frozenset({"approved", "refused", "forwarded"})
APPLICANT = frozenset({"applicant", "applicant_holder"})
LEADING = ("supplement", "committed", "intake", "delivery")


@dataclass(frozen=True, slots=True)
class Promise:
    """The running clock with its figures."""

    key: str
    law: str
    reading: Reading
    days: list[ClockDay]
    light: str


@dataclass(frozen=True, slots=True)
class Rating:
    """The rating of a case, with due day and result of the call-back after a bad one."""

    stars: int
    rating_comment: str | None
    due_on: date | None
    opinion: str | None


@dataclass(frozen=True, slots=True)
class Changed:
    """One version of the submitted form in words, with the work items it repeats."""

    number: int
    made_at: datetime
    made_by: str
    reason: str
    lines: list[ChangeLine]
    reopened: list[WorkItemRow]


@dataclass(slots=True)
class Line:
    """One line of the history; materials handed in together share one line."""

    code: str
    about: str
    icon: str
    tone: str
    at: datetime
    actor: str
    verdict: str = ""
    matters: bool = False
    count: int = 1


@dataclass(frozen=True, slots=True)
class FlaggedItem:
    """One item of the deficiency notice as the applicant sees it."""

    name: str
    code: str | None
    field: str | None
    reason: str
    remedy: str
    is_met: bool
    answer: str
    form_version: int | None


class Tracked(TypedDict):
    """The data of the tracking page."""

    case: ApplicationRow
    form: Form
    bundle: Bundle
    bodies: Mapping[str, Body]
    promise: Promise | None
    clocks: list[tuple[str, Promise]]
    wanted: list[FlaggedItem]
    route: Route
    papers: Mapping[str, Sequence[rows.Material]]
    permits: Sequence[rows.Permit]
    notices: list[rows.Notice]
    licences: Sequence[rows_beside.Licence]
    explanation: rows.Explanation | None
    breaches: list[Breach]
    versions: list[Changed]
    procedures: ProceduresSeen
    events: list[Line]
    picture: lanes.Lanes | None
    owed: list[tuple[str, str]]
    rating: Rating | None
    needs: list[Need]
    fees: list[Fee]
    fact_rows: list[tuple[str, str]]
    emergency_lane: Emergency | None
    emergency: rows.EmergencyReport | None


def tracked(case: CaseFile, on: date, language: str) -> Tracked:
    """Gather the data of the tracking page from a case opened for reading."""
    seen, office = seen_of(case), case.context.office
    bodies = office.bodies_of(case.app.area)
    explanations = seen.of(rows.Explanation)
    has_fees = case.bundle.fees and case.app.required
    return {
        "case": case.app,
        "form": case.form,
        "bundle": case.bundle,
        "bodies": bodies,
        "promise": leading_clock(case, on),
        "clocks": clock_rows(case, on),
        "wanted": flagged_items(case, language),
        "route": current_route(case),
        "papers": by_code(seen.of(rows.Material)),
        "permits": seen.of(rows.Permit),
        "notices": [one for one in reversed(seen.of(rows.Notice)) if one.kind not in INTERNAL_NOTICES],
        "licences": seen.of(rows_beside.Licence),
        "explanation": explanations[0] if explanations else None,
        "breaches": breaches_of(seen.of(rows.PastEvent)),
        "versions": versions_of(case),
        "procedures": procedures_seen(case, on, language),
        "events": happenings(case, language),
        "picture": picture(case, on, language),
        "owed": outstanding_lines(case, language),
        "rating": rating_of(seen),
        "needs": needs_of(case),
        "fees": _fees(seen, language) if has_fees else [],
        "fact_rows": [*part_rows(case.bundle, case.form.parts, "case", language), *answer_rows(case, language)],
        "emergency_lane": emergency_lane(case),
        "emergency": emergency_of(seen.of(rows.EmergencyReport)) if case.app.is_emergency else None,
    }


def answer_rows(case: CaseFile, language: str) -> list[tuple[str, str]]:
    """Render the applicant's answers as (label, text) rows, one a field."""
    lines = (
        line
        for question in case.bundle.questions
        if case.form.answers.get(question.key) not in (None, "", [], {})
        for line in answer_lines(question, case.form.answers[question.key])
    )
    return [(in_words(line["label"], language), in_words(line["value"], language)) for line in lines]


def in_words(value: object, language: str) -> str:
    """Return a text of one or both languages in one of them."""
    return str(value[language]) if isinstance(value, dict) else str(value)


def _fees(seen: Case, language: str) -> list[Fee]:
    return fees_of(seen.of(rows_beside.FeeNotice), seen.of(rows_beside.Payment), language)


def rating_of(seen: Case) -> Rating | None:
    """Return the rating with its call-back, if any; None while unrated."""
    app = seen.application
    if app.stars is None:
        return None
    called = next((item for item in seen.of(rows.WorkItem) if item.kind == "call_back"), None)
    return Rating(app.stars, app.rating_comment, called.due_on if called else None, called.opinion if called else None)


def versions_of(case: CaseFile) -> list[Changed]:
    """Describe every change of the submitted form, newest first."""
    names = {item_id(item): item for item in case.items}
    return [
        Changed(
            number=one["number"],
            made_at=one["made_at"],
            made_by=one["made_by"],
            reason=one["reason"],
            lines=change_lines(case.bundle, one["before"], one["after"]),
            reopened=[names[name] for name in one["reopened"] if name in names],
        )
        for one in reversed(amendments_of(rows_of(case, rows.Amendment)))
    ]


def picture(case: CaseFile, on: date, language: str) -> lanes.Lanes | None:
    """Lay out the lanes; None for a case beyond the calendar."""
    office = case.context.office
    facts = lane_of(seen_of(case), office, language=language)
    try:
        return lanes.lay_out(facts, case.context.calendar, on, language)
    except CalendarExhausted:
        return None


def leading_clock(case: CaseFile, on: date) -> Promise | None:
    """Find the running clock; once all have ended, the committed one."""
    clocks = {key: pair for (scope, key), pair in case.clocks.items() if scope == "application"}
    running = [key for key in LEADING if key in clocks and clocks[key][1].ended_on is None]
    was_promised = "committed" in clocks and case.app.decided_at is not None
    key = running[0] if running else "committed" if was_promised else None
    return _promise(case, "application", key, on) if key else None


def clock_rows(case: CaseFile, on: date) -> list[tuple[str, Promise]]:
    """Read the committed and the statutory clock of every permit."""
    return [
        (scope, _promise(case, scope, key, on))
        for scope, key in case.clocks
        if scope != "application" and key in {"committed", "statutory"}
    ]


def _promise(case: CaseFile, scope: str, key: str, on: date) -> Promise:
    row, clock = counting(case, scope, key)
    calendar = case.context.calendar
    reading = case.clocks.reading(clock, on)
    seen = clock.ended_on or on
    lamp = "stopped" if reading.state == "stopped" else light(reading.yellow_on, reading.due_on, seen)
    return Promise(key, row.basis_law, reading, explain(clock, calendar, on), lamp)


def flagged_items(case: CaseFile, language: str) -> list[FlaggedItem]:
    """List the items of the deficiency notice, and whether each is met."""
    if case.app.state != "supplement":
        return []
    still_open = open_deficiencies(case, uploaded(case))
    found = []
    for row in rows_of(case, rows.Deficiency):
        named = fields_of(case.bundle).get(row.field or "")
        name = named.get(language) if named else row.field or ""
        if row.material is not None and row.material in case.bundle.materials:
            name = case.bundle.materials[row.material].name.get(language)
        name, answer = (row.question or {}).get(language, name), (row.answer or {}).get(language, "")
        is_met = row.state != "open" or (row.material or f"#{row.id}") not in still_open
        item = FlaggedItem(name, row.material, row.field, row.reason, row.remedy, is_met, answer, row.form_version)
        found.append(item)
    return found


def outstanding_lines(case: CaseFile, language: str) -> list[tuple[str, str]]:
    """List (code, name) of the outstanding materials."""
    if not case.app.tolerated or case.app.delivered_at is not None:
        return []
    codes = sorted(outstanding_materials(case, current_route(case)))
    return [(code, case.bundle.material_name(code).get(language)) for code in codes]


def happenings(case: CaseFile, language: str) -> list[Line]:
    """Describe the trail, newest first, without internal events; consecutive grouped events are one line."""
    lines: list[Line] = []
    catalogue = event_catalogue()
    for row in history(case.context.conn, case.app.id):
        event = catalogue.find(row.type)
        if event.internal:
            continue
        if event.grouped and lines and row.type == lines[-1].code:
            lines[-1].count += 1
            continue
        who = say(N_("System")) if row.actor_kind == "system" else _name(row, language)
        about = _about(case, row.payload, language)
        said = _verdict(row.type, row.payload)
        matters = event.on_behalf_of == "applicant" or not APPLICANT.isdisjoint(event.notify)
        lines.append(Line(row.type, about, event.icon, event.tone, row.at, who, verdict=said, matters=matters))
    return lines


def _verdict(event: str, payload: JsonObject) -> str:
    """Return the verdict an event tells of in the words of its kind of work; "" for other events."""
    name = event.removeprefix("work_item.")
    if name not in VERDICTS:
        return ""
    kind = str(payload.get("kind", ""))
    said = word("verdict", str(payload.get("verdict", name)), kind)
    return " · ".join(say(str(one)) for one in (word("kind", kind), said))


def _name(row: Happening, language: str) -> str:
    name = str((row.name_en if language == "en" else row.name_zh) or row.actor)
    return say(N_("%(name)s, for the applicant"), {"name": name}) if row.on_behalf_of else name


def _about(case: CaseFile, payload: JsonObject, language: str) -> str:
    """Name the permit, department or material that an event is about."""
    bundle = case.bundle
    material = bundle.materials.get(payload.get("code", ""))
    permit = bundle.permits.get(payload.get("permit", ""))
    parts = [material and material.name, permit and permit.short]
    named = [part.get(language) for part in parts if part]
    if department := payload.get("department"):
        named.append(case.context.office.body(case.app.area, department).short[language])
    return " · ".join(named)


def checklist(route: Route, handed_in: Mapping[str, object]) -> dict[str, list[RoutedMaterial]]:
    """Group the materials of a route: to hand in, may follow later, fetched by the office."""
    own = [one for one in route.materials if not one.shared]
    return {
        "required": [one for one in own if not one.tolerated],
        "later": [one for one in own if one.tolerated],
        "fetched": [one for one in route.materials if one.shared],
        "missing": [one for one in own if not one.tolerated and one.code not in handed_in],
    }
