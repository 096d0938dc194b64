"""The case file 案卷: one application under its lock, changed in memory, written once."""

from permits.casefile.casefile import CaseFile
from permits.casefile.context import ActContext
from permits.casefile.opening import open_case
from permits.casefile.rows import ApplicationRow, ClockRow, LicenceRow, PermitRow, WorkItemRow, item_id

__all__ = [
    "ActContext",
    "ApplicationRow",
    "CaseFile",
    "ClockRow",
    "LicenceRow",
    "PermitRow",
    "WorkItemRow",
    "item_id",
    "open_case",
]
