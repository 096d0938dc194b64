"""What departments restrict in one permit, and where two of them contradict each other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import combinations

from workflows.definition.agreement import Bound
from workflows.definition.bundle import Bundle
from workflows.definition.questions import Text
from workflows.granting.measures import Value, common, measured
from workflows.granting.narrowing import is_within


@dataclass(frozen=True, slots=True)
class Answer:
    """What one department answered on a permit: its conditions and its narrower scope; `binds` its decider by law."""

    permit: str
    department: str
    kind: str
    conditions: Sequence[Mapping[str, object]] = ()
    narrower: Mapping[str, object] = field(default_factory=dict)
    binds: bool = False


@dataclass(frozen=True, slots=True)
class Restriction:
    """One condition, or one field of a narrower scope; `value` is None where only its text says what it means."""

    permit: str
    department: str
    kind: str
    text: Text
    place: str
    measure: str = ""
    bound: Bound = ""
    value: Value | None = None

    @property
    def id(self) -> str:
        """The name under which a settlement or a choice refers to it."""
        return f"{self.permit}:{self.department}:{self.kind}:{self.place}"


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two restrictions that nobody can keep both."""

    first: Restriction
    second: Restriction

    @property
    def departments(self) -> tuple[str, str]:
        """Whose they are."""
        return self.first.department, self.second.department


def restrictions(bundle: Bundle, answer: Answer) -> list[Restriction]:
    """List what one answer restricts, its conditions first."""
    return [*_of_conditions(bundle, answer), *_of_scope(bundle, answer)]


def _of_conditions(bundle: Bundle, answer: Answer) -> Iterator[Restriction]:
    for number, one in enumerate(answer.conditions):
        kind, said = bundle.condition_kinds.get(str(one.get("kind"))), str(one.get("text", ""))
        measure, bound = (kind.measure, kind.bound) if kind else ("", "")
        # a carried condition is its author's, whoever's grant repeats it
        author = str(one.get("department") or answer.department)
        text, value = Text(said, said), measured(measure, one.get("value") or said)
        yield Restriction(answer.permit, author, answer.kind, text, str(number), measure, bound, value)


def _of_scope(bundle: Bundle, answer: Answer) -> Iterator[Restriction]:
    rule = bundle.permits.get(answer.permit)
    for one in rule.narrows if rule else ():
        if one.key in answer.narrower:
            said = answer.narrower[one.key]
            unit = f" {one.unit.en}" if one.unit.en else ""
            text = Text(f"{one.label.zh}：{said}{one.unit.zh}", f"{one.label.en}: {said}{unit}")
            value = measured(one.measure, said) if one.kind != "text" else None
            bound: Bound = "" if one.kind == "hours" else "most"
            yield Restriction(answer.permit, answer.department, answer.kind, text, one.key, one.measure, bound, value)


def contradictions(found: Iterable[Restriction]) -> list[Contradiction]:
    """List the pairs that contradict each other; free text is never checked."""
    checked = [one for one in found if one.value is not None]
    return [Contradiction(one, other) for one, other in combinations(checked, 2) if _contradict(one, other)]


def _contradict(one: Restriction, other: Restriction) -> bool:
    if one.measure != other.measure:
        return False
    if isinstance(one.value, tuple) and isinstance(other.value, tuple):
        return not common(one.value, other.value)
    if isinstance(one.value, Fraction | date):
        return (
            _exceeds(one, other)
            or _exceeds(other, one)
            or (one.bound == other.bound == "exactly" and one.value != other.value)
        )
    return one.value != other.value


def _exceeds(least: Restriction, most: Restriction) -> bool:
    """Return whether the least of one is more than the most of the other."""
    if least.bound not in {"least", "exactly"} or most.bound not in {"most", "exactly"} or least.bound == most.bound:
        return False
    return least.value != most.value and is_within(most.value or "", least.value or "")


def beyond(own: Sequence[Restriction], binding: Sequence[Restriction]) -> list[tuple[Restriction, Restriction]]:
    """List what a grant allows beyond those whose agreement the law asks for: (granted, allowed)."""
    ceilings = [one for one in binding if one.value is not None and one.bound in {"", "most"}]
    return [
        (one, ceiling)
        for one in own
        for ceiling in ceilings
        if one.measure == ceiling.measure
        and one.bound in {"", "most"}
        and one.value is not None
        and not is_within(one.value, ceiling.value or "")
    ]
