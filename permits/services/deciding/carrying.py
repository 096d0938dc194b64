"""What a grant carries of the other departments' answers: their conditions, and the narrowest scope."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from permits.casefile import CaseFile, PermitRow
from permits.casefile.facts import answers_on, carries, holding
from permits.services.deciding.verdicts import Verdict
from workflows import Answer, Restriction, narrowest, of_condition, restrictions

Condition = Mapping[str, object]


def with_carried(case: CaseFile, row: PermitRow, verdict: Verdict) -> Verdict:
    """Add to a grant what the bundle's rule carries into it: conditions, each with its department, and less scope.

    Law: Administrative Licensing Law art. 38.
    """
    left_out = frozenset(one.condition for one in verdict.left_out)
    rule, answers = case.bundle.permits[row.key], answers_on(case, row.key)
    said = list(verdict.conditions)
    for condition in (one for answer in answers for one in _carried(case, row, answer, left_out)):
        if not any(_says_the_same(case, condition, other) for other in said):
            said.append(condition)
    scopes = [verdict.narrower or {}, *(one for answer in answers for one in _scopes(case, row, answer))]
    narrower = narrowest(rule, scopes)
    return replace(verdict, conditions=said, narrower=narrower or None)


def note_left_out(case: CaseFile, row: PermitRow, verdict: Verdict) -> list[dict[str, object]]:
    """List the conditions left out of a grant, each with its department and why."""
    said = {one.id: one for answer in answers_on(case, row.key) for one in restrictions(case.bundle, answer)}
    return [
        {"department": said[one.condition].department, "text": said[one.condition].text.zh, "why": one.why.strip()}
        for one in verdict.left_out
    ]


def _carried(case: CaseFile, row: PermitRow, answer: Answer, left_out: frozenset[str]) -> Iterator[Condition]:
    standing = {one.place for one in _standing(case, row, answer) if one.id not in left_out}
    for number, condition in enumerate(answer.conditions):
        if str(number) in standing:
            yield {**condition, "department": answer.department}


def _standing(case: CaseFile, row: PermitRow, answer: Answer) -> list[Restriction]:
    return holding(row, restrictions(case.bundle, answer))


def _scopes(case: CaseFile, row: PermitRow, answer: Answer) -> Iterator[Mapping[str, object]]:
    """Yield the narrower scope of an answer that binds the grant, and what its conditions amount to."""
    if not carries(case, answer, "scope"):
        return
    for one in _standing(case, row, answer):
        if one.place in answer.narrower:
            yield {one.place: answer.narrower[one.place]}
        elif one.bound == "most":
            said = answer.conditions[int(one.place)]
            rule, answers = case.bundle.permits[row.key], case.form.answers
            yield of_condition(rule, one.measure, said.get("value") or said.get("text"), answers)


def _says_the_same(case: CaseFile, one: Condition, other: Condition) -> bool:
    """Return whether two conditions are one: of the same kind, with the same text or the same measured value."""
    if one.get("kind") != other.get("kind"):
        return False
    first, second = (restrictions(case.bundle, Answer("", "", "", [said]))[0] for said in (one, other))
    return first.text == second.text or (first.value is not None and first.value == second.value)
