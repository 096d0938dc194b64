"""Whether a case claims emergency works, and whether they have been reported."""

from permits.casefile.casefile import CaseFile
from permits.casefile.seen import rows_of
from permits.queries.reading import rows


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
