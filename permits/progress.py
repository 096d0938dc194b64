"""How far long work has come, for a person who waits at a terminal."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from rich.console import Console
from rich.progress import track

T = TypeVar("T")


def on_terminal(what: str, *, quiet: bool = False) -> Callable[[Sequence[T]], Iterable[T]]:
    """Give a way to iterate that draws a bar named `what` on standard error; no bar if that is no terminal."""

    def follow(steps: Sequence[T]) -> Iterable[T]:
        console = Console(stderr=True)
        return track(steps, what, console=console, transient=True, disable=quiet or not console.is_terminal)

    return follow
