"""The clocks of a case, with their ledgers and timers."""

from permits.casefile.clocks.clocks import Clocks

__all__ = ["Clocks"]
