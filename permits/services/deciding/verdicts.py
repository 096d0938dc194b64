"""A department's verdict, and its check against the bundle and the application."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from permits.casefile import CaseFile, WorkItemRow
from permits.casefile.facts import Proposal, answers_on, carries, consent_on, holding
from permits.errors import Invalid
from workflows import N_, Answer, Code, Restriction, canonical, derive, faults_of, restrictions

LONGEST_OPINION = 4000
LAW_38 = "Administrative Licensing Law art. 38(2)"
LAW_43 = "Administrative Licensing Law art. 43"
Problem = tuple[str, str, Mapping[str, object]]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A condition another department offers that the decider leaves out of the grant, and why."""

    condition: str
    why: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A department's answer: opinion, coded conditions, and the narrower scope if less is granted.

    A grant carries what other departments offer, except what is named in `left_out`; a pre-review may advise against.
    """

    opinion: str
    conditions: Sequence[Mapping[str, object]] = ()
    narrower: Mapping[str, object] | None = None
    reason_code: str | None = None
    law: str | None = None
    left_out: Sequence[LeftOut] = ()
    advises_against: bool = False


def proposal_of(item: WorkItemRow, verdict: Verdict) -> Proposal:
    """Return what a decider is about to grant, to be held against what the departments agreed to."""
    own = Answer(item.permit, item.department, item.kind, verdict.conditions, verdict.narrower or {})
    return Proposal(own, frozenset(one.condition for one in verdict.left_out))


def offered_conditions(case: CaseFile, permit: str) -> list[Restriction]:
    """List the conditions a grant may leave out: those of departments whose agreement the law does not ask for."""
    row = case.permits[permit]
    free = [answer for answer in answers_on(case, permit) if not carries(case, answer)]
    said = (one for answer in free for one in restrictions(case.bundle, replace(answer, narrower={})))
    return holding(row, said)


def check_verdict(case: CaseFile, item: WorkItemRow, verdict: Verdict, action: str) -> Verdict:
    """Check a verdict against the bundle's codes and the scope asked for; returns it with its scope in one spelling.

    Raises:
        Invalid: opinion, coded reason, conditions, narrower scope or what is left out are malformed.
    Law: Administrative Licensing Law art. 38, 43.
    """
    problems = [*_faults_of_conditions(case, item.permit, verdict), *_faults_of_scope(case, item.permit, verdict)]
    problems += _faults_of_left_out(case, item, verdict)
    if len(verdict.opinion) > LONGEST_OPINION:
        problems.append(("opinion", N_("At most %(count)s characters"), {"count": LONGEST_OPINION}))
    if action == "forward" and not verdict.opinion.strip():
        raise Invalid([("opinion", N_("The government decides on your pre-review: write its opinion"), {})], law=LAW_43)
    if action == "refuse":
        problems += _faults_of_refusal(case, item, verdict)
    elif not verdict.opinion.strip():
        problems += _lacking_opinion(item, verdict)
    if problems:
        raise Invalid(problems, law=LAW_38 if action == "refuse" or verdict.narrower else None)
    rule = case.bundle.permits[item.permit]
    return replace(verdict, narrower=canonical(rule, verdict.narrower) if verdict.narrower else None)


def _lacking_opinion(item: WorkItemRow, verdict: Verdict) -> Iterator[Problem]:
    """Yield the fault of an answer without words where the law, or whoever decides on it, needs them."""
    if verdict.narrower:
        yield "opinion", N_("Say why the rest is not granted"), {}
    elif item.kind != "decision" and not verdict.conditions:
        yield "opinion", N_("Write your opinion: the decision rests on it"), {}


def fitting_codes(case: CaseFile, item: WorkItemRow) -> list[Code]:
    """List the coded reasons that the facts of the case bear out for refusing a permit; an unknown fact bears out none.

    Law: Administrative Licensing Law art. 38(2).
    """
    known = derive(case.bundle, case.form.answers, case.judged_on, case.form.project)
    codes = (one for one in case.bundle.refusal_codes.values() if not one.permits or item.permit in one.permits)
    return [
        one
        for one in codes
        if (one.when is None or known.holds(one.when)) and (one.refused is None or _is_refused(case, item, one.refused))
    ]


def _is_refused(case: CaseFile, item: WorkItemRow, kind: str) -> bool:
    """Return whether an item of a kind is being refused, has been, or waits for one that has been."""
    if kind == "co_approval" and (consent := consent_on(case, item.permit)) and consent.granted:
        return False  # outvoted
    of_kind = [one for one in case.latest.values() if one.permit == item.permit and one.kind == kind]
    waited_for = [case.latest[name] for one in of_kind for name in one.after if name in case.latest]
    return item.kind == kind or any(one.verdict == "refused" for one in (*of_kind, *waited_for))


def _faults_of_refusal(case: CaseFile, item: WorkItemRow, verdict: Verdict) -> Iterator[Problem]:
    code = case.bundle.refusal_codes.get(verdict.reason_code or "")
    if not verdict.opinion.strip():
        yield "opinion", N_("A refusal needs its reasons"), {}
    if code is None:
        # who is only consulted says why it disagrees; the coded reasons are those of refusing a permit
        if verdict.reason_code or item.kind != "opinion":
            yield "reason_code", N_("There is no such coded reason"), {}
    elif code.permits and item.permit not in code.permits:
        yield "reason_code", N_("This reason is none for which this permit is refused"), {}
    elif code not in fitting_codes(case, item):
        yield "reason_code", N_("The facts of the case do not bear out this reason"), {}


def _faults_of_conditions(case: CaseFile, permit: str, verdict: Verdict) -> Iterator[Problem]:
    for index, condition in enumerate(verdict.conditions):
        kind = case.bundle.condition_kinds.get(str(condition.get("kind")))
        if kind is None or (kind.permits and permit not in kind.permits):
            yield f"conditions.{index}.kind", N_("There is no such kind of condition"), {}
        if not str(condition.get("text", "")).strip():
            yield f"conditions.{index}.text", N_("Write the condition"), {}


def _faults_of_scope(case: CaseFile, permit: str, verdict: Verdict) -> Iterator[Problem]:
    rule = case.bundle.permits[permit]
    for key, sentence, params in faults_of(rule, verdict.narrower or {}, case.form.answers):
        yield f"narrower.{key}", sentence, params


def _faults_of_left_out(case: CaseFile, item: WorkItemRow, verdict: Verdict) -> Iterator[Problem]:
    if not verdict.left_out:
        return
    known = {one.id for one in offered_conditions(case, item.permit)} if item.kind == "decision" else set()
    for index, one in enumerate(verdict.left_out):
        if one.condition not in known:
            yield f"left_out.{index}.condition", N_("There is no such condition to leave out"), {}
        if not one.why.strip():
            yield f"left_out.{index}.why", N_("Say why this condition is left out"), {}
