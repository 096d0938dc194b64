"""The channels of payment: the counter takes a readable receipt number, and there is no other channel."""

import pytest

from permits.errors import Invalid
from permits.services.money.payments import LONGEST_REFERENCE, OfflineCounter, Transfer, provider_of


@pytest.mark.parametrize("reference", ["S1", "收据 12/2026", "x" * LONGEST_REFERENCE])
def test_the_counter_takes_a_receipt_number_that_can_be_read(reference: str) -> None:
    provider_of("counter").confirm(Transfer("payment", "F1", reference, 100))


@pytest.mark.parametrize("reference", ["", " ", " S1", "S1\n", "S\x001", "x" * (LONGEST_REFERENCE + 1)])
def test_a_receipt_number_nobody_finds_again_is_refused(reference: str) -> None:
    with pytest.raises(Invalid) as refused:
        OfflineCounter().confirm(Transfer("refund", "R1", reference, 100))

    assert refused.value.problems[0][0] == "reference"


def test_an_unknown_channel_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        provider_of("cowrie")

    assert refused.value.problems[0][0] == "channel"
