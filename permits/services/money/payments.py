"""The payment interface: a provider confirms that money moved. Built in: the counter, by receipt number."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, Protocol

from permits.errors import Invalid
from workflows import N_

LONGEST_REFERENCE = 64


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money paid or refunded under one reference of its channel."""

    kind: Literal["payment", "refund"]
    notice: str
    reference: str
    amount_fen: int
    channel: str = "counter"


class Provider(Protocol):
    """A payment channel; add another one (a bank, the treasury's gateway) by its key in CHANNELS."""

    def confirm(self, transfer: Transfer) -> None:
        """Confirm that the money moved as stated; writes nothing.

        Raises:
            Invalid: the channel knows no such transfer.
        """


class OfflineCounter:
    """The counter's till: the clerk has seen the money and enters the receipt number."""

    def confirm(self, transfer: Transfer) -> None:
        """Confirm by the clerk's receipt number, which must be present and readable.

        Raises:
            Invalid: the receipt number is unusable.
        """
        given = transfer.reference
        if not (given and given == given.strip() and given.isprintable() and len(given) <= LONGEST_REFERENCE):
            raise Invalid.at(
                "reference", N_("Write the number of the receipt, at most %(most)s signs"), most=LONGEST_REFERENCE
            )


CHANNELS: Mapping[str, Provider] = MappingProxyType({"counter": OfflineCounter()})


def provider_of(channel: str) -> Provider:
    """Find the provider of a channel.

    Raises:
        Invalid: there is none.
    """
    if channel not in CHANNELS:
        raise Invalid.at("channel", N_("There is no such channel of payment"))
    return CHANNELS[channel]
