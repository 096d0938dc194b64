"""The notice of a supervision order 督办单: what is late, and the last day to answer."""

from collections.abc import Mapping
from datetime import date

from permits.casefile import CaseFile, WorkItemRow
from permits.services.notifying.notices import common, issue, licensing_law, words

LAW_10 = licensing_law("第十条", "art. 10")
KIND_WORDS = {
    "intake": {"zh": "收件审查", "en": "the completeness check"},
    "opinion": {"zh": "征求意见", "en": "an opinion"},
    "co_approval": {"zh": "会签", "en": "a concurrence"},
    "decision": {"zh": "作出许可决定", "en": "a decision"},
    "survey": {"zh": "联合踏勘", "en": "the joint site visit"},
    "government": {"zh": "政府审批", "en": "the government's approval"},
    "delivery": {"zh": "送达", "en": "delivery"},
    "inspection": {"zh": "检查验收", "en": "an acceptance inspection"},
    "verification": {"zh": "告知承诺核查", "en": "the verification of a commitment"},
    "call_back": {"zh": "差评回访整改", "en": "the call-back after a bad rating"},
}
WHOLE_CASE = {"zh": "全案办理", "en": "the case as a whole"}


def issue_supervision(
    case: CaseFile, about: Mapping[str, str], *, item: WorkItemRow | None, answer_by_on: date
) -> None:
    """Issue the order to its department."""
    due_on = item.due_on if item else case.app.committed_due_on
    facts: dict[str, object] = {
        **common(case, number=about["number"], body=case.bundle.lead_department, law=LAW_10),
        "department": case.context.office.body(case.app.area, about["department"]).name,
        "duty": KIND_WORDS[item.kind] if item else WHOLE_CASE,
        "answer_by_on": answer_by_on.isoformat(),
        "reason": about["reason"],
    }
    if item and item.permit:
        facts["permit"] = words(case.bundle.permits[item.permit].name)
    if due_on:
        facts["due_on"] = due_on.isoformat()
    issue(case, "supervision", facts)
