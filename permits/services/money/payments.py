"""The payment interface: who confirms that money moved. Built in is the counter, which books by receipt number."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, Protocol

from permits.errors import Invalid
from workflows import N_

LONGEST_REFERENCE = 64


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money that moved, one way or the other, under one reference of its channel."""

    kind: Literal["payment", "refund"]
    notice: str
    reference: str
    amount_fen: int
    channel: str = "counter"


class Provider(Protocol):
    """A channel of payment; another one (a bank, the treasury's gateway) is added by its key in CHANNELS."""

    def confirm(self, transfer: Transfer) -> None:
        """Make sure that the money moved as said; nothing is written here.

        Raises:
            Invalid: the channel knows no such transfer.
        """


class OfflineCounter:
    """The counter's own till: the clerk has seen the money and names the receipt."""

    def confirm(self, transfer: Transfer) -> None:
        """Take the clerk's word; the number of the receipt must be there and readable.

        Raises:
            Invalid: there is no usable receipt number.
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
