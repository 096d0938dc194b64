"""Progress bars of long work on a terminal."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from rich.console import Console
from rich.progress import track

T = TypeVar("T")


def on_terminal(what: str, *, quiet: bool = False) -> Callable[[Sequence[T]], Iterable[T]]:
    """Return an iterator wrapper that draws a bar named `what` on standard error, if that is a terminal."""

    def follow(steps: Sequence[T]) -> Iterable[T]:
        console = Console(stderr=True)
        return track(steps, what, console=console, transient=True, disable=quiet or not console.is_terminal)

    return follow
