"""Pages of an applicant's cases: the list, the tracking page and the applicant's actions."""

from collections.abc import Mapping
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from permits import clock
from permits.access import requires
from permits.actions import ACTIONS
from permits.casefile import CaseFile
from permits.casefile.facts import is_on_applicants_side
from permits.casefile.reading import look_at
from permits.db import reading
from permits.errors import NotFound, Refusal
from permits.http import (
    act_context,
    after,
    calendar,
    compare,
    current_actor,
    cursor,
    districts,
    engine,
    in_area,
    language,
    office,
    page,
    say,
    window,
)
from permits.models.base import JsonObject
from permits.office import District
from permits.policies import is_of_office
from permits.queries.case.breaches import breach_of
from permits.queries.lanes import cases as lane_cases
from permits.queries.lanes import lanes
from permits.queries.lists import applicant_pages as queries
from permits.queries.lists.searching import cut
from permits.services.changing.changes import change_lines
from permits.services.licences.particulars import particulars
from permits.services.offers.actions import available
from permits.web.actions import offered_pages, take_action
from permits.web.case_pages import is_shown
from permits.web.files import handed_out
from permits.web.next_steps import next_step
from permits.web.standing import standing_of
from permits.web.successions import about_of
from permits.web.tracking import in_words, tracked
from workflows import CalendarExhausted, WorkflowError, light, local_day

bp = Blueprint("applicant", __name__)
FILE = "application.file"
SCOPES = ("open", "ended", "all")
PAGE = 20
LONGEST_SEARCH = 100


def own_case(conn: Connection, application_id: int) -> CaseFile:
    """Open an application of the caller or their company for reading.

    Raises:
        NotFound: there is none, or it belongs to somebody else.
    """
    case = look_at(act_context(conn), application_id)
    if not is_on_applicants_side(case):
        raise NotFound
    return case


@bp.get("/applications", endpoint="applications")
@requires(FILE)
def list_own() -> ResponseReturnValue:
    """List the applications of the caller and their company."""
    scope = request.args.get("scope", "open")
    search = cut(request.args.get("q", ""))
    scope = "all" if search else scope if scope in SCOPES else "open"
    seen = after(page(default=PAGE), int)
    today = local_day(clock.now())
    with reading(engine()) as conn:
        found = queries.mine(conn, current_actor(), queries.OwnFilter(scope, search, seen[0] if seen else None, PAGE))
        rows = found[:PAGE]
        permits = queries.permits_of(conn, [row.id for row in rows])
        facts = lane_cases.lane_cases(
            conn, current_actor().area, [row.id for row in rows if row.number], office(), language=language()
        )
        others = _elsewhere(conn)
    return render_template(
        "applicant/applications.html",
        rows=[_line(row, permits[row.id], facts.get(row.id), today) for row in rows],
        scope=scope,
        search=search,
        others=others,
        is_first=seen is None,
        following=cursor([rows[-1].id]) if len(found) > PAGE else None,
    )


def _elsewhere(conn: Connection) -> list[tuple[District, int, str]]:
    """List the other areas in which the caller has applications: their number, and where they stand."""
    actor, known = current_actor(), districts()
    if len(known) == 1 or is_of_office(actor):
        return []
    found = queries.elsewhere(conn, actor)
    return [(known[code], count, in_area(request.path, code)) for code, count in found.items() if code in known]


def _line(
    row: queries.OwnCase, permits: list[queries.OwnPermit], facts: lanes.LaneCase | None, today: date
) -> JsonObject:
    return {
        "row": row,
        "permits": [office().permit_name(row, one.key, is_short=True) for one in permits],
        "light": _light(row, today),
        "breach": breach_of(row, today),
        "left": _left(row, today),
        "picture": _picture(facts, today),
    }


def _light(row: queries.OwnCase, today: date) -> str:
    if row.due_on is None or row.decided_on is not None:
        return ""
    return light(row.yellow_on or row.due_on, row.due_on, today)


def _left(row: queries.OwnCase, today: date) -> int | None:
    """Count the working days left of the running limit; None where none runs or its last day has passed."""
    if row.due_on is None or row.decided_on is not None or row.due_on < today:
        return None
    return calendar().between(today, row.due_on)


def _picture(facts: lanes.LaneCase | None, today: date) -> lanes.Lanes | None:
    if facts is None:
        return None
    try:
        return lanes.lay_out(facts, calendar(), today, language())
    except CalendarExhausted:
        return None


@bp.get("/applications/<int:application_id>")
@requires(FILE)
def track(application_id: int) -> ResponseReturnValue:
    """Show the tracking page of an application."""
    with reading(engine()) as conn:
        case = own_case(conn, application_id)
        if case.app.state == "draft":
            return redirect(url_for("applicant.form", application_id=application_id, step="parties"))
        today = local_day(clock.now())
        seen = tracked(case, today, language())
        offered, about = available(case), about_of(case)
        step = next_step(standing_of(case, offered, today, language()))
    offers = {one.name: one for one in offered if one.on == "application"}
    beside = {"actions": offered_pages(offered), "step": step, "about": about}
    return render_template("applicant/track.html", offers=offers, **beside, **seen)


@bp.get("/licences")
@requires(FILE)
def licences() -> ResponseReturnValue:
    """List the licences of the caller and their company; a number in part, a place or a project finds them."""
    search = cut(request.args.get("q", ""))
    with reading(engine()) as conn:
        rows = queries.my_licences(conn, current_actor(), window(), search)
        others = _elsewhere(conn)
    today = local_day(clock.now())
    shown = [(row, particulars(row, office().find_bundle(row), row.site, today)) for row in rows]
    return render_template("applicant/licences.html", rows=shown, licences=rows, search=search, others=others)


@bp.route("/applications/<int:application_id>/withdraw", methods=["GET", "POST"])
@requires(FILE)
def withdraw(application_id: int) -> ResponseReturnValue:
    """Withdraw the application or some of its undecided permits."""
    return _action_page(application_id, "withdraw")


@bp.post("/applications/<int:application_id>/urge")
@requires(FILE)
def urge(application_id: int) -> ResponseReturnValue:
    """Ask whoever holds the case to hurry."""
    with reading(engine()) as conn:
        own_case(conn, application_id)
    faults: list[str] = []
    if take_own(application_id, "urge", {}, faults):
        return _back(application_id, say(ACTIONS["application"]["urge"].done))
    return _back(application_id, *faults, category="warning")


@bp.route("/applications/<int:application_id>/rate", methods=["GET", "POST"])
@requires(FILE)
def rate(application_id: int) -> ResponseReturnValue:
    """Rate the service; the case is closed with it."""
    return _action_page(application_id, "rate")


def _action_page(application_id: int, name: str) -> ResponseReturnValue:
    """Show the form of an action, or take it; on failure show the form again with what was typed."""
    action = ACTIONS["application"][name]
    form = action.form(request.form or None)
    faults: list[str] = []
    with reading(engine()) as conn:
        case = own_case(conn, application_id)
        action.offer(case, str(application_id), form, language())
        is_sent = request.method == "POST" and form.validate()
        values = action.typed(case, str(application_id), form) if is_sent else None
    if values is not None and take_own(application_id, name, values, faults):
        return _back(application_id, say(action.done))
    page = render_template(f"applicant/{name}.html", form=form, case=case.app, faults=faults)
    return page, 422 if form.errors or faults else 200


@bp.get("/applications/<int:application_id>/papers/<int:material_id>")
@requires(FILE)
def paper(application_id: int, material_id: int) -> ResponseReturnValue:
    """Send a material to the applicant who handed it in."""
    with reading(engine()) as conn:
        own_case(conn, application_id)
        found = queries.material(conn, application_id, material_id)
    if found is None:
        raise NotFound
    return handed_out(found, is_inline=False)


def take_own(application_id: int, name: str, values: Mapping[str, object], faults: list[str]) -> bool:
    """Take an action on the caller's application; returns whether it succeeded and appends refusals to `faults`."""
    try:
        take_action(ACTIONS["application"][name], (application_id,), values)
    except (Refusal, WorkflowError) as refusal:
        faults += refusals(refusal)
        return False
    return True


def compare_form(application_id: int, changes: Mapping[str, Mapping[str, object]]) -> None:
    """Show what was typed into a form beside what stands on record now, once a conflict has been met."""
    with reading(engine()) as conn:
        case = own_case(conn, application_id)
    before = {**case.form.parts, "answers": case.form.answers}
    if "answers" in changes:
        # an answer left out is taken away
        changes = {**changes, "answers": {**dict.fromkeys(case.form.answers), **changes["answers"]}}
    lines = change_lines(case.bundle, before, changes)
    lang = language()
    compare(
        (in_words(one["label"], lang), in_words(one["after"], lang), in_words(one["before"], lang)) for one in lines
    )


def refusals(refusal: Refusal | WorkflowError) -> list[str]:
    """Return the sentences of a refusal.

    Raises:
        NotFound: the refusal was one; the page has nothing to show.
    """
    if isinstance(refusal, NotFound):
        raise refusal
    if is_shown(refusal):
        return []
    details = [say(text) for text in getattr(refusal, "unmet", ())]
    details += [say(text, params) for _field, text, params in getattr(refusal, "problems", ())]
    return details or [say(refusal.message, refusal.params)]


def thank(application_id: int, sentence: str) -> ResponseReturnValue:
    """Redirect to the tracking page and show `sentence`."""
    return _back(application_id, sentence)


def _back(application_id: int, *sentences: str, category: str = "success") -> ResponseReturnValue:
    for sentence in sentences:
        flash(sentence, category)
    return redirect(url_for("applicant.track", application_id=application_id))
