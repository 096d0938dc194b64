"""Whether a case claims emergency works, and whether they have been reported."""

from permits.casefile.casefile import CaseFile
from permits.casefile.seen import rows_of
from permits.queries.reading import rows


def emergency_report(case: CaseFile) -> rows.EmergencyReport | None:
    """Return the report of emergency works, None without one; other cases cost no query.

    Law: Urban Road Administration Regulations art. 34.
    """
    if not case.app.is_emergency:
        return None
    return next(iter(rows_of(case, rows.EmergencyReport)), None)


def is_emergency(case: CaseFile) -> bool:
    """Return whether the form claims emergency works."""
    return case.form.answers.get("emergency") is True


def is_reported(case: CaseFile) -> bool:
    """Return whether emergency works have been reported."""
    return emergency_report(case) is not None
