"""What a matter may have beside questions, permits and work, as frozen data; absent, its actions are not offered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from workflows.definition.expressions import Expression
from workflows.definition.questions import Text

CHANGE_LAW = Text("《行政许可法》第四十九条", "Administrative Licensing Law art. 49")
PLAIN = Text("就{place}", "at {place}")
Unit = Literal["days", "months", "years"]
# what the office's register holds of a subject
Registered = Literal["opened_on", "overhauled_on"]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a decision is for, as a part of its sentence; {place} is the place of the case."""

    purpose: Text = PLAIN


@dataclass(frozen=True, slots=True)
class Register:
    """What the office's register knows of the subject: the form field that names it, and answers by column."""

    subject: str
    facts: Mapping[str, Registered]


@dataclass(frozen=True, slots=True)
class Beside:
    """Emergency works that need none but these permits: whom to notify, and the rule and law in place of the lane's.

    They are filed within the working days of the switch `emergency_beside_working_days`; 0: within the lane's hours.
    """

    permits: tuple[str, ...]
    notify: tuple[str, ...]
    rule: Text
    law: Text


@dataclass(frozen=True, slots=True)
class Emergency:
    """The lane of works that begin before their permit: the answer that claims it, and whom to notify as they begin.

    `rule` is the sentence of the confirmation; the flags name breaches: filed late, not notified in time.
    """

    answer: str
    law: Text
    rule: Text
    notify: tuple[str, ...] = ()
    late_flag: str = ""
    silent_flag: str = ""
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True)
class FastLane:
    """The shorter promise to simple cases: its condition, and what the applicant is told.

    Open only where the switch `fast_lane` is on. The working days bound each permit's promise and each duty; special
    steps and a public notice beside the task are still added.
    """

    when: Expression
    committed_working_days: int
    message: Text
    law: Text


@dataclass(frozen=True, slots=True)
class RefundRule:
    """The reason and the law of a refund, where the matter has words of its own for it."""

    reason: Text
    law: Text


@dataclass(frozen=True, slots=True)
class Validity:
    """The term of a licence and its renewal; without any bound, and without a period in the answers, it has no end.

    `max_days` bounds every licence. `term` is the path of the answer with the length asked, counted in `unit`;
    `max_term` names the switch with its maximum. `fixed_term` names the switch with the length every licence has.
    `ends_on` is the day of the year (MM-DD) on which every licence ends. `endless`: no end, whatever is asked.
    `renewal_months` names the switch with the months of a renewal; empty: as long again.
    """

    renewable: bool
    renewal_times: int
    text: Text
    max_days: int | None = None
    unit: Unit = "days"
    term: str = ""
    max_term: str = ""
    fixed_term: str = ""
    ends_on: str = ""
    endless: bool = False
    renewal_months: str = ""


@dataclass(frozen=True, slots=True)
class Reinstatement:
    """The duty to restore the place when a licence ends: its law, the sentence of the order, the breach flagged.

    Without it a licence leaves nothing to restore and nothing to inspect.
    """

    law: Text
    order: Text
    inspection_law: Text
    overdue_flag: str = ""


@dataclass(frozen=True, slots=True)
class CountRule:
    """What is counted when the aftercare ends: its least number, what replaces a loss, and all its sentences.

    `of` names the fact with the number, `narrowed` the field of a narrower scope that cuts it, `ratio` the switch with
    the number that replaces each one lost. `order` has the places {alive}, {dead}, {replant} and {day}.
    """

    of: str
    law: Text
    none_lost: Text
    some_lost: Text
    order: Text
    alive: Text
    dead: Text
    ratio: str = ""
    narrowed: str = ""


@dataclass(frozen=True, slots=True)
class Aftercare:
    """The months (a switch) during which accepted works are watched, and the count at their end, if any."""

    months: str
    count: CountRule | None = None


@dataclass(frozen=True, slots=True)
class MeasureRule:
    """A figure of the scope that a check measures on site; `asked` is the path of the answer it must not exceed."""

    key: str
    label: Text
    unit: Text
    asked: str


@dataclass(frozen=True, slots=True)
class Overrun:
    """Use beyond the licence: the law that a record of it cites, and the breach flagged."""

    law: Text
    flag: str = ""


@dataclass(frozen=True, slots=True)
class FineRule:
    """One breach that another procedure may fine, up to a maximum in fen; here it is only flagged."""

    key: str
    name: Text
    law: Text
    most_fen: int


@dataclass(frozen=True, slots=True)
class Agency:
    """An authority outside the bundle to which an applicant is referred."""

    key: str
    name: Text
    law: Text


@dataclass(frozen=True, slots=True)
class Remedies:
    """The applicant's remedies against a decision.

    Law: Administrative Reconsideration Law art. 20; Administrative Litigation Law art. 46.
    """

    reconsideration_days: int
    lawsuit_months: int
    text: Text


@dataclass(frozen=True, slots=True)
class Extra:
    """What a district asks beyond its base: its kind, its place in the bundle, its name, and the law it cites."""

    kind: str
    place: str
    name: Text
    law: Text


@dataclass(frozen=True, slots=True)
class Overlay:
    """The base that a district's bundle was laid over when it was resolved, and all it asks beyond it."""

    key: str
    version: str
    digest: str
    extras: tuple[Extra, ...] = ()


@dataclass(frozen=True, slots=True)
class FeeRule:
    """One row of a rate table: permit, condition, quantity and law; without a listed rate there is no fee.

    `steps` raise the rate from a given month on, each by a percentage of the base rate. `restored_by` is the
    answer (yes) by which the holder restores the place himself and pays nothing, where `self_reinstatement` is on.
    """

    key: str
    permit: str
    name: Text
    unit: Text
    law: Text
    when: Expression
    quantity: Expression
    rate_fen: int
    days: Expression | None = None
    multiplier: Expression | None = None
    month_days: int = 30
    steps: tuple[tuple[int, int], ...] = ()
    restored_by: str = ""

    @property
    def last_step(self) -> int:
        """The month after which the rate is constant."""
        return max((month for month, _ in self.steps), default=1) - 1

    def plus_percent(self, month: int) -> int:
        """Return by how many percent the rate is raised in a month, counted from 1."""
        return next((percent for from_month, percent in reversed(self.steps) if month >= from_month), 0)
