"""Whether a case speaks of emergency works, and whether they have been reported."""

from typing import Any

from sqlalchemy import Row, select

from permits.casefile.casefile import CaseFile
from permits.models import EmergencyReport


def emergency_report(case: CaseFile) -> Row[Any] | None:
    """Give the report of emergency works, if there is one; no other case costs a query.

    Law: Urban Road Administration Regulations art. 34.
    """
    if not case.app.is_emergency:
        return None
    rows = select(EmergencyReport.__table__).where(EmergencyReport.application_id == case.app.id)
    return case.context.conn.execute(rows).first()


def is_emergency(case: CaseFile) -> bool:
    """Say whether the form speaks of emergency works."""
    return case.form.answers.get("emergency") is True


def is_reported(case: CaseFile) -> bool:
    """Say whether emergency works have been reported."""
    return emergency_report(case) is not None
