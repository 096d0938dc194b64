"""Fees through the services: assessed, settled at the grant, paid in parts, refunded when the ground is gone."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from permits.casefile import ActContext, open_case
from permits.errors import Conflict
from permits.models import FeeNotice, Notice
from permits.services.case.terms import with_value
from permits.services.closing import delivery, dependencies, withdrawals
from permits.services.deciding.work_items import Verdict
from permits.services.filing import applications
from permits.services.intake import acceptance
from permits.services.money import cashier
from permits.services.money.fees import assess_fee, granted_answers, refund_due
from permits.services.money.payments import Transfer
from tests.bundles import bundle_of, serving
from tests.permits.lives import AGREED, GREENING, MONDAY, POLICE, REFUSED, ROADS, Life
from tests.workflows.routing.test_fees import excavation
from workflows import GuardsUnmet, RoleNotHeld, load_bundles

P1 = "road-occupation"
# 60 m² of footway: thirty days at ¥0.20, thirty more at half as much again
ASKED = 60 * (30 * 20 + 30 * 30)


def with_bundle(life: Life, **changes: Any) -> None:
    bundle = bundle_of(life.office)
    switches: Mapping[str, Any] = {**bundle.switches, **changes.pop("switches", {})}
    changed = replace(bundle, switches=switches, **changes)
    life.office = serving(life.office, changed)


def notices(life: Life, case: int) -> list[tuple[str, str, int, int]]:
    return [(row.number[-2:], row.state, row.amount_fen, row.paid_fen) for row in life.rows(FeeNotice, case)]


def number(life: Life, case: int, end: str) -> str:
    return next(row.number for row in life.rows(FeeNotice, case) if row.number.endswith(end))


def pay(life: Life, case: int, fen: int, *, end: str = "F1", reference: str = "S1", who: str = "window") -> None:
    life.act(who, cashier.book, case, Transfer("payment", number(life, case, end), reference, fen))


def accepted(life: Life, **more: Any) -> int:
    return life.accepted(occupy={"part": "footway", "area_m2": 60, "days": 60}, **more)


def assessed(life: Life) -> int:
    case = accepted(life)
    life.act("roads", assess_fee, case, P1)
    return case


def granted(life: Life, case: int, **narrower: Any) -> int:
    life.answer(case, POLICE)
    life.answer(case, ROADS, Verdict("同意。", narrower=narrower) if narrower else AGREED)
    return case


def test_a_grant_charges_by_itself_for_what_is_granted(life: Life) -> None:
    case = granted(life, accepted(life))

    assert notices(life, case) == [("F1", "due", ASKED, 0)]
    told = life.rows(Notice, case, kind="fee_notice")[0].facts
    assert (told["total"], [line["amount"] for line in told["lines"]]) == ("¥900.00", ["¥360.00", "¥540.00"])
    assert "第五十八条、第五十九条" in told["law"]["zh"]
    assert all("第三十七条" in line["law"]["zh"] for line in told["lines"])


@pytest.mark.parametrize(
    ("narrower", "fen"),
    [
        ({"days": 30}, 60 * 30 * 20),
        ({"area_m2": 40}, 40 * (30 * 20 + 30 * 30)),
        ({"area_m2": "40.5", "days": 10}, 81 * 10 * 10),
    ],
)
def test_a_narrower_grant_costs_less(life: Life, narrower: dict[str, Any], fen: int) -> None:
    case = granted(life, accepted(life), **narrower)

    assert notices(life, case) == [("F1", "due", fen, 0)]


@pytest.mark.parametrize(
    ("key", "permit", "narrower", "path", "granted"),
    [
        ("road-access", "road-occupation", {"broken_m2": 30}, "excavate.area_m2", 30),
        ("road-access", "road-occupation", {"area_m2": 90}, "occupy.area_m2", 60),
        ("restaurant", "food-service", {"kitchen_m2": 50}, "kitchen.area_m2", 50),
        ("restaurant", "outdoor-sign", {"scope": "北侧"}, "sign.area_m2", 60),
    ],
)
def test_a_narrower_scope_cuts_the_answer_it_is_about(
    key: str, permit: str, narrower: dict[str, Any], path: str, granted: int
) -> None:
    cut = granted_answers(load_bundles()[key], permit, with_value({}, path, 60), narrower)

    assert cut == with_value({}, path, granted)


def test_a_refused_permit_costs_nothing(life: Life) -> None:
    case = accepted(life)
    life.answer(case, ROADS, REFUSED)

    assert notices(life, case) == []


def test_what_no_table_lists_can_never_be_charged(life: Life) -> None:
    case = life.accepted("green")

    with pytest.raises(GuardsUnmet) as refused:
        life.act("greening", assess_fee, case, "green-space")

    assert "art. 58, 59" in str(refused.value.law)
    assert "not listed may not be charged" in refused.value.unmet[0]


def test_only_the_deciding_department_assesses_and_only_once(life: Life) -> None:
    case = assessed(life)
    assert notices(life, case) == [("F1", "due", ASKED, 0)]

    with pytest.raises(RoleNotHeld):
        life.act("window", assess_fee, case, P1)
    with pytest.raises(Conflict) as again:
        life.act("roads", assess_fee, case, P1)
    assert again.value.code == "fee_unchanged"
    stale = life.permit(case).version - 1
    with pytest.raises(Conflict) as stale_one:
        life.act("roads", assess_fee, case, P1, expected_version=stale)
    assert stale_one.value.code == "version_conflict"


def test_a_grant_of_the_scope_assessed_changes_nothing(life: Life) -> None:
    case = granted(life, assessed(life))

    assert notices(life, case) == [("F1", "due", ASKED, 0)]


def test_a_grant_of_less_replaces_the_notice_and_carries_over_what_was_paid(life: Life) -> None:
    case = assessed(life)
    pay(life, case, 10_000)

    granted(life, case, days=30)

    assert notices(life, case) == [("F1", "replaced", ASKED, 10_000), ("F2", "partly_paid", 36_000, 10_000)]
    told = life.rows(Notice, case, kind="fee_notice")[-1].facts
    assert (told["paid"], told["left"], told["replaces"][-2:]) == ("¥100.00", "¥260.00", "F1")
    pay(life, case, 26_000, end="F2", reference="S2")
    assert notices(life, case)[-1] == ("F2", "paid", 36_000, 36_000)


def test_what_was_paid_too_much_falls_due_for_refund_at_the_grant(life: Life) -> None:
    case = assessed(life)
    pay(life, case, ASKED)

    granted(life, case, days=30)

    assert notices(life, case)[1:] == [("F2", "paid", 36_000, 36_000), ("R1", "due", ASKED - 36_000, 0)]


@pytest.mark.parametrize("paid", [0, 500, ASKED])
def test_a_withdrawal_gives_back_exactly_what_was_paid(life: Life, paid: int) -> None:
    case = assessed(life)
    if paid:
        pay(life, case, paid)

    life.act("contractor", withdrawals.withdraw, case, reason="改期")

    expected = [("F1", "cancelled", ASKED, paid)] + ([("R1", "due", paid, 0)] if paid else [])
    assert notices(life, case) == expected
    kinds = life.notices(case)
    assert ("refund_notice" in kinds, "fee.cancelled" in life.events(case)) == (bool(paid), not paid)


def test_a_refusal_gives_a_prepayment_back(life: Life) -> None:
    case = assessed(life)
    pay(life, case, ASKED)
    life.answer(case, ROADS, REFUSED)

    told = life.rows(Notice, case, kind="refund_notice")[0].facts

    assert (told["amount"], told["reason"]["zh"]) == ("¥900.00", "作出不予许可决定")
    life.act("window", cashier.book, case, Transfer("refund", number(life, case, "R1"), "T1", ASKED))
    assert [(row.state, row.refunded_fen) for row in life.rows(FeeNotice, case, kind="refund")] == [("refunded", ASKED)]


def test_a_prepayment_goes_back_once_when_a_promised_paper_never_comes(life: Life) -> None:
    with_bundle(life, switches={"tolerance_missed": "withdraw"})
    filed = life.draft(papers=False, occupy={"part": "footway", "area_m2": 60, "days": 60})
    for code in life.needed(filed):
        if code != "M11":
            life.hand_in(filed, code)
    life.act("contractor", applications.submit, filed)
    life.act("window", acceptance.accept, filed, tolerated=["M11"])
    life.act("roads", assess_fee, filed, P1)
    pay(life, filed, 5_000)

    life.at("2026-03-16 23:59")
    assert notices(life, filed) == [("F1", "partly_paid", ASKED, 5_000)]
    life.at("2026-03-17 00:00")

    assert life.permit(filed).state == "withdrawn"
    assert notices(life, filed) == [("F1", "cancelled", ASKED, 5_000), ("R1", "due", 5_000, 0)]
    assert "视为撤回" in life.rows(Notice, filed, kind="refund_notice")[0].facts["reason"]["zh"]


@pytest.mark.parametrize("answer", ["withdraw", "go_on"])
def test_a_prepayment_goes_back_when_the_permit_is_moot_and_not_wanted(life: Life, answer: str) -> None:
    rule = next(one for one in bundle_of(life.office).fees if one.key == "occupation_footway")
    with_bundle(life, fees=(replace(rule, permit="green-space"),))
    filed = accepted(life, green={"area_m2": 80, "months": 4, "stays_after": False})
    life.act("greening", assess_fee, filed, "green-space")
    pay(life, filed, 5_000)
    life.answer(filed, ROADS, REFUSED)
    assert notices(life, filed) == [("F1", "partly_paid", ASKED, 5_000)], "moot, but nobody has said that it ends"

    life.act("contractor", dependencies.answer_moot, filed, **{answer: ["green-space"]})

    found = {"go_on": [("F1", "partly_paid", ASKED, 5_000)]}
    found["withdraw"] = [("F1", "cancelled", ASKED, 5_000), ("R1", "due", 5_000, 0)]
    assert notices(life, filed) == found[answer]
    if answer == "go_on":
        life.answer(filed, GREENING, REFUSED)
        assert notices(life, filed) == found["withdraw"]
    reason = {"withdraw": "许可事项已无必要", "go_on": "作出不予许可决定"}[answer]
    assert life.rows(Notice, filed, kind="refund_notice")[0].facts["reason"]["zh"] == reason


def shorten(context: ActContext, application_id: int, most_days: int, why: str) -> None:
    case = open_case(context, application_id=application_id)
    refund_due(case, case.permit(P1), why=why, most_days=most_days)
    case.save()


@pytest.mark.parametrize(
    ("why", "days", "law"), [("shortened", 10, "第三十八条"), ("revoked", 0, "第八条、第六十九条")]
)
def test_an_occupation_cut_short_keeps_the_fee_of_its_days_only(life: Life, why: str, days: int, law: str) -> None:
    case = granted(life, accepted(life))
    pay(life, case, ASKED)

    life.act("roads", shorten, case, days, why)

    kept = 60 * days * 20
    assert [row[:3] for row in notices(life, case)][-1] == ("R1", "due", ASKED - kept)
    assert law in life.rows(Notice, case, kind="refund_notice")[0].facts["law"]["zh"]


def test_unpaid_fees_hold_delivery_back_only_where_the_bundle_says_so(life: Life) -> None:
    with_bundle(life, switches={"fees_gate_delivery": True})
    case = granted(life, accepted(life))

    with pytest.raises(GuardsUnmet) as refused:
        life.act("window", delivery.deliver, case, recipient="陈建")
    assert "unpaid" in refused.value.unmet[0]
    pay(life, case, ASKED)
    life.act("window", delivery.deliver, case, recipient="陈建")

    assert life.application(case).state == "delivered"


def test_by_default_a_decision_is_handed_over_unpaid_and_paid_afterwards(life: Life) -> None:
    case = granted(life, accepted(life))
    life.act("window", delivery.deliver, case, recipient="陈建")

    pay(life, case, ASKED)

    assert notices(life, case) == [("F1", "paid", ASKED, ASKED)]


def test_breaking_a_road_in_its_moratorium_costs_the_multiple_of_a_listed_rate(life: Life) -> None:
    with_bundle(life, fees=(excavation(),))
    life.at(MONDAY)
    case = life.accepted(excavate={"area_m2": 30}, road_opened_on="2023-06-30")
    for name in (f"{P1}:planning:opinion", POLICE, f"{P1}:roads:opinion", f"{P1}:government:government", ROADS):
        life.answer(case, name)

    assert notices(life, case) == [("F1", "due", 5 * 30 * 25_000, 0)]
    assert life.rows(Notice, case, kind="fee_notice")[0].facts["lines"][0]["multiplier"] == "5"
