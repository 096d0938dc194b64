"""The lists departments file into the one notice, as long as it is not sealed."""

from collections.abc import Sequence

from permits.casefile.casefile import CaseFile
from permits.casefile.rows import DeficiencyListRow, WorkItemRow


def is_departments_check(item: WorkItemRow) -> bool:
    """Say whether a work item is a department's part of the check, not the counter's own."""
    return item.kind == "intake" and item.department != "window"


def is_circulated(case: CaseFile) -> bool:
    """Say whether departments were asked what they miss."""
    return any(is_departments_check(item) for item in case.items)


def lists_of(case: CaseFile) -> Sequence[DeficiencyListRow]:
    """Give each list asked for, in the order of asking; no query when none was."""
    return case.deficiency_lists if is_circulated(case) else ()


def filed_lists(case: CaseFile) -> list[DeficiencyListRow]:
    """Give the lists that stand filed and unsent."""
    return [one for one in lists_of(case) if one.state == "filed"]
