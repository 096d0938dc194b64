"""The page of the office's health: what is in order, what to look at, what to act on; and the runbook."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from permits.access import requires
from permits.errors import NotFound
from permits.http import current_actor, say
from permits.http.watching import look_around
from permits.policies import may
from permits.services.watching import status as services
from permits.web.staff.runbook import sections

bp = Blueprint("status", __name__)
VIEW = "status.view"


@bp.get("/statusz")
@requires(VIEW)
def statusz() -> ResponseReturnValue:
    """Show the office's health, and the figures it is told from."""
    found = look_around()
    lines = services.lines(found)
    rows = [(one, say(one.figure, one.params), say(one.advice)) for one in lines]
    late = [(one, round(services.seconds_late(one, found.wall))) for one in found.figures.jobs] if found.figures else []
    shown = {"rows": rows, "worst": services.worst(lines), "found": found, "jobs": late}
    return render_template("manager/status.html", **shown, may_decide=may(current_actor(), "office.manage"))


@bp.get("/statusz/runbook")
@requires(VIEW)
def runbook() -> ResponseReturnValue:
    """Show docs/runbook.md, as it is shipped."""
    found = sections()
    if not found:
        raise NotFound
    return render_template("manager/runbook.html", sections=found)
