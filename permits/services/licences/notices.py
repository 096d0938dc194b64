"""The notices of a licence after its grant: renewed, varied, taken back, cancelled, restored, inspected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from permits.casefile import CaseFile, LicenceRow
from permits.casefile.licences import supervisor_of
from permits.documents.codes import verification_code, verify_url
from permits.models.base import JsonObject
from permits.services.case.remedies import printed_against, remedies_from
from permits.services.case.scope import printed_conditions, scope_lines
from permits.services.notifying.notices import common, day_words, issue, licensing_law, supervised_by, words
from workflows import CountRule, MeasureRule

Words = Mapping[str, str]
TITLES: Mapping[str, Words] = {
    "renewed": {"zh": "准予延续行政许可决定书", "en": "Decision to Renew a Licence"},
    "deemed_renewed": {"zh": "视为准予延续确认书", "en": "Confirmation that a Licence is Deemed Renewed"},
    "varied": {"zh": "准予变更行政许可决定书", "en": "Decision to Vary a Licence"},
    "revoked": {"zh": "撤销行政许可决定书", "en": "Decision to Revoke a Licence"},
    "withdrawn_by_authority": {"zh": "撤回行政许可决定书", "en": "Decision to Withdraw a Licence"},
    "cancelled": {"zh": "注销行政许可决定书", "en": "Decision to Cancel a Licence"},
}
LAWS: Mapping[str, Words] = {
    "renewed": licensing_law("第五十条", "art. 50"),
    "deemed_renewed": licensing_law("第五十条第二款", "art. 50(2)"),
    "varied": licensing_law("第四十九条", "art. 49"),
    "revoked": licensing_law("第六十九条", "art. 69"),
    "withdrawn_by_authority": licensing_law("第八条第二款", "art. 8(2)"),
    "cancelled": licensing_law("第七十条", "art. 70"),
}
INTENDED: Mapping[str, tuple[Words, Words]] = {
    "revoke": ({"zh": "撤销", "en": "revoke"}, LAWS["revoked"]),
    "withdraw_by_authority": ({"zh": "撤回", "en": "withdraw"}, LAWS["withdrawn_by_authority"]),
}
GROUNDS: Mapping[str, Words] = {
    "abuse": {"zh": "滥用职权、玩忽职守作出准予许可决定", "en": "Granted by abuse of power or neglect of duty"},
    "ultra_vires": {"zh": "超越法定职权作出准予许可决定", "en": "Granted beyond the authority's powers"},
    "procedure_breach": {"zh": "违反法定程序作出准予许可决定", "en": "Granted in breach of procedure"},
    "unqualified": {"zh": "对不符合法定条件的申请人准予许可", "en": "Granted to an unqualified applicant"},
    "other_by_law": {"zh": "依法可以撤销的其他情形", "en": "Another case in which the law lets it be revoked"},
    "fraud": {"zh": "以欺骗手段取得行政许可", "en": "The licence was obtained by fraud"},
    "bribery": {"zh": "以贿赂手段取得行政许可", "en": "The licence was obtained by bribery"},
    "law_changed": {"zh": "许可所依据的法律、法规、规章修改或者废止", "en": "The law it rests on has been changed"},
    "circumstances_changed": {
        "zh": "准予许可所依据的客观情况发生重大变化",
        "en": "The circumstances have changed",
    },
    "holder_died": {"zh": "被许可人死亡", "en": "The holder has died"},
    "holder_dissolved": {"zh": "被许可人依法终止", "en": "The holder has been dissolved"},
    "force_majeure": {"zh": "因不可抗力许可事项无法实施", "en": "Force majeure makes it impossible to use the licence"},
    "asked_for": {"zh": "被许可人申请注销", "en": "The holder asks for it"},
    "expired": {"zh": "有效期届满未延续", "en": "The term has ended and was not renewed"},
    "revoked": {"zh": "许可已被依法撤销", "en": "The licence has been revoked"},
    "withdrawn_by_authority": {"zh": "许可已被依法撤回", "en": "The licence has been withdrawn"},
}
WITHIN: Words = {"zh": "未发现超出许可范围、期限", "en": "Nothing beyond the licence was found"}
BEYOND: Words = {"zh": "超出许可范围或者期限", "en": "Beyond the licensed area or term"}
NO_END: Words = {"zh": "长期有效", "en": "without end"}
SUPERVISED = licensing_law("第六十一条", "art. 61")


@dataclass(frozen=True, slots=True)
class Ending:
    """How a licence ends: kind of change, ground, law, reason, compensation."""

    kind: str
    ground: str
    law: str
    reason: str
    compensation: str


@dataclass(frozen=True, slots=True)
class Intent:
    """An intent to end a licence: the intended ending, ground, facts, last day for an answer."""

    ending: str
    ground: str
    reason: str
    answer_by: date


class Found(Protocol):
    """The record of an inspection."""

    @property
    def officers(self) -> Sequence[str]:
        """The officers who held it."""

    @property
    def findings(self) -> str:
        """Their findings."""

    @property
    def rectify_by(self) -> date | None:
        """The last day to rectify."""


def _of_licence(case: CaseFile, row: LicenceRow, *, number: str, law: Words, body: str = "") -> dict[str, object]:
    rule = case.bundle.permits[row.permit]
    return {
        **common(case, number=number, body=body or row.department, law=law),
        "licence_number": row.number,
        "licence_name": words(rule.document),
    }


def _issue_decision(
    case: CaseFile, row: LicenceRow, kind: str, *, number: str, found: Sequence[Any], effect: Words
) -> None:
    facts = {
        **_of_licence(case, row, number=number, law=LAWS[kind]),
        "title": TITLES[kind],
        "found": [one for one in found if one],
        "reasons": [_lawful(kind)],
        "effect": effect,
        "remedies": printed_against(case, row.department, remedies_from(case)),
    }
    issue(case, "licence_decision", facts, permit=row.permit)


def _lawful(kind: str) -> Words:
    law = LAWS[kind]
    return {"zh": f"依照{law['zh']}的规定", "en": f"This follows from the {law['en']}"}


def issue_intent(case: CaseFile, row: LicenceRow, intent: Intent, *, number: str) -> None:
    """Issue the notice of intent to take a licence back 拟撤销（撤回）行政许可告知书.

    Law: Administrative Licensing Law art. 7.
    """
    verb, law = INTENDED[intent.ending]
    facts = {
        **_of_licence(case, row, number=number, law=licensing_law("第七条", "art. 7")),
        "ending": verb,
        "ground": GROUNDS[intent.ground],
        "ground_law": law,
        "facts": intent.reason,
        "answer_by_on": intent.answer_by.isoformat(),
    }
    issue(case, "intent_notice", facts, permit=row.permit)


def issue_ending(case: CaseFile, row: LicenceRow, ending: Ending, *, number: str) -> None:
    """Issue the decision that takes a licence back or cancels it 撤销/撤回/注销决定书.

    Law: Administrative Licensing Law art. 8, 69, 70.
    """
    ground = GROUNDS.get(ending.ground, {"zh": ending.ground, "en": ending.ground})
    said = ending.reason if ending.reason not in {ending.ground, ""} else None
    owed = ending.compensation and {"zh": f"补偿：{ending.compensation}", "en": f"Compensation: {ending.compensation}"}
    verb = {
        "revoked": ("撤销", "is revoked"),
        "withdrawn_by_authority": ("撤回", "is withdrawn"),
        "cancelled": ("注销", "is cancelled"),
    }[ending.kind]
    effect = {"zh": f"{verb[0]}{row.number}号证照，自本决定送达之日起生效", "en": f"Licence {row.number} {verb[1]}"}
    _issue_decision(case, row, ending.kind, number=number, found=[ground, said, owed], effect=effect)


def issue_succession(case: CaseFile, row: LicenceRow, kind: str, *, number: str, asked: Words) -> None:
    """Issue the decision that renews or varies a licence, and the licence again with its current content.

    Law: Administrative Licensing Law art. 49, 50.
    """
    _issue_decision(case, row, kind, number=number, found=[asked], effect=_holds_on(row))
    rule, code = case.bundle.permits[row.permit], verification_code(row.number, keys=case.context.office.keys)
    facts = {
        **common(case, number=number, body=row.department, law=words(rule.law)),
        **supervised_by(case, row.permit, issued_by=row.department),
        "site": case.bundle.form.place_of(row.scope.get("site") or case.form.site),
        "title": words(rule.document),
        "verify_url": verify_url(case.context.office.public_url, row.number, code),
        "licence_number": row.number,
        "code": code,
        "permit": words(rule.name),
        "scope": scope_lines(case.bundle, row.permit, row.scope.get("asked", {}), row.scope.get("narrower")),
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else "",
        "conditions": printed_conditions(row.conditions),
    }
    issue(case, "licence", facts, permit=row.permit)


def _holds_on(row: LicenceRow) -> Words:
    if row.valid_to is None:
        return {
            "zh": f"{row.number}号证照继续有效，{NO_END['zh']}",
            "en": f"Licence {row.number} holds on, {NO_END['en']}",
        }
    until = day_words(row.valid_to)
    return {
        "zh": f"{row.number}号证照继续有效，有效期至{until['zh']}",
        "en": f"Licence {row.number} holds on, through {until['en']}",
    }


def issue_restoration(case: CaseFile, row: LicenceRow, *, by_on: date) -> None:
    """Order the holder to restore what the works have changed 责令恢复原状通知书, in the matter's words."""
    owed = case.bundle.permits[row.permit].reinstatement
    law = words(owed.law) if owed else SUPERVISED
    facts: dict[str, object] = {
        **_of_licence(case, row, number=f"{row.number}-HF{case.app.event_seq}", law=law, body=supervisor_of(case, row)),
        "restore_by_on": by_on.isoformat(),
    }
    if owed:
        facts["order"] = words(owed.order)
    issue(case, "restoration_order", facts, permit=row.permit)


def issue_inspection(case: CaseFile, row: LicenceRow, record: Found, *, outcome: str, found: JsonObject) -> None:
    """Issue the record of an acceptance inspection 检查验收记录.

    Law: Administrative Licensing Law art. 61.
    """
    owed = case.bundle.permits[row.permit].reinstatement
    law = words(owed.inspection_law) if owed else SUPERVISED
    facts: dict[str, object] = {
        **_of_licence(case, row, number=f"{row.number}-YS{case.app.event_seq}", law=law, body=supervisor_of(case, row)),
        "held_on": case.context.today.isoformat(),
        "officers": list(record.officers),
        "findings": record.findings,
        "is_accepted": outcome == "accepted",
    }
    if record.rectify_by:
        facts["rectify_by_on"] = record.rectify_by.isoformat()
    if row.warranty_to:
        facts["warranty_to"] = row.warranty_to.isoformat()
    if found:
        facts["beyond"] = _beyond(case, row, found)
    issue(case, "inspection_record", facts, permit=row.permit)


def issue_check(case: CaseFile, row: LicenceRow, record: Found, *, found: JsonObject) -> None:
    """Issue the record of a check on site 现场检查记录, with what goes beyond the licence.

    Law: Administrative Licensing Law art. 61.
    """
    rule = case.bundle.permits[row.permit].overrun
    law = words(rule.law) if rule and found else SUPERVISED
    _issue_record(case, row, record, law=law, result=BEYOND if found else WITHIN, follows=_beyond(case, row, found))


def issue_count(case: CaseFile, row: LicenceRow, record: Found, rule: CountRule, *, found: JsonObject) -> None:
    """Issue the record of a count at the end of the aftercare, in the matter's words, with the order to replace.

    Law: Administrative Licensing Law art. 61.
    """
    result = words(rule.some_lost if found["dead"] else rule.none_lost)
    follows = _replacing(rule, found, record.rectify_by) if record.rectify_by else []
    _issue_record(case, row, record, law=words(rule.law), result=result, follows=follows)


def _issue_record(
    case: CaseFile, row: LicenceRow, record: Found, *, law: Words, result: Words, follows: list[Words]
) -> None:
    facts: dict[str, object] = {
        **_of_licence(case, row, number=f"{row.number}-JC{case.app.event_seq}", law=law, body=supervisor_of(case, row)),
        "held_on": case.context.today.isoformat(),
        "officers": list(record.officers),
        "findings": record.findings,
        "result": result,
        "follows": follows,
    }
    issue(case, "check_record", facts, permit=row.permit)


def _beyond(case: CaseFile, row: LicenceRow, found: JsonObject) -> list[Words]:
    """List by how much use exceeds the licence."""
    measures = {one.key: one for one in case.bundle.permits[row.permit].measures}
    lines = [_measured(measures[part], area) for part, area in found.get("areas", {}).items()]
    if "days" in found:
        until, ends = (
            day_words(date.fromisoformat(found["used_until"])),
            day_words(date.fromisoformat(found["valid_to"])),
        )
        lines.append(
            {
                "zh": f"使用至{until['zh']}，许可期限至{ends['zh']}，超过{found['days']}天",
                "en": f"In use through {until['en']}, licensed through {ends['en']}: {found['days']} days more",
            }
        )
    return lines


def _measured(rule: MeasureRule, figure: JsonObject) -> Words:
    return {
        "zh": f"{rule.label.zh}：实测{figure['found']}{rule.unit.zh}，许可{figure['licensed']}{rule.unit.zh}",
        "en": f"{rule.label.en}: {figure['found']} {rule.unit.en} measured, "
        f"{figure['licensed']} {rule.unit.en} licensed",
    }


def _replacing(rule: CountRule, found: JsonObject, by_on: date) -> list[Words]:
    day, numbers = day_words(by_on), {name: found[name] for name in ("alive", "dead", "replant")}
    return [{lang: said.format(day=day[lang], **numbers) for lang, said in words(rule.order).items()}]
