"""The notices of fees: the fee notice with its lines, the refund notice with its reason, each with its law."""

from dataclasses import dataclass
from datetime import date

from permits.casefile import CaseFile, PermitRow
from permits.services.notifying.notices import common, issue, licensing_law, words
from workflows import FeeLine, yuan

LAW_FEES = licensing_law("第五十八条、第五十九条", "art. 58, 59")
BACK = {"zh": "《中华人民共和国行政许可法》第五十九条", "en": "Administrative Licensing Law art. 59"}
WHY: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "withdrawn": ({"zh": "申请撤回或者视为撤回", "en": "the application is withdrawn or deemed withdrawn"}, BACK),
    "refused": ({"zh": "作出不予许可决定", "en": "the permit was refused"}, BACK),
    "moot": ({"zh": "许可事项已无必要", "en": "the permit is no longer needed"}, BACK),
    "granted_less": ({"zh": "应缴费用少于已缴费用", "en": "less is owed than was paid"}, BACK),
    "shortened": (
        {"zh": "许可被依法变更或者撤回", "en": "the authority cut the licence short"},
        licensing_law("第八条第二款", "art. 8(2)"),
    ),
    "revoked": (
        {"zh": "许可非因被许可人过错被撤回或撤销", "en": "the licence was taken back without any fault of its holder"},
        licensing_law("第八条、第六十九条", "art. 8, 69"),
    ),
}


@dataclass(frozen=True, slots=True)
class Charge:
    """The amount due for a permit: lines, sum, and what was paid under the notice it replaces."""

    lines: tuple[FeeLine, ...]
    total_fen: int
    paid_fen: int
    replaces: str | None

    def data(self) -> list[dict[str, object]]:
        """Return the lines as stored."""
        return [line.to_data() for line in self.lines]


@dataclass(frozen=True, slots=True)
class Refund:
    """A refund: amount, reason, and the notice it was paid under."""

    amount_fen: int
    why: str
    paid_under: str


def issue_fee_notice(case: CaseFile, row: PermitRow, owed: Charge, *, number: str, pay_by: date) -> None:
    """Issue the fee notice 缴费通知书.

    Law: Administrative Licensing Law art. 58, 59.
    """
    facts: dict[str, object] = {
        **common(case, number=number, body=row.department, law=LAW_FEES),
        "permit": words(case.bundle.permits[row.key].name),
        "lines": [_line(line) for line in owed.lines],
        "total": yuan(owed.total_fen),
        "paid": yuan(owed.paid_fen),
        "left": yuan(owed.total_fen - owed.paid_fen),
        "pay_by": pay_by.isoformat(),
    }
    if owed.replaces:
        facts["replaces"] = owed.replaces
    issue(case, "fee_notice", facts, permit=row.key)


def _line(line: FeeLine) -> dict[str, object]:
    """Return a line as the notice prints it."""
    data = line.to_data()
    kept = {key: data[key] for key in ("name", "unit", "law", "quantity", "plus_percent", "multiplier")}
    days = {} if line.days is None else {"days": line.days}
    return {**kept, **days, "rate": yuan(line.rate_fen), "amount": yuan(line.amount_fen)}


def issue_refund_notice(case: CaseFile, row: PermitRow, back: Refund, *, number: str) -> None:
    """Issue the refund notice 退费通知书."""
    own = case.bundle.refunds.get(back.why)
    reason, law = (words(own.reason), words(own.law)) if own else WHY[back.why]
    facts: dict[str, object] = {
        **common(case, number=number, body=row.department, law=law),
        "permit": words(case.bundle.permits[row.key].name),
        "amount": yuan(back.amount_fen),
        "reason": reason,
        "paid_under": back.paid_under,
    }
    issue(case, "refund_notice", facts, permit=row.key)
