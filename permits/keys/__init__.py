"""Keys of the installation: what they sign, encrypt and digest."""

from permits.keys.digests import keyed, phone_digest
from permits.keys.held import held_by, hold
from permits.keys.rings import (
    LEAST_DIFFERENT,
    SHORTEST_KEY,
    SHORTEST_SECRET,
    Keys,
    Ring,
    Unreadable,
    is_weak,
    ring_of,
)

__all__ = [
    "LEAST_DIFFERENT",
    "SHORTEST_KEY",
    "SHORTEST_SECRET",
    "Keys",
    "Ring",
    "Unreadable",
    "held_by",
    "hold",
    "is_weak",
    "keyed",
    "phone_digest",
    "ring_of",
]
