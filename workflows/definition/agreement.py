"""What departments may restrict in a grant, and whose restrictions a grant carries; frozen data of a bundle."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from workflows.definition.capabilities import Unit, Validity
from workflows.definition.questions import Text

NarrowKind = Literal["count", "amount", "hours", "day", "text"]
Bound = Literal["", "most", "least", "exactly"]
Carried = Literal["decider", "bound_by_law", "everyone"]
# what a measure of this name holds; one of any other name is an amount
HOURS, SIDE, DAYS, DAY = "hours", "side", "days", "day"
# what the licences of one site cannot differ in, where one permit rests on another
ON_SITE = frozenset({HOURS, SIDE})
# the kind of a narrow that may be called like a measure of the format
KIND_OF: Mapping[str, NarrowKind] = {HOURS: "hours", SIDE: "text", DAYS: "count", DAY: "day"}
TERM = Text("准予期限", "Term granted")
UNIT_NAMES: Mapping[Unit, Text] = {
    "days": Text("天", "days"),
    "months": Text("个月", "months"),
    "years": Text("年", "years"),
}
# a last day, or a number of these, that a grant sets the term of its licence to
TermBound = Literal["", "day", "days", "months", "years"]


@dataclass(frozen=True, slots=True)
class NarrowRule:
    """One field of a permit's scope that a grant may narrow.

    `asked` are the paths into the answers that ask for it, the first one given counts; a field without one is compared
    with nothing, and bounded by `most` alone. `bounds` says in what it bounds the term of the licence; empty: not.
    """

    key: str
    kind: NarrowKind
    label: Text
    unit: Text
    asked: tuple[str, ...] = ()
    most: int | None = None
    bounds: TermBound = ""

    @property
    def measure(self) -> str:
        """The measure under which it is compared with conditions."""
        if self.kind in {"day", "hours"}:
            return DAY if self.kind == "day" else HOURS
        return DAYS if self.bounds == "days" else self.key


def with_term(narrows: tuple[NarrowRule, ...], term: Validity) -> tuple[NarrowRule, ...]:
    """Add the term to what a grant may narrow, where a most limits what is asked for and no narrow of it is written.

    A longer request is granted for the most, and the grant has to say so.
    """
    if not (term.term and term.max_term) or any(one.kind == "count" and term.term in one.asked for one in narrows):
        return narrows
    key = "term" if any(one.key == term.unit for one in narrows) else term.unit
    return (*narrows, NarrowRule(key, "count", TERM, UNIT_NAMES[term.unit], (term.term,)))


def term_bound(rule: NarrowRule, term: Validity, period: str) -> TermBound:
    """Say in what a narrow bounds the term of a licence; `period` is the key of the question for its two days.

    What the narrow says itself counts. Else a last day bounds the term where it is compared with the period or with
    nothing; a number, where it is compared with the length asked for or, in days, with the period.
    """
    if rule.bounds:
        return rule.bounds
    is_of_period = bool(period) and period in rule.asked
    if rule.kind == "day":
        return "day" if is_of_period or not rule.asked else ""
    if rule.kind != "count":
        return ""
    return term.unit if term.term and term.term in rule.asked else "days" if is_of_period else ""


@dataclass(frozen=True, slots=True)
class CarryingRule:
    """Whose conditions, and whose narrower scope, a grant carries beside the decider's own; others' are offered."""

    conditions: Carried = "bound_by_law"
    scope: Carried = "bound_by_law"


@dataclass(frozen=True, slots=True)
class Tacit:
    """Silence of a department that is only consulted counts as its agreement after these working days, by this law.

    Only where the switch `tacit_consent` is on, and never of whoever must agree or decides.
    """

    working_days: int
    law: Text
