"""The notices of dependent decisions: the question to the applicant, and a condition added before delivery."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import select

from permits.casefile import CaseFile, PermitRow
from permits.models import Notice
from permits.services.case.numbers import draw_document_number
from permits.services.case.remedies import UNSERVED, printed_against
from permits.services.notifying.notices import common, issue, licensing_law, words
from workflows import Dependency, Text

LAW_38 = licensing_law("第三十八条", "art. 38")
LAW_26 = licensing_law("第二十六条第二款", "art. 26(2)")
CORRECTED = {"zh": "行政许可条件裁定决定书", "en": "Decision on Contradicting Conditions of a Licence"}
SUPPLEMENTED = {"zh": "行政许可附加条件决定书", "en": "Decision to Add a Condition to a Licence"}


def issue_moot(case: CaseFile, because: PermitRow, moot: Sequence[PermitRow], *, answer_by: date) -> None:
    """Ask the applicant whether permits made moot by a refusal go on."""
    rules = case.bundle.permits
    facts = {
        **common(case, number=f"{case.app.number}-XW{case.app.event_seq}", body="window", law=LAW_38),
        "refused": words(rules[because.key].name),
        "permits": [words(rules[one.key].name) for one in moot],
        "reasons": [words(one.message) for one in _of(case, because.key)],
        "answer_by": answer_by.isoformat(),
    }
    issue(case, "moot_question", facts)


def _of(case: CaseFile, refused: str) -> Iterable[Dependency]:
    return (one for one in case.bundle.dependencies if one.refused == refused and one.effect == "moot")


def issue_condition(
    case: CaseFile, row: PermitRow, condition: Mapping[str, str], *, demanded: Sequence[Dependency]
) -> None:
    """Issue the decision that adds a condition, and the licence again with it; neither has been served yet."""
    rule, context = case.bundle.permits[row.key], case.context
    number = draw_document_number(context, context.office.body(case.app.area, row.department).document_prefix)
    facts: dict[str, object] = {
        **common(case, number=number, body=row.department, law=LAW_38),
        "title": SUPPLEMENTED,
        "licence_number": row.licence_number,
        "licence_name": words(rule.document),
        "found": [words(one.message) for one in demanded],
        "reasons": [words(_joined(one.law for one in demanded))],
        "effect": {"zh": f"增加许可条件：{condition['text']}", "en": f"this condition is added: {condition['text']}"},
        "remedies": printed_against(case, row.department, UNSERVED),
    }
    issue(case, "licence_decision", facts, permit=row.key)
    _issue_anew(case, row)


def issue_settled(case: CaseFile, row: PermitRow, *, set_aside: Text, holds: Text, reason: str) -> None:
    """Issue the decision that sets a condition aside for another, and the licence again without it."""
    rule, context = case.bundle.permits[row.key], case.context
    number = draw_document_number(context, context.office.body(case.app.area, row.department).document_prefix)
    facts: dict[str, object] = {
        **common(case, number=number, body=row.department, law=LAW_26),
        "title": CORRECTED,
        "licence_number": row.licence_number,
        "licence_name": words(rule.document),
        "found": [
            {
                "zh": f"“{set_aside.zh}”与“{holds.zh}”不能同时遵守。",
                "en": f'Nobody can keep both "{set_aside.en}" and "{holds.en}".',
            }
        ],
        "reasons": [{"zh": reason, "en": reason}],
        "effect": {
            "zh": f"以“{holds.zh}”为准，“{set_aside.zh}”不再作为许可条件。",
            "en": f'"{holds.en}" holds; "{set_aside.en}" is no longer a condition of the permit.',
        },
        "remedies": printed_against(case, row.department, UNSERVED),
    }
    issue(case, "licence_decision", facts, permit=row.key)
    _issue_anew(case, row)


def _joined(texts: Iterable[Text]) -> Text:
    found = list(texts)
    return Text("；".join(text.zh for text in found), "; ".join(text.en for text in found))


def _issue_anew(case: CaseFile, row: PermitRow) -> None:
    """Issue the licence certificate again: same number, current conditions."""
    last = (
        select(Notice.facts)
        .where(Notice.application_id == case.app.id, Notice.kind == "licence", Notice.permit == row.key)
        .order_by(Notice.id.desc())
        .limit(1)
    )
    facts = case.context.conn.execute(last).scalar_one()
    conditions = [{"text": str(one.get("text", ""))} for one in row.conditions or ()]
    issued = {"issued_on": case.context.today.isoformat(), "conditions": conditions, "receipt": case.receipt()}
    issue(case, "licence", {**facts, **issued}, permit=row.key)
