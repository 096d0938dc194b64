"""What everyone may ask: is this licence genuine, and is the promise kept."""

from datetime import timedelta

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from permits import clock
from permits.access import public
from permits.analytics.turnaround import overall, turnaround
from permits.api import addresses
from permits.api.answers import answered
from permits.api.shapes_out import REFUSALS
from permits.db import reading
from permits.documents.codes import is_verification_code
from permits.http import office, reader, settings
from permits.queries import licences
from permits.queries.supervision import explanations
from workflows import local_day

bp = APIBlueprint(
    "api_public", __name__, url_prefix="/api/v1/public", abp_tags=[Tag(name="Public")], abp_responses=REFUSALS
)
LOOKED_BACK = timedelta(days=365)
FIGURES = ("key", "n", "median", "mean", "on_time_rate")


@bp.get("/verify/<string:number>")
@public
def verify(path: addresses.OfLicence, query: addresses.Code) -> Response:
    """Say whether a licence is genuine and in force; without its code nothing is told."""
    area, number = settings().area_code, path.number.strip().upper()
    with reading(reader()) as conn:
        found = licences.find(conn, area, number)
    if found is None or not is_verification_code(query.code, number, secret=office().secret):
        return answered({"number": path.number, "genuine": False, "in_force": False})
    shown = {name: found[name] for name in licences.PUBLIC}
    return answered({**shown, "genuine": True, "in_force": licences.is_in_force(found, local_day(clock.now()))})


@bp.get("/performance")
@public
def performance() -> Response:
    """Say how the promise was kept over the last year, as a whole and permit by permit."""
    area, last = settings().area_code, local_day(clock.now())
    first = last - LOOKED_BACK
    with reading(reader()) as conn:
        total = overall(conn, area, first=first, last=last)
        rows = turnaround(conn, area, first=first, last=last, by="permit")
        published = explanations(conn, area, first)
    told = [{"number": row.number, "promised_on": row.promised_on, "text": row.text} for row in published]
    permits = [{name: row[name] for name in FIGURES} for row in rows]
    return answered({"from": first, "to": last, "applications": total, "permits": permits, "explanations": told})
