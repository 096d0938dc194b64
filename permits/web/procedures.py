"""What goes on beside the review of a case, made ready to be shown on the pages about it."""

from datetime import date
from typing import Any

from permits.casefile import CaseFile
from permits.policies import is_applicant
from permits.queries.case.procedures import names_of, procedures_of
from permits.services.procedures.photos import takes_part


def procedures_seen(case: CaseFile, on: date, language: str) -> dict[str, list[dict[str, Any]]]:
    """Gather stops, hearings, public notices, site visits and statements as the viewer may see them."""
    own = str(case.form.applicant.get("name", "")) if is_applicant(case.context.actor, case.app) else None
    found = procedures_of(case.context.conn, case.app.id, own=own)
    chairs = names_of(case.context.conn, {row["chair"] for row in found["hearings"] if row["chair"]}, language)
    return {
        **found,
        "stops": [{**row, "expected_on": _expected_on(case, row)} for row in found["stops"]],
        "hearings": [{**row, "chair_name": chairs.get(row["chair"], row["chair"])} for row in found["hearings"]],
        "surveys": [_survey(case, row) for row in found["surveys"]],
        "public_notices": [{**row, "is_over": row["to_on"] < on} for row in found["public_notices"]],
    }


def _survey(case: CaseFile, survey: dict[str, Any]) -> dict[str, Any]:
    """Say of a visit whether the viewer may hand photographs in."""
    is_open = survey["state"] == "booked" and takes_part(case.context.actor, survey["departments"])
    return {**survey, "application_id": case.app.id, "takes_photos": is_open}


def _expected_on(case: CaseFile, stop: dict[str, Any]) -> date | None:
    """Give the last day a running procedure should take, where its notice told its days."""
    if stop["ended_on"] is not None or not stop["expected_days"]:
        return None
    return case.clocks.due(stop["started_on"], stop["expected_days"])[0]
