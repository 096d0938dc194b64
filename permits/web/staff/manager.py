"""Pages of managers, the lead and auditors: late work by holder, durations, all cases."""

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from permits.access import requires
from permits.analytics import turnaround as figures
from permits.casefile.reading import look_at
from permits.db import reading
from permits.errors import Forbidden
from permits.http import act_context, after, current_actor, engine, language, office, page, reader, window
from permits.http import cursor as make_cursor
from permits.http.matters import matter, matters, wanted_matter
from permits.models.base import JsonObject
from permits.policies import SEES_ALL, is_applicant
from permits.queries.case.breaches import breach_of
from permits.queries.case.supervision import open_orders
from permits.queries.lists.applications import CaseFilter, cases
from permits.queries.lists.searching import cut
from permits.web.actions import home_of, offered_pages
from permits.web.case_pages import PAGE, case_page, light_of, pictures, today
from permits.web.navigation import list_of_cases
from workflows import group

bp = Blueprint("manager", __name__)
RANGE_DAYS = 90
SHOWN = {
    "running": group("application", "undecided"),
    "decided": group("application", "decided"),
    "ended": group("application", "dropped"),
}


@bp.get("/turnaround")
@requires("report.view")
def dashboard() -> ResponseReturnValue:
    """Show late work by holder, median and P90 of durations, and the on-time rate."""
    basis: figures.Basis = "statutory" if request.args.get("basis") == "statutory" else "committed"
    days = min(max(request.args.get("days", RANGE_DAYS, type=int), 1), 3660)
    last, area = today(), current_actor().area
    first, wanted = last - timedelta(days=days), wanted_matter()
    shown = [matter(wanted)] if wanted else list(matters().values())
    period = figures.Period(first, last, last, wanted)
    with reading(reader()) as conn:
        values: JsonObject = {
            "whole": figures.overall(conn, area, period),
            "departments": figures.turnaround(conn, area, period, by="department"),
            "permits": figures.turnaround(conn, area, period, by="permit", basis=basis),
            "months": figures.turnaround(conn, area, period, by="month", basis=basis),
            "load": figures.late_by_department(conn, area, last, wanted),
            "late": figures.late_items(conn, area, last, wanted),
            "orders": open_orders(conn, area, window("orders"), bundle=wanted),
        }
    bodies = office().bodies_of(area)
    for row in values["load"]:
        row["name"] = bodies[row["department"]].short[language()]
        row["green"] = row["open"] - row["yellow"] - row["red"]
    names = {
        "short_names": {row["key"]: bodies[row["key"]].short for row in values["departments"]},
        "permit_names": office().permit_names(),
    }
    limits = {one.limits.statutory if basis == "statutory" else one.limits.committed for one in shown}
    about = {"first": first, "last": last, "basis": basis, "days": days, "bodies": bodies, "wanted": wanted}
    names["limit"] = limits.pop() if len(limits) == 1 else None
    return render_template("manager/turnaround.html", **values, **about, **names)


def _only_overseers() -> None:
    if SEES_ALL.isdisjoint(current_actor().role_names()):
        raise Forbidden


@bp.get("/cases", endpoint="cases")
@requires("application.view")
def all_cases() -> ResponseReturnValue:
    """List the cases of the area, newest first."""
    _only_overseers()
    chosen, search = request.args.get("show", "running"), cut(request.args.get("q", ""))
    before = after(page(default=PAGE), int)
    wanted = CaseFilter(
        states=() if search else tuple(SHOWN.get(chosen, ())),
        search=search,
        before=before[0] if before else None,
        bundle=wanted_matter(),
    )
    with reading(reader()) as conn:
        found = cases(conn, current_actor().area, wanted, limit=PAGE)
        shown = found[:PAGE]
        small = pictures(conn, [row.id for row in shown])
    rows = [
        {"row": row, "light": "" if row.decided_on else light_of(row), "breach": breach_of(row, today())}
        for row in shown
    ]
    following = make_cursor([shown[-1].id]) if len(found) > PAGE else None
    about = {"chosen": chosen, "search": search, "matter": wanted.bundle, "cursor": following}
    return render_template("desk/cases.html", rows=rows, pictures=small, **about)


@bp.get("/cases/<int:application_id>")
@requires("application.view")
def case(application_id: int) -> ResponseReturnValue:
    """Show one case: lanes, clocks, permits, work items, materials, notices, trail."""
    with reading(engine()) as conn:
        found = look_at(act_context(conn), application_id)
        if is_applicant(current_actor(), found.app):
            return redirect(home_of(found))
        values = case_page(found)
    above = list_of_cases(current_actor())
    return render_template("desk/case.html", **values, actions=offered_pages(values["offers"]), above=above)
