"""The notices of a decision: grant or refusal, and licence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

from permits.casefile import CaseFile, PermitRow, WorkItemRow
from permits.casefile.facts import answers_on, current_route
from permits.documents.codes import verify_url
from permits.models.base import JsonObject
from permits.services.case.bans import FALSE_MATERIALS, consequence
from permits.services.case.remedies import UNSERVED, printed_against
from permits.services.case.scope import printed_conditions, scope_lines
from permits.services.case.terms import asks_too_long
from permits.services.notifying.notices import common, day_words, issue, licensing_law, supervised_by, words
from permits.services.procedures.conclusion import cited
from workflows import local_day


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision on one permit, before its notice is issued."""

    permit: PermitRow
    number: str
    word: str
    verdict: Any
    validity: tuple[date, date | None] | None


class LicencePaper(TypedDict):
    """The columns of a licence that its notice prints."""

    permit: str
    number: str
    document_number: str
    holder: str
    title: str
    department: str
    scope: JsonObject
    conditions: list[JsonObject]
    valid_from: date
    valid_to: date | None
    code: str


def issue_decision(case: CaseFile, decision: Decision) -> None:
    """Issue the decision to grant or to refuse a permit.

    Law: Administrative Licensing Law art. 38.
    """
    row, verdict = decision.permit, decision.verdict
    rule = case.bundle.permits[row.key]
    is_granted = row.state == "granted"
    law = licensing_law("第三十八条第一款" if is_granted else "第三十八条第二款", f"art. 38({1 if is_granted else 2})")
    body = case.context.office.body(case.app.area, row.department)
    facts = {
        **common(case, number=decision.number, body=row.department, law=_both(law, words(rule.law))),
        "permit": words(rule.name),
        "department": body.name,
        "accepted_on": local_day(case.app.accepted_at or case.context.at).isoformat(),
        "decided_on": case.context.today.isoformat(),
        "found": [_found(case, rule.name), *cited(case, row)],
        "reasons": _reasons(case, decision),
        "remedies": printed_against(case, row.department, UNSERVED),
        "opinions": _opinions(case, row),
        "scope": scope_lines(case.bundle, row.key, case.form.answers, verdict.narrower),
        "form_version": case.app.form_version,
    }
    if level := next((one.level for one in current_route(case).permits if one.key == row.key), None):
        facts["level"] = words(level)
    if is_granted:
        facts["narrower"] = decision.word == "granted_narrower"
        facts["conditions"] = printed_conditions(verdict.conditions)
        facts["licence_name"] = words(rule.document)
        facts["licence_number"] = row.licence_number
        facts |= {
            name: day.isoformat()
            for name, day in zip(("valid_from", "valid_to"), decision.validity or (), strict=False)
            if day is not None
        }
    issue(case, "grant" if is_granted else "refusal", facts, permit=row.key)


def _both(*laws: Mapping[str, str]) -> dict[str, str]:
    return {"zh": "、".join(law["zh"] for law in laws), "en": "; ".join(law["en"] for law in laws)}


def _found(case: CaseFile, permit: Any) -> dict[str, str]:
    name, on = case.form.applicant.get("name", ""), local_day(case.app.submitted_at or case.context.at)
    place, said, purpose = case.bundle.form.place_of(case.form.site), day_words(on), case.bundle.subject.purpose
    about = {lang: purpose.get(lang).replace("{place}", place) for lang in ("zh", "en")}
    return {
        "zh": f"{name}于{said['zh']}{about['zh']}，申请{permit.zh}。本机关依法对申请材料进行了审查。",
        "en": f"On {said['en']} {name} applied for: {permit.en}, {about['en']}. The materials were examined by law.",
    }


def _reasons(case: CaseFile, decision: Decision) -> list[Any]:
    code = case.bundle.refusal_codes.get(decision.verdict.reason_code or "")
    coded = [words(code.name)] if code else []
    written = [decision.verdict.opinion] if decision.verdict.opinion.strip() else []
    law = [decision.verdict.law] if decision.verdict.law else []
    met = {"zh": "申请符合法定条件、标准。", "en": "The application meets the conditions and standards set by law."}
    is_cut = asks_too_long(case.bundle, decision.permit.key, case.form.answers) and decision.word == "granted_narrower"
    cut = [words(case.bundle.permits[decision.permit.key].validity.text)] if is_cut else []
    sanction = [consequence(case, decision.permit.key)] if decision.verdict.reason_code == FALSE_MATERIALS else []
    less = _reasons_of_others(case, decision.permit) if decision.word == "granted_narrower" else []
    return [*coded, *written, *law, *less, *cut, *sanction] or [met]


def _reasons_of_others(case: CaseFile, row: PermitRow) -> list[dict[str, str]]:
    """Give the reasons of the departments that agreed to less than was asked.

    Law: Administrative Licensing Law art. 38(2).
    """
    narrowed = {answer.department for answer in answers_on(case, row.key) if answer.narrower}
    bodies = [
        (case.context.office.body(case.app.area, one.department).name, one.opinion)
        for one in _answered(case, row)
        if one.department in narrowed
    ]
    return [{"zh": f"{name['zh']}：{said}", "en": f"{name['en']}: {said}"} for name, said in bodies]


def _answered(case: CaseFile, row: PermitRow) -> list[WorkItemRow]:
    others = (item for item in case.latest.values() if item.permit == row.key and item.kind != "decision")
    return [item for item in others if item.state == "done" and item.opinion]


def _opinions(case: CaseFile, row: PermitRow) -> list[dict[str, object]]:
    body = case.context.office.body
    return [
        {"label": body(case.app.area, item.department).name, "value": item.opinion or ""}
        for item in _answered(case, row)
    ]


def issue_licence(case: CaseFile, decision: Decision, licence: LicencePaper) -> None:
    """Issue the licence, with its public verification code."""
    row = decision.permit
    rule = case.bundle.permits[row.key]
    facts = {
        **common(case, number=decision.number, body=row.department, law=words(rule.law)),
        **supervised_by(case, row.key, issued_by=row.department),
        "title": words(rule.document),
        "verify_url": verify_url(case.context.office.public_url, licence["number"], licence["code"]),
        "licence_number": licence["number"],
        "code": licence["code"],
        "permit": words(rule.name),
        "scope": scope_lines(case.bundle, row.key, case.form.answers, decision.verdict.narrower),
        "valid_from": licence["valid_from"].isoformat(),
        "valid_to": licence["valid_to"].isoformat() if licence["valid_to"] else "",
        "conditions": printed_conditions(licence["conditions"]),
    }
    issue(case, "licence", facts, permit=row.key)
