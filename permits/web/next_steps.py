"""What an applicant is to do next, and what the office does meanwhile: one sentence a fact, none that does not hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from workflows import N_, group

CONCLUDED, DECIDED = group("application", "concluded"), group("application", "decided")
UNCLOSED = group("application", "unclosed")
CLOSING = {
    "not_accepted": N_("This office has no power over the matter; the decision below says whom to turn to."),
    "not_required": N_("No licence is needed; the notice below says why."),
    "lapsed": N_("The missing materials did not come in time. You may apply again at any time."),
    "closed": N_("The application is closed."),
}
Tone: TypeAlias = Literal["blue", "green", "yellow", "red"]
Value: TypeAlias = str | int | date
Said: TypeAlias = tuple[str, dict[str, Value]]


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stands for its applicant; days are last days, amounts are in fen, texts are in the reader's language.

    `rests` names (permit, ground) of each stopped clock; `investigated` names (permit, holder, since) of each permit
    under investigation; `late_by_law` and `late_by_promise` name undecided permits past their last day; `hearings`
    names (permit, last day to ask); `is_deemed` says that silence accepts.
    """

    state: str
    outcome: str | None = None
    answer_by: date | None = None
    is_late: bool = False
    is_deemed: bool = True
    promise_by: date | None = None
    owed: Sequence[str] = ()
    to_pay_fen: int = 0
    pays_first: bool = False
    moot: Sequence[str] = ()
    hearings: Sequence[tuple[str, date]] = ()
    granted: Sequence[str] = ()
    refused: Sequence[str] = ()
    withdrawn: Sequence[str] = ()
    undecided: Sequence[str] = ()
    working: Sequence[str] = ()
    rests: Sequence[tuple[str, str]] = ()
    investigated: Sequence[tuple[str, str, date]] = ()
    late_by_law: Sequence[str] = ()
    late_by_promise: Sequence[str] = ()
    may_receive: bool = False
    may_rate: bool = False
    serves: bool = False


@dataclass(frozen=True, slots=True)
class NextStep:
    """What the applicant is to do, how the case stands, and how pressing it is, as msgids with their values."""

    wanted: tuple[Said, ...]
    standing: tuple[Said, ...]
    tone: Tone


def next_step(found: Standing) -> NextStep:
    """Say what is wanted of the applicant and how the case stands."""
    wanted = tuple(_wanted(found))
    return NextStep(wanted, tuple(_standing(found)), _tone(found, is_wanted=bool(wanted)))


def _wanted(found: Standing) -> Iterator[Said]:
    if found.state == "supplement" and found.answer_by:
        yield N_("Hand in what is listed here by %(day)s."), {"day": found.answer_by}
    for permit in found.moot:
        yield N_("Say whether %(permit)s goes on: its purpose fell with a refused permit."), {"permit": permit}
    if found.owed and found.promise_by:
        yield (
            N_("Hand in what you promised by %(day)s: %(names)s."),
            {"day": found.promise_by, "names": _all(found.owed)},
        )
    if found.to_pay_fen:
        gated, plain = N_("Pay %(amount)s: nothing is served before the fee is settled."), N_("Pay %(amount)s.")
        yield gated if found.pays_first else plain, {"amount": found.to_pay_fen}
    for permit, last_on in found.hearings:
        yield N_("You may ask for a hearing on %(permit)s until %(day)s."), {"permit": permit, "day": last_on}
    if found.may_receive:
        yield N_("You may open the decisions here: they count as served then."), {}
    if found.may_rate and found.answer_by:
        yield N_("You may tell us until %(day)s how it went."), {"day": found.answer_by}


def _standing(found: Standing) -> Iterator[Said]:
    if found.state == "received":
        yield from _at_the_counter(found)
    if found.state == "in_review":
        yield from _in_review(found)
    if found.state in UNCLOSED or found.serves:
        yield from _outcomes(found)
    if found.state == "delivered":
        yield N_("Everything decided has been served."), {}
    if found.state == "withdrawn":
        yield N_("The application is withdrawn."), {}
    if found.state == "decided" or found.serves:
        yield from _service(found)
    if found.state in CLOSING:
        yield CLOSING[found.state], {}


def _at_the_counter(found: Standing) -> Iterator[Said]:
    if found.answer_by is None:
        yield N_("The counter checks the application."), {}
    elif found.is_late:
        yield N_("The counter should have answered by %(day)s and has not."), {"day": found.answer_by}
    elif found.is_deemed:
        yield (
            N_("The counter checks the application and answers by %(day)s; if it does not, it counts as accepted."),
            {"day": found.answer_by},
        )
    else:
        yield N_("The counter checks the application and answers by %(day)s."), {"day": found.answer_by}
    for permit, holder, since in found.investigated:
        yield (
            N_(
                "Whether %(permit)s is needed is under investigation since %(day)s: the next step is %(holder)s's. "
                "The time of the check runs on, it is the office's."
            ),
            {"permit": permit, "holder": holder, "day": since},
        )


def _in_review(found: Standing) -> Iterator[Said]:
    yield from _outcomes(found)
    if found.late_by_law:
        yield N_("Past the last day the law allows, and not decided: %(names)s."), {"names": _all(found.late_by_law)}
    if found.late_by_promise:
        yield N_("Past the promised day, and not decided: %(names)s."), {"names": _all(found.late_by_promise)}
    if found.working:
        yield N_("Working on it now: %(names)s."), {"names": _all(found.working)}
    for permit, ground in found.rests:
        yield N_("The time limit of %(permit)s is stopped: %(ground)s."), {"permit": permit, "ground": ground}


def _outcomes(found: Standing) -> Iterator[Said]:
    for message, names in (
        (N_("Granted: %(names)s."), found.granted),
        (N_("Refused: %(names)s."), found.refused),
        (N_("Withdrawn: %(names)s."), found.withdrawn),
    ):
        if names:
            yield message, {"names": _all(names)}


def _service(found: Standing) -> Iterator[Said]:
    if found.answer_by is None:
        yield N_("The decisions take effect when they are served on you."), {}
    elif found.is_late:
        yield N_("The decisions should have been served by %(day)s and have not been."), {"day": found.answer_by}
    else:
        yield N_("The decisions are served on you by %(day)s, and take effect then."), {"day": found.answer_by}


def _all(names: Sequence[str]) -> str:
    return " · ".join(names)


def _tone(found: Standing, *, is_wanted: bool) -> Tone:
    if found.late_by_law or found.is_late or found.outcome == "all_refused" or found.state == "not_accepted":
        return "red"
    is_optional = found.state == "delivered" and not (found.owed or found.to_pay_fen)
    if (is_wanted and not is_optional) or found.late_by_promise or found.refused:
        return "yellow"
    return "green" if found.state in DECIDED and found.granted else "blue"
