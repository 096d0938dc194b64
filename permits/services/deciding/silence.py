"""Tacit consent of a consulted department, where an area has switched it on."""

from permits.casefile import CaseFile, WorkItemRow, item_id
from permits.casefile.facts import government_after
from permits.services.case.duties import OPEN_STATES, SYSTEM_ROLES, close_item, open_waiting_items, timer_scope
from permits.services.case.reassignment import fingerprint_of
from workflows import WorkItemFacts

TACIT = "tacit"


def consent_by_silence(case: CaseFile, scope: str) -> bool:
    """Close an overdue opinion as agreed; returns False if the duty is no mere opinion. The caller saves.

    Never applies to a decision, a statutory co-approval or a pre-review that forwards the file to the government; off
    unless the bundle switches `tacit_consent` on.
    """
    if case.bundle.switches.get("tacit_consent") is not True:
        return False
    silent = [one for one in case.latest.values() if timer_scope(one) == scope and _is_mere_opinion(case, one)]
    for item in silent:
        left = case.move(item, "finish", roles=SYSTEM_ROLES, facts=WorkItemFacts.unknown())
        close_item(case, item, verdict=TACIT)
        case.change(item, fingerprint=fingerprint_of(case, item_id(item)))
        about = {"permit": item.permit, "department": item.department, "from": left, "to": item.state}
        case.record("work_item.silent", {"work_item": item.id, "kind": item.kind, **about})
        open_waiting_items(case)
    return bool(silent)


def _is_mere_opinion(case: CaseFile, item: WorkItemRow) -> bool:
    return item.kind == "opinion" and item.state in OPEN_STATES and government_after(case, item) is None
