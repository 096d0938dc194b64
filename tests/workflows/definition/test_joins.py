"""When a fork is finished under each policy, and what a refusal does to its siblings."""

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows import (
    BundleError,
    JoinPolicy,
    JoinResult,
    Verdict,
    WorkflowError,
    check_policy,
    complete,
    fitted,
    missing,
    outcome,
)
from workflows.definition.joins import JoinKind, OnRefusal

THREE = ("planning", "police", "roads")
YES, NARROWER, NO = Verdict.GRANTED, Verdict.GRANTED_NARROWER, Verdict.REFUSED


def waiting(*members: str) -> JoinResult:
    return JoinResult(finished=False, granted=False, waiting=frozenset(members), stopped=frozenset(), reason="waiting")


def met(*stopped: str) -> JoinResult:
    return JoinResult(finished=True, granted=True, waiting=frozenset(), stopped=frozenset(stopped), reason="met")


def not_met(*stopped: str) -> JoinResult:
    return JoinResult(finished=True, granted=False, waiting=frozenset(), stopped=frozenset(stopped), reason="not_met")


def test_missing_compares_sets_and_never_counts() -> None:
    assert missing(["road", "trees"], ["road", "road"]) == {"trees"}
    assert missing(["road", "trees"], ["road", "stranger"]) == {"trees"}
    assert missing(["road", "trees"], ["trees", "road", "stranger"]) == frozenset()


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        (["granted", "granted"], "all_granted"),
        (["granted_narrower"], "all_granted"),
        (["granted", "granted_narrower", "refused"], "partly_granted"),
        (["granted_narrower", "refused"], "partly_granted"),
        (["refused", "refused"], "all_refused"),
        (["registered"], "all_granted"),
        (["registered", "refused"], "all_refused"),
        (["registered", "granted", "refused"], "partly_granted"),
    ],
)
def test_outcome_of_an_application(decisions: list[str], expected: str) -> None:
    assert outcome({f"P{number}": decision for number, decision in enumerate(decisions)}) == expected


@pytest.mark.parametrize("decisions", [{}, {"P1": "granted", "P2": ""}, {"P1": "under_review"}, {"P1": "withdrawn"}])
def test_what_is_no_decision_has_no_outcome(decisions: dict[str, str]) -> None:
    with pytest.raises(WorkflowError):
        outcome(decisions)


def test_all_waits_for_everyone() -> None:
    policy = JoinPolicy("all")

    assert complete(policy, {}, THREE) == waiting(*THREE)
    assert complete(policy, {"planning": YES, "roads": NARROWER}, THREE) == waiting("police")
    assert complete(policy, {"planning": YES, "roads": NARROWER, "police": YES}, THREE) == met()


def test_after_a_refusal_siblings_finish_by_default() -> None:
    policy = JoinPolicy("all")

    assert complete(policy, {"planning": NO}, THREE) == waiting("police", "roads")
    assert complete(policy, {"planning": NO, "police": YES, "roads": YES}, THREE) == not_met()


def test_after_a_refusal_siblings_stop_when_told_so() -> None:
    policy = JoinPolicy("all", on_refusal="stop_all")

    assert complete(policy, {"planning": NO}, THREE) == not_met("police", "roads")


def test_any_ends_with_the_first_grant_or_the_last_refusal() -> None:
    policy = JoinPolicy("any")

    assert complete(policy, {"police": NO}, THREE) == waiting("planning", "roads")
    assert complete(policy, {"police": NO, "roads": YES}, THREE) == met("planning")
    assert complete(policy, dict.fromkeys(THREE, NO), THREE) == not_met()


def test_k_of_n_at_both_edges() -> None:
    policy = JoinPolicy("k_of_n", k=2)

    assert complete(policy, {"police": YES}, THREE) == waiting("planning", "roads")
    assert complete(policy, {"police": YES, "roads": NARROWER}, THREE) == met("planning")
    assert complete(policy, {"police": NO, "roads": NO}, THREE) == waiting("planning")
    assert complete(JoinPolicy("k_of_n", k=2, on_refusal="stop_all"), {"police": NO, "roads": NO}, THREE) == not_met(
        "planning"
    )


def test_weights_decide_not_heads() -> None:
    policy = JoinPolicy("weighted", weights={"planning": 1, "police": 1, "roads": 3}, pass_weight=3)

    assert complete(policy, {"planning": YES, "police": YES}, THREE) == waiting("roads")
    assert complete(policy, {"roads": YES}, THREE) == met("planning", "police")
    assert complete(policy, {"planning": YES, "police": YES, "roads": NO}, THREE) == not_met()


@pytest.mark.parametrize(
    ("verdict", "expected"), [(YES, met("planning", "police")), (NO, not_met("planning", "police"))]
)
def test_the_lead_decides_alone(verdict: Verdict, expected: JoinResult) -> None:
    policy = JoinPolicy("lead", lead="roads")

    assert complete(policy, {"planning": NO, "police": NO}, THREE) == waiting("roads")
    assert complete(policy, {"roads": verdict}, THREE) == expected


def test_a_veto_ends_at_once_and_only_its_holder_has_it() -> None:
    policy = JoinPolicy("all", on_refusal="veto", veto=frozenset({"police"}))

    vetoed = complete(policy, {"police": NO}, THREE)

    assert (vetoed.finished, vetoed.granted, vetoed.reason) == (True, False, "vetoed")
    assert vetoed.stopped == {"planning", "roads"}
    assert complete(policy, {"planning": NO}, THREE) == waiting("police", "roads")


@pytest.mark.parametrize(
    "policy",
    [
        JoinPolicy("any", on_refusal="veto", veto=frozenset({"police"})),
        JoinPolicy("k_of_n", k=1, on_refusal="veto", veto=frozenset({"police"})),
        JoinPolicy("lead", lead="roads", on_refusal="veto", veto=frozenset({"police"})),
    ],
    ids=["any", "k_of_n", "lead"],
)
def test_no_grant_overtakes_the_holder_of_a_veto(policy: JoinPolicy) -> None:
    assert complete(policy, {"roads": YES}, THREE) == waiting("planning", "police")
    assert complete(policy, {"roads": YES, "police": YES}, THREE) == met("planning")


def test_strangers_do_not_count() -> None:
    assert complete(JoinPolicy("any"), {"greening": YES}, THREE) == waiting(*THREE)
    assert complete(JoinPolicy("all", on_refusal="stop_all"), {"greening": NO}, THREE) == waiting(*THREE)


def test_a_fork_of_nobody_never_ends() -> None:
    assert complete(JoinPolicy("all"), {"police": YES}, ()) == waiting()


@pytest.mark.parametrize(
    "policy",
    [
        JoinPolicy("k_of_n"),
        JoinPolicy("k_of_n", k=4),
        JoinPolicy("lead"),
        JoinPolicy("lead", lead="greening"),
        JoinPolicy("weighted"),
        JoinPolicy("weighted", weights={"planning": 1, "police": 1}, pass_weight=1),
        JoinPolicy("weighted", weights={"planning": 2, "police": 2, "roads": -1}, pass_weight=1),
        JoinPolicy("weighted", weights={"planning": 1, "police": 1, "roads": 1}),
        JoinPolicy("weighted", weights={"planning": 1, "police": 1, "roads": 1}, pass_weight=4),
        JoinPolicy("all", on_refusal="veto"),
    ],
)
def test_a_policy_nobody_can_meet_is_refused(policy: JoinPolicy) -> None:
    with pytest.raises(BundleError):
        check_policy(policy, THREE)
    with pytest.raises(BundleError):
        complete(policy, dict.fromkeys(THREE, YES), THREE)


POLICIES = [
    JoinPolicy(kind, k=2, weights=dict(zip(THREE, (1, 2, 3), strict=True)), pass_weight=4, lead="roads", **refusal)
    for kind, refusal in product(
        ("all", "any", "k_of_n", "weighted", "lead"),
        (
            {"on_refusal": "finish_all"},
            {"on_refusal": "stop_all"},
            {"on_refusal": "veto", "veto": frozenset({"police"})},
        ),
    )
]


@given(
    policy=st.sampled_from(POLICIES),
    verdicts=st.dictionaries(st.sampled_from((*THREE, "stranger")), st.sampled_from(list(Verdict))),
)
def test_every_fork_finishes_once_all_have_answered_and_never_loses_anyone(
    policy: JoinPolicy, verdicts: dict[str, Verdict]
) -> None:
    result = complete(policy, verdicts, THREE)

    assert result.waiting | result.stopped == missing(THREE, verdicts)
    assert result.finished or result.waiting
    assert not (result.finished and result.waiting)


@given(
    policy=st.sampled_from(POLICIES),
    verdicts=st.dictionaries(st.sampled_from(THREE), st.sampled_from(list(Verdict))),
    late=st.fixed_dictionaries(dict.fromkeys(THREE, st.sampled_from(list(Verdict)))),
)
def test_a_grant_is_never_turned_by_late_answers_without_a_veto(
    policy: JoinPolicy, verdicts: dict[str, Verdict], late: dict[str, Verdict]
) -> None:
    if not complete(policy, verdicts, THREE).granted:
        return

    assert complete(policy, {**late, **verdicts}, THREE).granted


def winning(policy: JoinPolicy, members: frozenset[str]) -> set[frozenset[str]]:
    """Write out every set of members whose grants meet a policy."""
    every = [frozenset(one) for size in range(len(members) + 1) for one in combinations(sorted(members), size)]
    wins = {
        "all": lambda some: some == members,
        "any": lambda some: len(some) > 0,
        "k_of_n": lambda some: len(some) >= policy.k,
        "weighted": lambda some: sum(policy.weights[one] for one in some) >= policy.pass_weight,
        "lead": lambda some: policy.lead in some,
    }
    held = policy.veto & members if policy.on_refusal == "veto" else frozenset()
    return {some for some in every if wins[policy.kind](some) and held <= some}


def by_hand(policy: JoinPolicy, verdicts: dict[str, Verdict | None]) -> str:
    """Tell how a fork stands by looking at every way in which it could go on."""
    members = frozenset(verdicts)
    granted = frozenset(one for one, verdict in verdicts.items() if verdict in {YES, NARROWER})
    refused = frozenset(one for one, verdict in verdicts.items() if verdict == NO)
    if policy.on_refusal == "veto" and policy.veto & refused:
        return "vetoed"
    wins = winning(policy, members)
    if granted in wins:
        return "met"
    is_hopeless = not any(granted <= some and not some & refused for some in wins)
    stops = policy.on_refusal == "stop_all" or (policy.kind == "lead" and policy.lead in refused)
    return "not_met" if granted | refused == members or (stops and is_hopeless) else "waiting"


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("on_refusal", ["finish_all", "stop_all", "veto"])
@pytest.mark.parametrize("kind", ["all", "any", "k_of_n", "weighted", "lead"])
def test_the_truth_table_of_each_policy_is_that_of_brute_force(
    kind: JoinKind, on_refusal: OnRefusal, size: int
) -> None:
    members = ("a", "b", "c", "d", "e")[:size]
    policy = JoinPolicy(
        kind=kind,
        k=(size + 1) // 2,
        weights=dict(zip(members, (3, 2, 1, 0, 2), strict=False)),
        pass_weight=min(4, (3, 5, 6, 6, 8)[size - 1]) if size > 1 else 3,
        lead="a",
        on_refusal=on_refusal,
        veto=frozenset({members[-1]}) if on_refusal == "veto" else frozenset(),
    )

    for verdicts in product([None, YES, NO], repeat=size):
        told = dict(zip(members, verdicts, strict=True))
        answered = {member: verdict for member, verdict in told.items() if verdict}
        found = complete(policy, answered, members)

        assert (found.reason, found.finished) == (by_hand(policy, told), found.reason != "waiting")
        assert found.stopped == (frozenset(members) - answered.keys() if found.finished else frozenset())
        if left := frozenset(members) - found.stopped:
            again = complete(fitted(policy, left), answered, left)
            assert (again.finished, again.granted) == (found.finished, found.granted), (
                "whoever is ended changes nothing"
            )


@pytest.mark.parametrize("kind", ["all", "any", "k_of_n", "weighted", "lead"])
@pytest.mark.parametrize("left", [frozenset("a"), frozenset("b"), frozenset("bc"), frozenset("d"), frozenset("abcd")])
def test_a_policy_is_met_by_whoever_is_left_after_withdrawals(kind: JoinKind, left: frozenset[str]) -> None:
    weights = {"a": 3, "b": 2, "c": 1, "d": 0}
    policy = JoinPolicy(
        kind=kind, k=3, weights=weights, pass_weight=5, lead="a", on_refusal="veto", veto=frozenset("a")
    )

    found = fitted(policy, left)

    assert complete(found, dict.fromkeys(left, YES), left).reason == "met"
    assert (found.k, found.on_refusal) == (min(3, len(left)), "veto" if "a" in left else "finish_all")
