"""The deficiency lists that departments file until the one notice is sent."""

from collections.abc import Sequence

from permits.casefile.casefile import CaseFile
from permits.casefile.rows import DeficiencyListRow, WorkItemRow


def is_departments_check(item: WorkItemRow) -> bool:
    """Return whether a work item is a department's part of the check, not the counter's own."""
    return item.kind == "intake" and item.department != "window"


def is_circulated(case: CaseFile) -> bool:
    """Return whether departments were asked for deficiency lists."""
    return any(is_departments_check(item) for item in case.items)


def lists_of(case: CaseFile) -> Sequence[DeficiencyListRow]:
    """List the requested deficiency lists in the order of request; no query when none was requested."""
    return case.deficiency_lists if is_circulated(case) else ()


def filed_lists(case: CaseFile) -> list[DeficiencyListRow]:
    """List the deficiency lists that are filed and not sent."""
    return [one for one in lists_of(case) if one.state == "filed"]
