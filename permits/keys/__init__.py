"""Keys of the installation: what they sign, encrypt and digest."""

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

__all__ = ["LEAST_DIFFERENT", "SHORTEST_KEY", "SHORTEST_SECRET", "Keys", "Ring", "Unreadable", "is_weak", "ring_of"]
