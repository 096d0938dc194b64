"""What a door is: the shape of its body and the service behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from permits.api import shapes
from permits.casefile import ActContext

OnApplication: TypeAlias = Callable[[ActContext, int, Any], None]
OnPermit: TypeAlias = Callable[[ActContext, int, str, Any], None]
OnLicence: TypeAlias = Callable[[ActContext, str, Any], None]


@dataclass(frozen=True, slots=True)
class Door:
    """One move: what it takes and who makes it; `act` takes the desk, what is acted on, and the body."""

    shape: type[shapes.Act]
    act: Callable[..., None]
    summary: str
