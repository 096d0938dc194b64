"""The papers of a decision: grant or refusal, licence, record of delivery."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from permits.casefile import CaseFile, PermitRow
from permits.casefile.facts import current_route
from permits.documents.codes import verify_url
from permits.models import Notice
from permits.services.bans import FALSE_PAPERS, consequence
from permits.services.notices import common, issue, licensing_law, words
from permits.services.procedures import cited
from permits.services.remedies import on_paper
from permits.services.scope_lines import scope_lines
from permits.services.terms import asks_too_long
from workflows import local_day

METHODS = {
    "counter": {"zh": "综合窗口直接送达", "en": "Handed over at the one-stop counter"},
    "online": {"zh": "电子送达", "en": "Served electronically"},
    "post": {"zh": "邮寄送达", "en": "Served by post"},
}


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision on one permit, before it goes out."""

    permit: PermitRow
    number: str
    word: str
    verdict: Any
    remedies: dict[str, Any]
    validity: tuple[date, date | None] | None


def issue_decision(case: CaseFile, decision: Decision) -> None:
    """Issue the decision to grant or to refuse a permit.

    Law: Administrative Licensing Law art. 38.
    """
    row, verdict = decision.permit, decision.verdict
    rule = case.bundle.permits[row.key]
    is_granted = row.state == "granted"
    law = licensing_law("第三十八条第一款" if is_granted else "第三十八条第二款", f"art. 38({1 if is_granted else 2})")
    body = case.desk.office.body(case.app.area, row.department)
    facts = {
        **common(case, number=decision.number, body=row.department, law=_both(law, words(rule.law))),
        "permit": words(rule.name),
        "department": body.name,
        "accepted_on": local_day(case.app.accepted_at or case.desk.at).isoformat(),
        "decided_on": case.desk.today.isoformat(),
        "found": [_found(case, rule.name), *cited(case, row)],
        "reasons": _reasons(case, decision),
        "remedies": on_paper(decision.remedies),
        "opinions": _opinions(case, row),
        "scope": scope_lines(case, row.key, case.form.answers, verdict.narrower),
        "form_version": case.app.form_version,
    }
    if level := next((one.level for one in current_route(case).permits if one.key == row.key), None):
        facts["level"] = words(level)
    if is_granted:
        facts["narrower"] = decision.word == "granted_narrower"
        facts["conditions"] = _conditions(verdict.conditions)
        facts["licence_name"] = words(rule.document)
        facts["licence_number"] = row.licence_number
        facts |= {
            name: day.isoformat()
            for name, day in zip(("valid_from", "valid_to"), decision.validity or (), strict=False)
            if day is not None
        }
    issue(case, "grant" if is_granted else "refusal", facts, permit=row.key)


def _conditions(conditions: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Give the conditions as they are printed, with the law of those that follow from one."""
    return [{name: str(one[name]) for name in ("text", "law") if one.get(name)} for one in conditions]


def _both(*laws: Mapping[str, str]) -> dict[str, str]:
    return {"zh": "、".join(law["zh"] for law in laws), "en": "; ".join(law["en"] for law in laws)}


def _found(case: CaseFile, permit: Any) -> dict[str, str]:
    name, on = case.form.applicant.get("name", ""), local_day(case.app.submitted_at or case.desk.at)
    place = f"{case.form.site.get('road', '')}{case.form.site.get('address', '')}"
    return {
        "zh": f"{name}于{on}就{place}道口开设申请{permit.zh},申请材料经本机关依法审查。",
        "en": f"On {on} {name} applied for: {permit.en}, for a site access at {place}. "
        "The papers were examined by law.",
    }


def _reasons(case: CaseFile, decision: Decision) -> list[Any]:
    code = case.bundle.refusal_codes.get(decision.verdict.reason_code or "")
    coded = [words(code.name)] if code else []
    written = [decision.verdict.opinion] if decision.verdict.opinion.strip() else []
    law = [decision.verdict.law] if decision.verdict.law else []
    met = {"zh": "申请符合法定条件、标准。", "en": "The application meets the conditions and standards set by law."}
    is_cut = asks_too_long(case.bundle, decision.permit.key, case.form.answers) and decision.word == "granted_narrower"
    cut = [words(case.bundle.permits[decision.permit.key].validity.text)] if is_cut else []
    sanction = [consequence(case, decision.permit.key)] if decision.verdict.reason_code == FALSE_PAPERS else []
    return [*coded, *written, *law, *cut, *sanction] or [met]


def _opinions(case: CaseFile, row: PermitRow) -> list[dict[str, Any]]:
    body = case.desk.office.body
    return [
        {"label": body(case.app.area, item.department).name, "value": item.opinion or ""}
        for item in case.latest.values()
        if item.permit == row.key and item.kind != "decision" and item.state == "done" and item.opinion
    ]


def issue_licence(case: CaseFile, decision: Decision, licence: Mapping[str, Any]) -> None:
    """Issue the licence, with the code under which anyone can verify it."""
    row = decision.permit
    rule = case.bundle.permits[row.key]
    ends = licence["valid_to"] or licence["valid_from"]
    facts = {
        **common(case, number=decision.number, body=row.department, law=words(rule.law)),
        "title": words(rule.document),
        "verify_url": verify_url(case.desk.office.public_url, licence["number"], licence["code"]),
        "licence_number": licence["number"],
        "code": licence["code"],
        "permit": words(rule.name),
        "scope": scope_lines(case, row.key, case.form.answers, decision.verdict.narrower),
        "valid_from": licence["valid_from"].isoformat(),
        "valid_to": ends.isoformat(),
        "conditions": _conditions(licence["conditions"]),
    }
    issue(case, "licence", facts, permit=row.key)


def issue_delivery(case: CaseFile, *, method: str, recipient: str) -> None:
    """Issue the record that everything was served."""
    app = case.app
    rows = case.desk.conn.execute(
        select(Notice.kind, Notice.permit, Notice.number)
        .where(Notice.application_id == app.id, Notice.kind.in_(("grant", "refusal", "licence", "licence_decision")))
        .order_by(Notice.id)
    ).all()
    facts = {
        **common(case, number=f"{app.number}-SD", body="window", law=licensing_law("第四十四条", "art. 44")),
        "items": [{"title": _title(case, row.kind, row.permit), "number": row.number} for row in _last_of_each(rows)],
        "method": METHODS.get(method, METHODS["counter"]),
        "delivered_on": case.desk.today.isoformat(),
        "recipient": recipient or case.form.agent.get("name", "") or case.form.applicant.get("name", ""),
    }
    issue(case, "delivery", facts)


def _last_of_each(rows: Sequence[Any]) -> Iterable[Any]:
    """Leave out a paper that was issued anew before anything was served."""
    return {(row.kind, row.permit, row.number): row for row in rows}.values()


def _title(case: CaseFile, kind: str, permit: str) -> dict[str, str]:
    rule = case.bundle.permits[permit]
    if kind == "licence":
        return words(rule.document)
    if kind == "licence_decision":
        return {"zh": f"行政许可附加条件决定书({rule.short.zh})", "en": f"Decision to add a condition: {rule.short.en}"}
    word = {"grant": ("准予", "Decision to grant"), "refusal": ("不予", "Decision to refuse")}[kind]
    return {"zh": f"{word[0]}行政许可决定书({rule.short.zh})", "en": f"{word[1]}: {rule.short.en}"}
