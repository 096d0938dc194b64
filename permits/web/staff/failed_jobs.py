"""The page of failed jobs and letters: why each failed, tried again or given up by a person."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from permits.access import requires
from permits.db import reading
from permits.http import act, act_context, current_actor, engine
from permits.services.administration import jobs
from permits.services.house import outbox

bp = Blueprint("failed_jobs", __name__)
MANAGE = "office.manage"


@bp.get("/statusz/failed")
@requires(MANAGE)
def failed() -> ResponseReturnValue:
    """List the failed jobs of the area, oldest first; a letter with the address it goes to."""
    with reading(engine()) as conn:
        rows = [row for row in outbox.listing(conn, [current_actor().area]) if row["state"] == "failed"]
    return render_template("manager/failed.html", rows=rows)


@bp.post("/statusz/failed/<int:row_id>/<any(retry, drop):decision>")
@requires(MANAGE)
def decide(row_id: int, decision: str) -> ResponseReturnValue:
    """Let one be tried again, or give it up."""
    if decision == "retry":
        act(lambda conn: jobs.retry(act_context(conn), row_id))
        flash(gettext("It is tried again"), "success")
    else:
        act(lambda conn: jobs.drop(act_context(conn), row_id))
        flash(gettext("Given up: it is in no list any longer"), "success")
    return redirect(url_for("failed_jobs.failed"))
