"""The page of auditors: failed and administrative sign-ins, acts on the office, the roots over all event chains."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from permits.access import requires
from permits.db import reading
from permits.http import current_actor, reader, window
from permits.queries.lists import chain_roots, sign_ins
from permits.queries.lists.staff import office_acts

bp = Blueprint("audit", __name__)
VERIFY = "trail.verify"


@bp.get("/audit")
@requires(VERIFY)
def audit() -> ResponseReturnValue:
    """Show failed and administrative sign-ins, what was changed in the office, and the latest roots."""
    with reading(reader()) as conn:
        area = current_actor().area
        found, roots = sign_ins.notable(conn, area, window()), chain_roots.latest(conn, window("roots"))
        acts = office_acts(conn, area, window("acts"))
    return render_template("admin/audit.html", rows=found, roots=roots, acts=acts)
