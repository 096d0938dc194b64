"""What a named condition is: its sentence, its law, whom it names; and the register of all of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Condition = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Guard:
    """A named condition and the sentence (an English msgid) shown while it does not hold."""

    name: str
    unmet: str
    holds: Condition
    law: str = ""
    naming: str = ""

    def sentence(self, facts: object) -> str:
        """Give the sentence for these facts; where it names something, what is named goes with it."""
        return Unmet(self.unmet, sorted(getattr(facts, self.naming))) if self.naming else self.unmet


class Unmet(str):
    """An unmet sentence (msgid) with the names that fill it; to whoever knows of no names it is the plain msgid."""

    __slots__ = ("params",)

    params: dict[str, str]

    def __new__(cls, sentence: str, names: Sequence[str]) -> "Unmet":
        """Put a sentence and its names together."""
        found = super().__new__(cls, sentence)
        found.params = {"names": ", ".join(names)}
        return found


GUARDS: dict[str, Guard] = {}


def guard(*, unmet: str, law: str = "", naming: str = "") -> Callable[[Condition], Condition]:
    """Register a condition under its own name, with the sentence shown while it is unmet.

    `law` is the article it rests on where that is not the action's own; `naming` is the fact whose names fill
    %(names)s.
    """

    def register(condition: Condition) -> Condition:
        GUARDS[condition.__name__] = Guard(condition.__name__, unmet, condition, law, naming)
        return condition

    return register
