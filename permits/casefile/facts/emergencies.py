"""Whether a case speaks of emergency works, and whether they have been reported."""

from permits.casefile.casefile import CaseFile
from permits.casefile.seen import rows_of
from permits.queries.reading import rows


def emergency_report(case: CaseFile) -> rows.EmergencyReport | None:
    """Give the report of emergency works, if there is one; no other case costs a query.

    Law: Urban Road Administration Regulations art. 34.
    """
    if not case.app.is_emergency:
        return None
    return next(iter(rows_of(case, rows.EmergencyReport)), None)


def is_emergency(case: CaseFile) -> bool:
    """Say whether the form speaks of emergency works."""
    return case.form.answers.get("emergency") is True


def is_reported(case: CaseFile) -> bool:
    """Say whether emergency works have been reported."""
    return emergency_report(case) is not None
