"""Begin the review of a permit: at acceptance, or once what it waits for is granted."""

from datetime import date
from functools import partial

from permits.casefile import CaseFile
from permits.services.case.duties import SYSTEM_ROLES
from workflows import PermitFacts, RoutedPermit

LAW_42 = "Administrative Licensing Law art. 42(1)"
LAW_PROMISE = "Regulation on Optimising the Business Environment art. 36"


def start_permit(case: CaseFile, permit: RoutedPermit, *, started_on: date, received_on: date | None = None) -> None:
    """Start the review and both clocks of a permit."""
    row = case.permits[permit.key]
    start = partial(case.clocks.start, row.key, started_on=started_on, received_on=received_on)
    committed = start("committed", permit.committed_working_days, law=LAW_PROMISE)
    statutory = start("statutory", permit.statutory_working_days, law=LAW_42)
    case.move(row, "start_review", roles=SYSTEM_ROLES, facts=PermitFacts.unknown())
    case.change(row, committed_due_on=committed.due_on, statutory_due_on=statutory.due_on)
