"""What departments restrict in a permit: what its grant carries, what contradicts, what goes beyond the agreed."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from permits.casefile.casefile import CaseFile
from permits.casefile.rows import PermitRow, WorkItemRow
from workflows import ON_SITE, Answer, Contradiction, Restriction, Text, beyond, contradictions, group, restrictions

DECISION = "decision"
FALLEN = group("permit", "fallen")
AGREED = frozenset({"approved", "tacit", "forwarded"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a decider is about to grant: its own answer, and the ids of the offered conditions it leaves out."""

    own: Answer
    left_out: frozenset[str] = frozenset()


def answers_on(case: CaseFile, permit: str) -> list[Answer]:
    """List what the departments that agree have answered on a permit; the decider's own is not among them."""
    done = (item for item in case.latest.values() if item.permit == permit and item.kind != DECISION)
    return [answer_of(item) for item in done if item.state == "done" and item.verdict in AGREED]


def answer_of(item: WorkItemRow) -> Answer:
    """Return what a department answered; it binds the decider where the decision must wait for it."""
    return Answer(item.permit, item.department, item.kind, item.conditions or (), item.narrower or {}, item.blocks)


def carries(case: CaseFile, answer: Answer, what: str = "conditions") -> bool:
    """Return whether a grant carries an answer's conditions, or its narrower scope, whatever its decider says."""
    rule = case.bundle.carrying
    chosen = rule.conditions if what == "conditions" else rule.scope
    return chosen == "everyone" or (chosen == "bound_by_law" and answer.binds)


def holding(row: PermitRow, found: Iterable[Restriction]) -> list[Restriction]:
    """Keep the restrictions that no settlement of the permit has set aside."""
    set_aside = {(one["department"], one["text"]) for one in row.settlements or ()}
    return [one for one in found if (one.department, one.text.zh) not in set_aside]


def restrictions_on(case: CaseFile, row: PermitRow) -> list[Restriction]:
    """List everything restricted in a permit and not set aside by a settlement; once granted, what its grant says."""
    if row.state == "granted":
        own = Answer(row.key, row.department, DECISION, row.conditions or (), row.narrower or {})
        return holding(row, restrictions(case.bundle, own))
    said = (one for answer in answers_on(case, row.key) for one in restrictions(case.bundle, answer))
    return holding(row, said)


def contradictions_on(case: CaseFile, row: PermitRow, proposal: Proposal | None = None) -> list[Contradiction]:
    """List what contradicts itself in what a permit's grant carries, and in grants it rests on or that rest on it.

    Without a proposal an offered condition counts for nothing: nobody has taken it on yet.
    """
    if row.state == "granted":
        found = restrictions_on(case, row)
    else:
        found = holding(row, _carried(case, row, proposal))
        found += restrictions(case.bundle, proposal.own) if proposal else []
    beside = [one for other in _related(case, row) for one in restrictions_on(case, other) if one.measure in ON_SITE]
    return [one for one in contradictions([*found, *beside]) if row.key in {one.first.permit, one.second.permit}]


def _carried(case: CaseFile, row: PermitRow, proposal: Proposal | None) -> Iterator[Restriction]:
    for answer in answers_on(case, row.key):
        for one in restrictions(case.bundle, answer):
            is_scope = one.place in answer.narrower
            is_taken_on = proposal is not None and not is_scope and one.id not in proposal.left_out
            if is_taken_on or carries(case, answer, "scope" if is_scope else "conditions"):
                yield one


def _related(case: CaseFile, row: PermitRow) -> list[PermitRow]:
    """List the granted permits that a permit rests on, and those that rest on it."""
    rules = case.bundle.permits
    rests_on = {key: rules[key].rests_on if key in rules else () for key in case.permits}
    granted = (other for other in case.permits.values() if other.state == "granted" and other.key != row.key)
    return [one for one in granted if one.key in rests_on[row.key] or row.key in rests_on[one.key]]


def beyond_agreed(case: CaseFile, row: PermitRow, proposal: Proposal) -> frozenset[Text]:
    """Say what a proposed grant allows beyond those whose agreement the law asks for."""
    bound = (answer for answer in answers_on(case, row.key) if carries(case, answer, "scope"))
    ceilings = holding(row, (one for answer in bound for one in restrictions(case.bundle, answer)))
    pairs = beyond(restrictions(case.bundle, proposal.own), ceilings)
    return frozenset(_both(case, granted, allowed) for granted, allowed in pairs)


def worded(case: CaseFile, found: Collection[Contradiction]) -> frozenset[Text]:
    """Say contradictions, each with whose sentences they are."""
    return frozenset(_both(case, one.first, one.second) for one in found)


def _both(case: CaseFile, one: Restriction, other: Restriction) -> Text:
    first, second = attributed(case, one), attributed(case, other)
    return Text(f"{first.zh}，{second.zh}", f"{first.en} / {second.en}")


def attributed(case: CaseFile, one: Restriction) -> Text:
    """Say a restriction with the department it comes from."""
    short = case.context.office.body(case.app.area, one.department).short
    return Text(f"{short['zh']}“{one.text.zh}”", f'{short["en"]}: "{one.text.en}"')


def all_contradictions(case: CaseFile, row: PermitRow) -> frozenset[Text]:
    """Say every contradiction in a permit, among offered conditions too; none once it is refused or withdrawn."""
    if row.state in FALLEN:
        return frozenset()
    among = dict.fromkeys((*contradictions(restrictions_on(case, row)), *contradictions_on(case, row)))
    return worded(case, among)


def open_contradictions(case: CaseFile) -> frozenset[Text]:
    """Say every contradiction in what is granted and not served yet."""
    if case.app.delivered_at is not None:
        return frozenset()
    granted = [row for row in case.permits.values() if row.state == "granted" and (row.conditions or row.narrower)]
    return frozenset(said for row in granted for said in worded(case, contradictions_on(case, row)))
