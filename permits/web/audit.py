"""The page of auditors: failed and administrative sign-ins, and the roots over all event chains."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from permits.access import requires
from permits.db import reading
from permits.http import current_actor, reader, window
from permits.queries.lists import chain_roots, sign_ins

bp = Blueprint("audit", __name__)
VERIFY = "trail.verify"


@bp.get("/audit")
@requires(VERIFY)
def audit() -> ResponseReturnValue:
    """Show who failed to sign in, who signed in with wide rights, and the latest roots."""
    with reading(reader()) as conn:
        found, roots = sign_ins.notable(conn, current_actor().area, window()), chain_roots.latest(conn, window("roots"))
    return render_template("admin/audit.html", rows=found, roots=roots)
