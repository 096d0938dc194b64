"""The page of incidents: broken invariants in words, and the repair."""

from functools import partial

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from permits import clock
from permits.access import requires
from permits.db import reading
from permits.http import act, current_actor, engine, is_looking, office, reader, say
from permits.models.base import JsonObject
from permits.queries.office import invariants as queries
from permits.services.timers.invariants import repair, watch
from workflows import N_

bp = Blueprint("incidents", __name__)
MANAGE = "incident.manage"
DETAILS = {
    "error": N_("Technical cause: %(said)s"),
    "code": N_("Refused: %(said)s"),
    "missing_permits": N_("Permits that are missing: %(said)s"),
    "found": N_("Findings: %(said)s"),
    "night": N_("Night of %(said)s"),
}


@bp.get("/incidents")
@requires(MANAGE)
def incidents() -> ResponseReturnValue:
    """List the open incidents of the area, oldest first."""
    with reading(reader()) as conn:
        found = queries.incidents(conn, current_actor().area)
    return render_template("manager/incidents.html", rows=[(one, _in_words(one.detail)) for one in found])


@bp.post("/incidents/repair")
@requires(MANAGE)
def repair_all() -> ResponseReturnValue:
    """Repair broken invariants of the area without deciding anything, and check every case with an incident again."""
    if is_looking():
        return redirect(url_for("incidents.incidents"))
    at, area = clock.now(), current_actor().area
    mended = repair(engine(), office(), at=at, area=area)
    with reading(engine()) as conn:
        found = queries.incidents(conn, area)
    for case in sorted({one.application for one in found if one.application is not None}):
        act(partial(watch, application_id=case, at=at))
    if mended:
        flash(gettext("Put right: %(count)s", count=len(mended)), "success")
    else:
        flash(gettext("There was nothing that can be put right without a decision"), "info")
    return redirect(url_for("incidents.incidents"))


def _in_words(detail: JsonObject) -> list[str]:
    """List the findings of an incident as sentences: broken invariants, or why an action of the system failed."""
    known = queries.INVARIANTS
    broken = [
        gettext("Does not hold: %(said)s", said=say(known[name].sentence))
        for name in detail.get("broken", ())
        if name in known
    ]
    return broken + [say(text, {"said": _said(detail[name])}) for name, text in DETAILS.items() if name in detail]


def _said(value: object) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)
