"""The record of service of all documents."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from permits.casefile import CaseFile
from permits.documents.kinds import DELIVERED_NOTICES
from permits.models import Notice
from permits.services.notifying.notices import common, issue, licensing_law, words

METHODS = {
    "counter": {"zh": "综合窗口直接送达", "en": "Handed over at the one-stop counter"},
    "online": {"zh": "电子送达", "en": "Served electronically"},
    "post": {"zh": "邮寄送达", "en": "Served by post"},
}


def issue_delivery(case: CaseFile, *, method: str, recipient: str) -> None:
    """Issue the record of service."""
    app = case.app
    rows = case.context.conn.execute(
        select(Notice.kind, Notice.permit, Notice.number)
        .where(Notice.application_id == app.id, Notice.kind.in_(DELIVERED_NOTICES))
        .order_by(Notice.id)
    ).all()
    facts = {
        **common(case, number=f"{app.number}-SD", body="window", law=licensing_law("第四十四条", "art. 44")),
        "items": [{"title": _title(case, row.kind, row.permit), "number": row.number} for row in _last_of_each(rows)],
        "method": METHODS.get(method, METHODS["counter"]),
        "delivered_on": case.context.today.isoformat(),
        "recipient": recipient or case.form.agent.get("name", "") or case.form.applicant.get("name", ""),
    }
    issue(case, "delivery", facts)


def _last_of_each(rows: Sequence[Any]) -> Iterable[Any]:
    """Keep only the last issue of each document, if several were issued before service."""
    return {(row.kind, row.permit, row.number): row for row in rows}.values()


def _title(case: CaseFile, kind: str, permit: str) -> dict[str, str]:
    rule = case.bundle.permits[permit]
    if kind == "licence":
        return words(rule.document)
    if kind == "licence_decision":
        return {
            "zh": f"行政许可附加条件决定书（{rule.short.zh}）",
            "en": f"Decision to add a condition: {rule.short.en}",
        }
    word = {"grant": ("准予", "Decision to grant"), "refusal": ("不予", "Decision to refuse")}[kind]
    return {"zh": f"{word[0]}行政许可决定书（{rule.short.zh}）", "en": f"{word[1]}: {rule.short.en}"}
