"""Booking payments: each reference once, to the fen, by the counter alone."""

from dataclasses import replace

import pytest

from permits.errors import Conflict, Invalid
from permits.models import Payment
from permits.services.money import cashier
from permits.services.money.payments import Transfer
from tests.permits.lives import Life
from tests.permits.services.money.test_fees import ASKED, accepted, granted, notices, number, pay
from workflows import GuardsUnmet, RoleNotHeld


def test_the_same_receipt_again_books_nothing_and_another_under_it_is_refused(life: Life) -> None:
    case = granted(life, accepted(life))
    pay(life, case, 10_000)
    version = life.application(case).version

    pay(life, case, 10_000)

    assert (len(life.rows(Payment, case)), life.application(case).version) == (1, version)
    with pytest.raises(Conflict) as other:
        pay(life, case, 10_001)
    assert other.value.code == "reference_used"


def test_an_overpayment_is_refused_to_the_fen(life: Life) -> None:
    case = granted(life, accepted(life))
    with pytest.raises(Conflict) as refused:
        pay(life, case, ASKED + 1)
    assert (refused.value.code, "58, 59" in str(refused.value.law)) == ("overpaid", True)

    pay(life, case, ASKED)

    assert notices(life, case) == [("F1", "paid", ASKED, ASKED)]
    with pytest.raises(GuardsUnmet):
        pay(life, case, 1, reference="S2")


@pytest.mark.parametrize("fen", [0, -1])
def test_an_amount_is_more_than_nothing(life: Life, fen: int) -> None:
    case = granted(life, accepted(life))

    with pytest.raises(Invalid) as refused:
        pay(life, case, fen)

    assert refused.value.problems[0][0] == "amount_fen"


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"notice": "F9"}, "notice"), ({"channel": "cowrie"}, "channel"), ({"reference": " "}, "reference")],
)
def test_notice_channel_and_receipt_must_be_real(life: Life, changes: dict[str, str], field: str) -> None:
    case = granted(life, accepted(life))
    transfer = replace(Transfer("payment", number(life, case, "F1"), "S1", 100), **changes)

    with pytest.raises(Invalid) as refused:
        life.act("window", cashier.book, case, transfer)

    assert refused.value.problems[0][0] == field
    assert life.rows(Payment, case) == []


@pytest.mark.parametrize("who", ["contractor", "roads", "lead"])
def test_only_the_counter_takes_money(life: Life, who: str) -> None:
    case = granted(life, accepted(life))

    with pytest.raises(RoleNotHeld):
        pay(life, case, 100, who=who)
