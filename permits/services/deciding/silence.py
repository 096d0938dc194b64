"""Tacit consent of a consulted department, where an area has switched it on."""

from permits.casefile import CaseFile, WorkItemRow, item_id
from permits.casefile.facts import government_after
from permits.services.case.duties import OPEN_STATES, SYSTEM_ROLES, close_item, open_waiting_items, timer_scope
from permits.services.case.reassignment import fingerprint_of
from workflows import Tacit, WorkItemFacts

TACIT = "tacit"


def consent_by_silence(case: CaseFile, scope: str) -> bool:
    """Close an overdue opinion as agreed; returns False if the duty is no mere opinion. The caller saves.

    Applies to opinions that the bundle declares tacit, where its switch `tacit_consent` is on; never to a decision, a
    statutory co-approval or a pre-review that forwards the file to the government.
    """
    if case.bundle.switches["tacit_consent"] is not True:
        return False
    of_timer = [one for one in case.latest.values() if timer_scope(one) == scope and _is_mere_opinion(case, one)]
    silent = [(one, tacit) for one in of_timer if (tacit := _tacit(case, one))]
    for item, tacit in silent:
        left = case.move(item, "finish", roles=SYSTEM_ROLES, facts=WorkItemFacts.unknown())
        close_item(case, item, verdict=TACIT)
        case.change(item, fingerprint=fingerprint_of(case, item_id(item)))
        about = {"permit": item.permit, "department": item.department, "from": left, "to": item.state}
        by = {"law": tacit.law.zh, "working_days": item.limit_working_days}
        case.record("work_item.silent", {"work_item": item.id, "kind": item.kind, **about, **by})
        open_waiting_items(case)
    return bool(silent)


def _tacit(case: CaseFile, item: WorkItemRow) -> Tacit | None:
    """Return what the bundle says of a department's silence; None where it answers nothing."""
    rule = case.bundle.permits.get(item.permit)
    return next((one.tacit for one in rule.items if one.id == item_id(item)), None) if rule else None


def _is_mere_opinion(case: CaseFile, item: WorkItemRow) -> bool:
    if item.kind != "opinion" or item.blocks or item.state not in OPEN_STATES:
        return False
    return government_after(case, item) is None
