"""Whether a case claims emergency works, and whether they have been reported."""

from dataclasses import replace

from permits.casefile.casefile import CaseFile
from permits.casefile.seen import rows_of
from permits.queries.reading import rows
from workflows import Beside, Emergency


def emergency_report(case: CaseFile) -> rows.EmergencyReport | None:
    """Return the report of emergency works, None without one; other cases cost no query."""
    if not case.app.is_emergency:
        return None
    return next(iter(rows_of(case, rows.EmergencyReport)), None)


def is_emergency(case: CaseFile) -> bool:
    """Return whether the form claims emergency works, in a matter that has such a lane."""
    lane = case.bundle.emergency
    return lane is not None and case.form.answers.get(lane.answer) is True


def is_reported(case: CaseFile) -> bool:
    """Return whether emergency works have been reported."""
    return emergency_report(case) is not None


def emergency_lane(case: CaseFile) -> Emergency | None:
    """Return the lane of the matter, with the rule for works that need no permit of the lane itself where it holds."""
    lane, beside = case.bundle.emergency, _beside(case)
    if lane is None or beside is None:
        return lane
    return replace(lane, notify=beside.notify, rule=beside.rule, law=beside.law)


def beside_days(case: CaseFile) -> int:
    """Return the working days to file works that need only permits beside the lane; 0 where its hours count."""
    return int(case.bundle.switches["emergency_beside_working_days"]) if _beside(case) else 0


def _beside(case: CaseFile) -> Beside | None:
    lane = case.bundle.emergency
    if lane is None or not lane.beside or not case.bundle.switches["emergency_beside_working_days"]:
        return None
    needed = {one.key for one in case.route_of_form.permits}
    return next((one for one in lane.beside if needed and needed.issubset(one.permits)), None)
