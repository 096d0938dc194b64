"""A department's actions on its work item: claim, release, approve, refuse, forward."""

from dataclasses import replace

from permits.casefile import ActContext, CaseFile, WorkItemRow, item_id, open_case
from permits.casefile.facts import item_facts, roles_on_item, uploaded
from permits.services.case.duties import close_item, open_waiting_items
from permits.services.case.reassignment import fingerprint_of
from permits.services.closing.dependencies import follow_refusal, lacking_conditions, with_standing
from permits.services.closing.joining import conclude
from permits.services.deciding.carrying import note_left_out, with_carried
from permits.services.deciding.consent import settle_consent
from permits.services.deciding.decisions import decide_permit
from permits.services.deciding.forwarding import issue_forwarding
from permits.services.deciding.settlements import note_contradictions
from permits.services.deciding.verdicts import LeftOut as LeftOut
from permits.services.deciding.verdicts import Verdict as Verdict
from permits.services.deciding.verdicts import check_verdict, proposal_of
from workflows import WorkItemFacts

ANSWERS = {"approve": "approved", "refuse": "refused", "forward": "forwarded"}


def claim(context: ActContext, work_item_id: int, *, expected_version: int | None = None) -> None:
    """Claim a work item; of two concurrent claims exactly one succeeds.

    Raises:
        NotFound, WorkflowError.
        Conflict: somebody else has claimed it (code `version_conflict`, who and when in the details).
    """
    case, item = _open_item(context, work_item_id, expected_version)
    left = case.move(item, "claim", roles=roles_on_item(case, item), facts=item_facts(case, item))
    case.change(item, assignee_id=context.actor.id, claimed_at=context.at)
    _start(case)
    case.record("work_item.claimed", _about(item, left))
    case.save()


def release(context: ActContext, work_item_id: int, *, expected_version: int | None = None) -> None:
    """Release a claimed work item for others of the department.

    Raises:
        NotFound, Conflict, WorkflowError.
    """
    case, item = _open_item(context, work_item_id, expected_version)
    left = case.move(item, "release", roles=roles_on_item(case, item), facts=item_facts(case, item))
    case.change(item, assignee_id=None, claimed_at=None)
    case.record("work_item.released", _about(item, left))
    case.save()


def approve(context: ActContext, work_item_id: int, verdict: Verdict, *, expected_version: int | None = None) -> None:
    """Approve: an opinion or co-approval, or the grant of a permit; the last decision joins the case.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: opinion or conditions are malformed.
    Law: Administrative Licensing Law art. 38(1), 42.
    """
    _answer(context, work_item_id, verdict, action="approve", expected_version=expected_version)


def refuse(context: ActContext, work_item_id: int, verdict: Verdict, *, expected_version: int | None = None) -> None:
    """Refuse with a coded reason, its law and, on a decision item, the remedies.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: the coded reason or the opinion is missing.
    Law: Administrative Licensing Law art. 38(2).
    """
    _answer(context, work_item_id, verdict, action="refuse", expected_version=expected_version)


def forward(context: ActContext, work_item_id: int, verdict: Verdict, *, expected_version: int | None = None) -> None:
    """Forward the whole file and the pre-review's opinion to the government, whatever the opinion.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: the opinion is empty.
    Law: Administrative Licensing Law art. 35, 43.
    """
    _answer(context, work_item_id, verdict, action="forward", expected_version=expected_version)


def _open_item(context: ActContext, work_item_id: int, expected_version: int | None) -> tuple[CaseFile, WorkItemRow]:
    case = open_case(context, work_item_id=work_item_id)
    item = case.item(work_item_id)
    case.expect(item, expected_version)
    return case, item


def _answer(
    context: ActContext, work_item_id: int, verdict: Verdict, *, action: str, expected_version: int | None
) -> None:
    case, item = _open_item(context, work_item_id, expected_version)
    is_grant = action == "approve" and item.kind == "decision"
    lacking = lacking_conditions(case, item, _carried(case, item, verdict).conditions) if is_grant else frozenset()
    proposal = proposal_of(item, verdict) if is_grant else None
    facts = item_facts(case, item, lacking=lacking, proposal=proposal)
    left = case.move(item, action, roles=roles_on_item(case, item), facts=facts)
    verdict = _with_law(case, check_verdict(case, item, verdict, action))
    word = ANSWERS["forward" if facts.is_pre_review else action]
    noted = "forwarded_against" if verdict.advises_against else word
    close_item(case, item, verdict=noted)
    case.change(
        item,
        opinion=verdict.opinion,
        conditions=[dict(condition) for condition in verdict.conditions] or None,
        narrower=dict(verdict.narrower) if verdict.narrower else None,
        reason_code=verdict.reason_code,
        law=verdict.law,
        fingerprint=fingerprint_of(case, item_id(item)),
    )
    _start(case)
    passed_up = {"materials": uploaded(case)} if facts.is_pre_review else {}
    if item.kind != "decision":
        open_waiting_items(case)
    case.record(f"work_item.{word}", {**_about(item, left), **_said(verdict, noted), **passed_up})
    if item.kind == "decision":
        _decide(case, item, _completed(case, item, verdict) if is_grant else verdict, facts)
    else:
        note_contradictions(case, item)
        settle_consent(case, item.permit)
        if facts.is_pre_review:
            issue_forwarding(case, item)
    case.save()


def _decide(case: CaseFile, item: WorkItemRow, verdict: Verdict, facts: WorkItemFacts) -> None:
    decide_permit(case, item, verdict, facts)
    if item.verdict == "refused":
        follow_refusal(case, case.permits[item.permit])
    conclude(case)


def _carried(case: CaseFile, item: WorkItemRow, verdict: Verdict) -> Verdict:
    return with_carried(case, case.permits[item.permit], verdict)


def _completed(case: CaseFile, item: WorkItemRow, verdict: Verdict) -> Verdict:
    """Add to a grant what it carries by the bundle's rule and by law."""
    row = case.permits[item.permit]
    if verdict.left_out:
        case.change(row, left_out=note_left_out(case, row, verdict))
    carried = _carried(case, item, verdict)
    return carried if case.app.kind == "renewal" else with_standing(case, item.permit, carried)


def _start(case: CaseFile) -> None:
    """Set the exchange code from 3 to 8 once a department has begun."""
    if not case.app.has_started and case.app.status_code == 3:
        case.change(case.app, status_code=8, has_started=True)


def _about(item: WorkItemRow, left: str) -> dict[str, object]:
    return {
        "work_item": item.id,
        "kind": item.kind,
        "permit": item.permit or None,
        "department": item.department,
        "from": left,
        "to": item.state,
    }


def _said(verdict: Verdict, noted: str) -> dict[str, object]:
    return {"opinion": verdict.opinion, "verdict": noted, **_coded(verdict)}


def _coded(verdict: Verdict) -> dict[str, object]:
    coded = {
        "conditions": [dict(condition) for condition in verdict.conditions],
        "narrower": dict(verdict.narrower) if verdict.narrower else None,
        "reason_code": verdict.reason_code,
        "law": verdict.law,
    }
    return {key: value for key, value in coded.items() if value}


def _with_law(case: CaseFile, verdict: Verdict) -> Verdict:
    """Cite the law of the coded reason in a refusal that names none.

    Law: Administrative Licensing Law art. 38(2).
    """
    code = case.bundle.refusal_codes.get(verdict.reason_code or "")
    if code is None or code.law is None or (verdict.law or "").strip():
        return verdict
    return replace(verdict, law=code.law.get(case.app.language))
