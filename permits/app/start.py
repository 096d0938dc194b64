"""Start, or fail with one clear sentence."""

import sys
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import OperationalError

from permits.errors import SetupFault

T = TypeVar("T")


def or_exit(begin: Callable[[], T]) -> T:
    """Return the result of `begin`; exit with 2 and one sentence on stderr when the installation cannot serve."""
    try:
        return begin()
    except SetupFault as fault:
        sys.stderr.write(f"set-up: {fault}\n")
    except OperationalError as error:
        sys.stderr.write(f"set-up: the database cannot be reached: {str(error.orig).splitlines()[0]}\n")
    raise SystemExit(2)
