"""The notices of permits that end undecided: withdrawn, or no longer reviewed."""

from collections.abc import Mapping, Sequence

from permits.casefile import CaseFile
from permits.services.notifying.notices import common, issue, licensing_law, words

LAW_26 = licensing_law("第二十六条第二款", "art. 26(2)")
PERMIT_STATES = {
    "withdrawn": {"zh": "已撤回", "en": "withdrawn"},
    "granted": {"zh": "已准予许可，证照继续有效", "en": "granted; the licence stands"},
    "registered": {"zh": "已备案", "en": "filed for the record"},
    "refused": {"zh": "已作出不予许可决定", "en": "refused"},
    "waiting": {"zh": "继续办理", "en": "continues"},
    "under_review": {"zh": "继续办理", "en": "continues"},
    "suspended": {"zh": "继续办理，计时中止中", "en": "continues; its clock rests"},
}


def issue_withdrawal(case: CaseFile, reason: str) -> None:
    """Confirm a withdrawal 撤回确认: the permits that end, the licences that stay in force."""
    _issue_withdrawal(case, reason, {"zh": "申请人自愿撤回申请", "en": "The applicant withdraws of free will"})


def issue_deemed_withdrawal(case: CaseFile, codes: Sequence[str]) -> None:
    """Notify that permits count as withdrawn because promised materials did not come in."""
    materials = [case.bundle.material_name(code) for code in codes]
    reason = {
        "zh": f"逾期未补交容缺材料：{'、'.join(one.zh for one in materials)}",
        "en": f"Materials promised for later did not come in time: {', '.join(one.en for one in materials)}",
    }
    law = {"zh": "容缺受理承诺", "en": "the promise given at acceptance"}
    _issue_withdrawal(case, reason, law, deemed=True)


def _issue_withdrawal(
    case: CaseFile, reason: str | Mapping[str, str], law: Mapping[str, str], *, deemed: bool = False
) -> None:
    permits = [
        {"name": words(case.bundle.permits[row.key].name), "state": PERMIT_STATES[row.state]}
        | ({"licence_number": row.licence_number} if row.licence_number else {})
        for row in case.permits.values()
    ]
    facts = {
        **common(
            case,
            number=f"{case.app.number}-CH{case.app.event_seq}",
            body="window",
            law=law,
        ),
        "requested_on": case.context.today.isoformat(),
        "permits": permits,
        "reason": reason,
        "deemed": deemed,
    }
    issue(case, "withdrawal", facts)


def issue_not_decided(case: CaseFile, permits: Sequence[str], *, awaited: Sequence[str] = ()) -> None:
    """Notify that permits are no longer reviewed 终止审查告知: the join needs them no more, or they waited in vain."""
    rules = case.bundle.permits
    facts = {
        **common(case, number=f"{case.app.number}-ZZ{case.app.event_seq}", body="window", law=LAW_26),
        "permits": [words(rules[key].name) for key in permits],
        "awaited": [words(rules[key].name) for key in awaited],
        "ended_on": case.context.today.isoformat(),
    }
    issue(case, "not_decided", facts)
