"""Shared parts of staff pages: the case as staff see it, and lists of cases."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypedDict

from flask import flash, url_for
from sqlalchemy import Connection
from wtforms import Field, FieldList, Form, RadioField

from permits import clock
from permits.casefile import CaseFile, WorkItemRow
from permits.casefile.facts import all_contradictions, answer_of, dependencies_of
from permits.casefile.seen import rows_of
from permits.errors import VERSION_CONFLICT, LookAgain, Refusal
from permits.http import calendar, current_actor, language, office, say, window
from permits.office import Body
from permits.queries.case.flags import Flag, flags_of
from permits.queries.case.items import superseded
from permits.queries.case.procedures import MoreTime, requests_for_time
from permits.queries.case.supervision import Order, open_orders
from permits.queries.lanes import cases as lane_cases
from permits.queries.lanes import lanes
from permits.queries.lists import inbox as queries
from permits.queries.lists.applications import CaseRow
from permits.queries.reading import rows
from permits.queries.typed import Part
from permits.services.offers.actions import Offer, available
from permits.web.tracking import Tracked, tracked
from workflows import CalendarExhausted, Dependency, Text, WorkflowError, light, local_day, restrictions

PAGE = 25
COUNTER = "window"
# who grants more time, a head for a permit and the government for a whole case
EXTENDING = frozenset({"head", "government"})


def today() -> date:
    """Return today's date in the office's time zone."""
    return local_day(clock.now())


class CasePage(Tracked):
    """The data of a staff page about a case."""

    items: list[WorkItemRow]
    superseded: frozenset[int]
    called_for: Sequence[Dependency]
    offers: list[Offer]
    orders: Sequence[rows.SupervisionOrder]
    flags: list[Flag] | None
    restricted: Mapping[int, list[Text]]
    contradicted: Mapping[str, list[Text]]


def case_page(case: CaseFile) -> CasePage:
    """Gather the data of a staff page from a case opened for reading."""
    flagged = flags_of(rows_of(case, rows.FineFlag), case.context.actor, bundle=case.bundle, lang=language())
    return {
        **tracked(case, today(), language()),
        "items": item_rows(case),
        "superseded": superseded(rows_of(case, rows.WorkItem)),
        "called_for": dependencies_of(case),
        "offers": available(case),
        "orders": rows_of(case, rows.SupervisionOrder),
        "flags": flagged,
        "restricted": restricted(case),
        "contradicted": contradicted(case),
    }


def restricted(case: CaseFile) -> dict[int, list[Text]]:
    """List what each department's answer restricts, by work item."""
    answered = (item for item in case.items if item.permit and (item.conditions or item.narrower))
    return {item.id: [one.text for one in restrictions(case.bundle, answer_of(item))] for item in answered}


def contradicted(case: CaseFile) -> dict[str, list[Text]]:
    """List what contradicts itself in each permit, offered conditions included."""
    if case.app.delivered_at is not None:
        return {}
    found = {key: sorted(all_contradictions(case, row), key=lambda one: one.zh) for key, row in case.permits.items()}
    return {key: said for key, said in found.items() if said}


def typed_lines(form: Form) -> list[tuple[str, str, str]]:
    """List what was typed into a form whose action is already taken: nothing stands on record beside it."""
    return [(str(one.label.text), said, "") for one in form if (said := _said(one))]


def _said(control: Field) -> str:
    """Put what was typed into a control in words: a choice by its label, rows of controls one a line."""
    if isinstance(control, FieldList):
        return "\n".join(filter(None, (" · ".join(filter(None, map(_said, row.form))) for row in control)))
    names = {str(one.data): str(one.label.text) for one in control} if isinstance(control, RadioField) else {}
    typed = control.data if isinstance(control.data, list) else [control.data]
    return "、".join(names.get(str(one), str(one)) for one in typed if one not in (None, "", False))


def unmet_sentences(offer: Offer) -> list[str]:
    """List the sentences of an offer's unmet conditions."""
    return [say(sentence) for sentence in offer.unmet]


def item_rows(case: CaseFile) -> list[WorkItemRow]:
    """List the departments' work items of a case, without those of the counter."""
    return [item for item in case.items if item.permit]


def pictures(conn: Connection, application_ids: Sequence[int]) -> dict[int, lanes.Lanes]:
    """Lay out the small lanes for the rows of a list; a case beyond the calendar has none."""
    facts = lane_cases.lane_cases(conn, current_actor().area, application_ids, office(), language=language())
    found: dict[int, lanes.Lanes] = {}
    for key, case in facts.items():
        try:
            found[key] = lanes.lay_out(case, calendar(), today(), language())
        except CalendarExhausted:
            continue
    return found


class InboxPage(TypedDict):
    """One page of an inbox; `last` is (due_on, id) of its last row where there are more."""

    rows: list[tuple[queries.InboxRow, str, str]]
    pictures: Mapping[int, lanes.Lanes]
    counts: queries.Counts
    orders: Part[Order]
    asked: Part[MoreTime] | None
    named: Mapping[str, Body]
    wanted: str
    last: tuple[date | None, int] | None


def inbox_rows(conn: Connection, wanted: queries.InboxFilter, seen: tuple[date, int] | None) -> InboxPage:
    """Read one page of an inbox: rows with lights, small lanes and counts."""
    actor = current_actor()
    extends = EXTENDING & actor.role_names()
    found = queries.inbox(conn, actor.area, wanted, today=today(), limit=PAGE, after=seen)
    shown = found[:PAGE]
    return {
        "rows": [(row, light_of(row), page_of(row)) for row in shown],
        "pictures": pictures(conn, [row.application_id for row in shown]),
        "counts": queries.counts(conn, actor.area, wanted.departments, today=today(), assignee_id=actor.id),
        "orders": open_orders(conn, actor.area, window("orders"), wanted.departments, bundle=wanted.bundle),
        "asked": requests_for_time(conn, actor.area, wanted.departments, window("asked")) if extends else None,
        "named": office().bodies_of(actor.area),
        "wanted": wanted.bundle,
        "last": (shown[-1].due_on, shown[-1].id) if len(found) > PAGE else None,
    }


def page_of(row: queries.InboxRow) -> str:
    """Return the address where the caller works on a row of the inbox; one without a page of its own has the case's."""
    if row.permit:
        return url_for("clerk.decide", work_item_id=row.id)
    if row.kind == "intake" and row.department != COUNTER:
        return url_for("checks.check", work_item_id=row.id)
    if row.department == COUNTER and current_actor().holds("window"):
        return url_for("window.check", application_id=row.application_id)
    return url_for("manager.case", application_id=row.application_id)


def light_of(row: queries.InboxRow | CaseRow) -> str:
    """Return the light of a row with due days."""
    if row.due_on is None:
        return ""
    return light(row.yellow_on or row.due_on, row.due_on, today())


def is_shown(refusal: Refusal | WorkflowError) -> bool:
    """Return whether the page says by itself why the form has come back."""
    return isinstance(refusal, LookAgain) or getattr(refusal, "code", "") == VERSION_CONFLICT


def explain_refusal(refusal: Refusal | WorkflowError, about: str = "") -> None:
    """Flash a refusal on the current page; `about` names what was refused where there are several."""
    if is_shown(refusal):
        return
    colon, semicolon = ("：", "；") if language() == "zh" else (": ", "; ")
    why = [say(sentence) for sentence in getattr(refusal, "unmet", ())]
    why += [say(message, params) for _field, message, params in getattr(refusal, "problems", ())]
    flash(colon.join(filter(None, [about, say(refusal.message, refusal.params), semicolon.join(why)])), "error")
