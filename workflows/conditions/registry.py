"""Named conditions: the facts they read, their sentences, law and names."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, fields
from inspect import signature
from types import ModuleType
from typing import Any

from workflows.definition.questions import Text

Condition = Callable[..., bool]


@dataclass(frozen=True, slots=True)
class Guard:
    """A named condition over the facts it `reads`, and the sentence (an English msgid) shown while it does not hold."""

    name: str
    unmet: str
    condition: Condition
    reads: tuple[str, ...]
    law: str = ""
    naming: str = ""

    def holds(self, facts: object) -> bool:
        """Return whether the condition holds; never if a fact it reads is unknown."""
        known: list[Any] = [getattr(facts, name) for name in self.reads]
        return None not in known and self.condition(*known)

    def sentence(self, facts: object) -> str:
        """Return the sentence for these facts, with the names that fill it."""
        return Unmet(self.unmet, getattr(facts, self.naming) or ()) if self.naming else self.unmet

    def foreign_facts(self, kind: type[Any]) -> frozenset[str]:
        """Return the facts it reads that this type of facts lacks."""
        return frozenset(self.reads) - {field.name for field in fields(kind)}


class Unmet(str):
    """An unmet sentence (msgid) with the names that fill it, texts in both languages; usable as the plain msgid."""

    __slots__ = ("params",)

    params: dict[str, object]

    def __new__(cls, sentence: str, names: Collection[str | Text]) -> "Unmet":
        """Combine a sentence with its names."""
        found = super().__new__(cls, sentence)
        texts = sorted((one for one in names if isinstance(one, Text)), key=lambda one: one.zh)
        codes = sorted(one for one in names if isinstance(one, str))
        said = Text("；".join(one.zh for one in texts), "; ".join(one.en for one in texts))
        found.params = {"names": said if texts else ", ".join(codes)}
        return found


def guard(*, unmet: str, law: str = "", naming: str = "") -> Callable[[Condition], Guard]:
    """Register a condition as a guard under its own name; its parameters are the facts it reads, none None.

    `law` is its article where that differs from the action's; `naming` is the fact whose names fill
    %(names)s.

    Raises:
        ValueError: it reads nothing, or `naming` is not a fact it reads.
    """

    def made(condition: Condition) -> Guard:
        reads = tuple(signature(condition).parameters)
        if not reads or (naming and naming not in reads):
            raise ValueError(f"{condition.__name__} does not read {naming or 'any fact'}")
        return Guard(condition.__name__, unmet, condition, reads, law, naming)

    return made


def collect(modules: Iterable[ModuleType]) -> dict[str, Guard]:
    """Collect the guards of some modules, by name.

    Raises:
        ValueError: two have the same name.
    """
    found: dict[str, Guard] = {}
    for one in (value for module in modules for value in vars(module).values() if isinstance(value, Guard)):
        if one.name in found:
            raise ValueError(f"two guards are named {one.name}")
        found[one.name] = one
    return found
