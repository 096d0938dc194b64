"""`bench faults`: the fault table against a real office of several processes; also written into docs/operations.md."""

from bench.faults.run import main

__all__ = ["main"]
