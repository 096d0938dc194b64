"""The notices of the counter: acceptance, deficiencies, both refusals, lapse."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from sqlalchemy import select

from permits.casefile import CaseFile
from permits.models import Deficiency, Notice
from permits.services.case.fields import fields_of
from permits.services.case.remedies import printed, remedies_from
from permits.services.notifying.notices import common, issue, licensing_law, words
from workflows import WHOLE_CASE, Clock, ClockDay, Route, explain, local_day

LAW_INTAKE = licensing_law("第三十二条", "art. 32")


class Item(Protocol):
    """One item of a deficiency notice."""

    @property
    def material(self) -> str | None:
        """The material by its code, None for a field."""

    @property
    def department(self) -> str:
        """The department that asks for it."""

    @property
    def field(self) -> str | None:
        """The field of the form, None for a material."""

    @property
    def code(self) -> str:
        """The coded reason."""

    @property
    def reason(self) -> str:
        """What is wrong."""

    @property
    def remedy(self) -> str:
        """How to mend it."""

    @property
    def question(self) -> Mapping[str, str] | None:
        """The question as it was seen; None for an item of an earlier version."""

    @property
    def answer(self) -> Mapping[str, str] | None:
        """The answer as it was seen."""


def _received_on(case: CaseFile) -> str:
    return local_day(case.app.received_at or case.context.at).isoformat()


def issue_acceptance(case: CaseFile, route: Route) -> None:
    """Issue the notice of acceptance 受理通知书 with every permit's days and how they were counted."""
    ledger = case.clocks[WHOLE_CASE, "intake"][1] if case.app.deemed_accepted else None
    accepted_on = ledger.started_on if ledger else local_day(case.app.accepted_at or case.context.at)
    names = {m.code: words(m.name) for m in route.materials}
    promised = {"due_on": case.app.promise_by.isoformat()} if case.app.promise_by else {}
    longest = route.committed_days
    late = tuple(entry for entry in ledger.entries if entry.kind == "run") if ledger else ()
    clock = Clock(scope=WHOLE_CASE, key="committed", limit=longest, started_on=accepted_on, entries=late)
    facts = {
        **common(case, number=f"{case.app.number}-SL", body="window", law=LAW_INTAKE),
        "bundle": words(case.bundle.name),
        "accepted_on": accepted_on.isoformat(),
        "committed_due_on": (case.app.committed_due_on or accepted_on).isoformat(),
        "permits": [_permit_line(case, route, permit) for permit in route.permits],
        "deemed": case.app.deemed_accepted,
        "tolerated": [
            {"code": code, "name": names[code], "state": "tolerated", **promised}
            for code in case.app.tolerated or ()
            if code in names
        ],
        "committed": [{"code": code, "name": names[code]} for code in case.app.commitments or () if code in names],
        "clock": [_clock_line(day) for day in explain(clock, case.context.calendar, accepted_on)],
        "provisional": case.app.is_provisional,
    }
    issue(case, "acceptance", facts)


def _permit_line(case: CaseFile, route: Route, permit: Any) -> dict[str, object]:
    rule, row = case.bundle.permits[permit.key], case.permits[permit.key]
    special = [
        {"name": words(item.reason), "law": words(item.law), "limit_working_days": item.limit_working_days}
        for item in route.work_items
        if item.special and item.permit == permit.key
    ]
    awaited = [words(case.bundle.permits[key].short) for key in permit.waits_for]
    return {
        "name": words(rule.name),
        "department": case.context.office.body(case.app.area, permit.department).name,
        "law": words(rule.law),
        "committed_working_days": permit.committed_working_days,
        "committed_due_on": row.committed_due_on.isoformat() if row.committed_due_on else "",
        "statutory_working_days": permit.statutory_working_days,
        "statutory_due_on": row.statutory_due_on.isoformat() if row.statutory_due_on else "",
        "special_steps": special,
        **({"waits_for": awaited} if awaited else {}),
        **({"is_notified": True} if permit.kind == "notification" else {}),
    }


def _clock_line(day: ClockDay) -> dict[str, object]:
    return {
        "on": day.on.isoformat(),
        "working": day.working,
        "counted": day.counted,
        "why": day.why,
        "used": day.used,
        "left": day.left,
        "name_zh": day.name_zh,
        "name_en": day.name_en,
    }


def issue_deficiencies(case: CaseFile, items: Sequence[Item], *, due_on: date, reflagged: bool = False) -> None:
    """Issue the one consolidated notice 补正告知书; a reflagged notice names only items of the first."""
    facts = {
        **common(case, number=f"{case.app.number}-BZ{case.app.event_seq}", body="window", law=LAW_INTAKE),
        "received_on": _received_on(case),
        "items": [_deficiency_line(case, item) for item in items],
        "supplement_working_days": case.bundle.limits.supplement_working_days,
        "supplement_due_on": due_on.isoformat(),
        "provisional": case.app.is_provisional,
        "reflagged": reflagged,
    }
    issue(case, "deficiency", facts)


def _deficiency_line(case: CaseFile, item: Item) -> dict[str, object]:
    material = case.bundle.materials.get(item.material or "")
    coded = case.bundle.deficiency_codes[item.code]
    remedy: Any = item.remedy or (words(coded.remedy) if coded.remedy else words(coded.name))
    field = fields_of(case.bundle).get(item.field or "")
    named = material.name if material else field
    line = {
        "target": item.question or (words(named) if named else item.field or ""),
        "department": case.context.office.body(case.app.area, item.department).name,
        "reason": item.reason,
        "remedy": remedy,
        "deficiency": item.code,
    }
    line |= {"answer": item.answer} if item.answer else {}
    return {**line, "code": item.material} if item.material else line


def issue_non_acceptance(case: CaseFile, *, reason: str, refer_to: str, law: Mapping[str, str]) -> None:
    """Issue the refusal to accept 不予受理决定书, naming the competent authority if there is one."""
    agency = case.bundle.refer_agencies.get(refer_to)
    facts = {
        **common(case, number=f"{case.app.number}-BYSL", body="window", law=law),
        "received_on": _received_on(case),
        "reason": reason,
        "remedies": printed(remedies_from(case)),
    }
    if refer_to.strip():
        facts["refer_to"] = words(agency.name) if agency else refer_to
    issue(case, "non_acceptance", facts)


def with_own_law(law: Mapping[str, str], own: str) -> dict[str, str]:
    """Add the article a finding of the office's own rests on."""
    return {"zh": f"{law['zh']}、{own}", "en": f"{law['en']}; {own}"} if own else dict(law)


def issue_not_required(case: CaseFile, *, reason: str, law: Mapping[str, str]) -> None:
    """Issue the notice that no licence is needed 不受理告知书."""
    facts = {
        **common(case, number=f"{case.app.number}-BSL", body="window", law=law),
        "received_on": _received_on(case),
        "reason": reason,
    }
    issue(case, "not_required", facts)


def issue_lapse(case: CaseFile) -> None:
    """Issue the notice that the application has lapsed because the supplement did not come in."""
    conn, app = case.context.conn, case.app
    notice = conn.execute(
        select(Notice.number, Notice.facts)
        .where(Notice.application_id == app.id, Notice.kind == "deficiency")
        .order_by(Notice.id.desc())
        .limit(1)
    ).one()
    columns = (Deficiency.material, Deficiency.field, Deficiency.code, Deficiency.reason, Deficiency.remedy)
    wanted = select(*columns, Deficiency.department, Deficiency.question, Deficiency.answer)
    rows = conn.execute(wanted.where(Deficiency.application_id == app.id, Deficiency.state == "open")).all()
    facts = {
        **common(case, number=f"{app.number}-SX", body="window", law=LAW_INTAKE),
        "notice_number": notice.number,
        "notified_on": local_day(app.notified_at or case.context.at).isoformat(),
        "supplement_due_on": notice.facts["supplement_due_on"],
        "items": [_deficiency_line(case, row) for row in rows],
    }
    issue(case, "lapse", facts)
