"""What departments restrict in a permit, as staff see it: beside the decision, and where it contradicts itself."""

from permits.api.answers import Shown
from permits.casefile import CaseFile, PermitRow
from permits.casefile.facts import all_contradictions, answers_on, carries
from permits.casefile.seen import seen_of
from permits.http import language
from permits.queries.reading import rows
from workflows import Answer, Restriction, restrictions


def agreement_of(case: CaseFile, row: PermitRow) -> Shown:
    """Return what each department that agrees restricts, what contradicts, what was left out and what was settled."""
    (seen,) = [one for one in seen_of(case).of(rows.Permit) if one.key == row.key]
    return {
        "agreement": [_answered(case, answer) for answer in answers_on(case, row.key)],
        "contradictions": sorted(one.get(language()) for one in all_contradictions(case, row)),
        "left_out": seen.left_out or [],
        "settlements": seen.settlements or [],
    }


def _answered(case: CaseFile, answer: Answer) -> Shown:
    return {
        "department": answer.department,
        "kind": answer.kind,
        "binds": answer.binds,
        "is_carried": carries(case, answer),
        "restrictions": [_restriction(one) for one in restrictions(case.bundle, answer)],
        "narrower": dict(answer.narrower),
    }


def _restriction(one: Restriction) -> Shown:
    """Return one restriction; free text is not checked against others'."""
    said = {"id": one.id, "text": one.text.get(language()), "measure": one.measure}
    return {**said, "is_checked": one.value is not None}
