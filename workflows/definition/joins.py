"""When a fork is finished, and the effect of a refusal on its siblings; compares sets, never counts arrivals."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal

from workflows.errors import N_, BundleError, WorkflowError

JoinKind = Literal["all", "any", "k_of_n", "weighted", "lead"]
OnRefusal = Literal["finish_all", "stop_all", "veto"]
Outcome = Literal["all_granted", "partly_granted", "all_refused"]
JoinReason = Literal["waiting", "met", "not_met", "vetoed"]


class Verdict(StrEnum):
    """The verdict of one branch of a fork."""

    GRANTED = "granted"
    GRANTED_NARROWER = "granted_narrower"
    REGISTERED = "registered"
    REFUSED = "refused"


_GRANTS = frozenset({Verdict.GRANTED, Verdict.GRANTED_NARROWER, Verdict.REGISTERED})


@dataclass(frozen=True, slots=True)
class JoinPolicy:
    """The policy of a join: `k` for k_of_n, `weights` and `pass_weight` for weighted, `lead` for lead."""

    kind: JoinKind = "all"
    k: int = 0
    weights: Mapping[str, int] = field(default_factory=dict)
    pass_weight: int = 0
    lead: str = ""
    on_refusal: OnRefusal = "finish_all"
    veto: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class JoinResult:
    """The status of a fork: `waiting` still has to answer, `stopped` need not answer any more."""

    finished: bool
    granted: bool
    waiting: frozenset[str]
    stopped: frozenset[str]
    reason: JoinReason


def missing(required: Collection[str], decided: Collection[str]) -> frozenset[str]:
    """Return the required but undecided; a decision that is not required never compensates."""
    return frozenset(required) - frozenset(decided)


def outcome(decisions: Mapping[str, str]) -> Outcome:
    """Return the outcome of an application's decisions; a narrower grant is a grant. Withdrawn permits are left out.

    What is registered without a decision counts only where nothing else was decided.

    Raises:
        WorkflowError: there is no decision, or an unknown value.
    """
    try:
        verdicts = {Verdict(decision) for decision in decisions.values()}
    except ValueError as unknown:
        raise WorkflowError(N_("A permit without a decision cannot be summed up")) from unknown
    verdicts = verdicts - {Verdict.REGISTERED} or verdicts
    if not verdicts:
        raise WorkflowError(N_("An application without decisions has no outcome"))
    if verdicts == {Verdict.REFUSED}:
        return "all_refused"
    return "partly_granted" if Verdict.REFUSED in verdicts else "all_granted"


def check_policy(policy: JoinPolicy, required: Collection[str]) -> None:
    """Refuse a policy that its members can never meet.

    Raises:
        BundleError: a number or member, which it names, is wrong.
    """
    members = frozenset(required)
    if policy.kind == "k_of_n" and not 1 <= policy.k <= len(members):
        raise BundleError(N_("A join of k of n needs k between 1 and the number of its members"))
    if policy.kind == "lead" and policy.lead not in members:
        raise BundleError(N_("The lead of a join must be one of its members"))
    if policy.kind == "weighted":
        _check_weights(policy, members)
    if policy.on_refusal == "veto" and not policy.veto:
        raise BundleError(N_("A join with a veto must name who holds it"))


def fitted(policy: JoinPolicy, members: Collection[str]) -> JoinPolicy:
    """Return the policy for the members that are left once others were withdrawn, so that it can still be met.

    k and the pass weight are at most what is left; without its lead, or without any weight, all decide.
    """
    left = frozenset(members)
    veto = policy.veto & left
    on_refusal = "finish_all" if policy.on_refusal == "veto" and not veto else policy.on_refusal
    weights = {member: policy.weights.get(member, 0) for member in left} if policy.kind == "weighted" else {}
    weight = sum(weights.values())
    is_headless = policy.kind == "lead" and policy.lead not in left
    is_weightless = policy.kind == "weighted" and weight < 1
    return replace(
        policy,
        kind="all" if is_headless or is_weightless else policy.kind,
        k=min(policy.k, len(left)),
        weights=weights,
        pass_weight=min(policy.pass_weight, weight),
        on_refusal=on_refusal,
        veto=veto,
    )


def complete(policy: JoinPolicy, verdicts: Mapping[str, Verdict], required: Collection[str]) -> JoinResult:
    """Return whether a fork is finished and how; verdicts of non-members do not count, an empty fork never finishes.

    `finish_all` lets every sibling answer after a refusal, `stop_all` ends as soon as the policy can no longer be
    met, `veto` waits for the consent of every member who holds one and ends at the refusal of any of them.

    Raises:
        BundleError: these members can never meet the policy.
    """
    members = frozenset(required)
    if not members:
        return JoinResult(finished=False, granted=False, waiting=members, stopped=members, reason="waiting")
    check_policy(policy, members)
    granted = frozenset(m for m in members if verdicts.get(m) in _GRANTS)
    refused = frozenset(m for m in members if verdicts.get(m) == Verdict.REFUSED)
    reason = _reason(policy, members, granted=granted, refused=refused)
    waiting = members - granted - refused
    if reason == "waiting":
        return JoinResult(finished=False, granted=False, waiting=waiting, stopped=frozenset(), reason=reason)
    return JoinResult(finished=True, granted=reason == "met", waiting=frozenset(), stopped=waiting, reason=reason)


def _check_weights(policy: JoinPolicy, members: frozenset[str]) -> None:
    if members - policy.weights.keys() or min(policy.weights.values()) < 0:
        raise BundleError(N_("A weighted join needs a weight of zero or more for each member"))
    if not 1 <= policy.pass_weight <= _weight(policy, members):
        raise BundleError(N_("The pass weight of a join must be between 1 and the sum of its weights"))


def _weight(policy: JoinPolicy, members: frozenset[str]) -> int:
    return sum(policy.weights[member] for member in members)


def _is_met(policy: JoinPolicy, members: frozenset[str], granted: frozenset[str]) -> bool:
    match policy.kind:
        case "all":
            return granted == members
        case "any":
            return bool(granted)
        case "k_of_n":
            return len(granted) >= policy.k
        case "weighted":
            return _weight(policy, granted) >= policy.pass_weight
        case "lead":
            return policy.lead in granted


def _reason(
    policy: JoinPolicy, members: frozenset[str], *, granted: frozenset[str], refused: frozenset[str]
) -> JoinReason:
    vetoers = policy.veto & members if policy.on_refusal == "veto" else frozenset()
    if vetoers & refused:
        return "vetoed"
    if vetoers <= granted and _is_met(policy, members, granted):
        return "met"
    everyone_answered = granted | refused == members
    lead_refused = policy.kind == "lead" and policy.lead in refused
    unreachable = policy.on_refusal == "stop_all" and not _is_met(policy, members, members - refused)
    return "not_met" if everyone_answered or lead_refused or unreachable else "waiting"
