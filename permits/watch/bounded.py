"""A look at something that may hang: one at a time, in its own thread, within a bound; the answer is kept a while."""

import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")


class Bounded(Generic[T]):
    """Answers within `bound_seconds`, however many ask; looks again `kept_seconds` after the last answer."""

    def __init__(self, *, bound_seconds: float, kept_seconds: float) -> None:
        self._bound, self._kept = bound_seconds, kept_seconds
        self._lock = threading.Lock()
        self._about: Hashable = None
        self._look: Future[T] | None = None
        self._begun = 0.0

    def answer(self, about: Hashable, look: Callable[[], T]) -> T | None:
        """Return what `look` finds about a thing, or found a moment ago; None while it does not answer.

        Raises:
            Exception: what the look raised.
        """
        with self._lock:
            if self._look is None or self._about != about or self._is_old(self._look):
                self._look, self._about, self._begun = Future(), about, time.monotonic()
                threading.Thread(target=_run, args=(look, self._look), name="look", daemon=True).start()
            running, left = self._look, self._begun + self._bound - time.monotonic()
        try:
            return running.result(timeout=max(0.0, left))
        except TimeoutError:
            return None

    def _is_old(self, look: Future[T]) -> bool:
        return look.done() and time.monotonic() - self._begun > self._kept


def _run(look: Callable[[], T], found: Future[T]) -> None:
    try:
        found.set_result(look())
    except Exception as error:  # noqa: BLE001 - whoever asks gets it
        found.set_exception(error)
