"""Walks of duties and applications: everything reachable is seen, and what is stuck is named."""

import pytest

from workflows.checking import exploration
from workflows.checking.exploration import (
    Duty,
    TooLarge,
    combinations_of,
    leading_to,
    reach,
    walk_application,
    walk_permits,
)

OPINION = Duty("p:planning:opinion", "p", "opinion", blocks=True)
AGREEMENT = Duty("p:police:co_approval", "p", "co_approval", blocks=True)
DECISION = Duty("p:roads:decision", "p", "decision", (OPINION.id, AGREEMENT.id))


def test_a_lone_decision_is_made_each_way_or_withdrawn() -> None:
    walk = walk_permits((Duty("p:roads:decision", "p", "decision"),), ("p",))

    assert walk.states == 5  # open, claimed, granted, refused, withdrawn
    assert not walk.stuck | walk.undecidable | walk.ungrantable | walk.undoable
    assert walk.fired >= {("permit", "grant"), ("permit", "refuse"), ("permit", "withdraw"), ("work_item", "cancel")}


def test_a_decision_that_needs_others_can_still_be_granted() -> None:
    walk = walk_permits((OPINION, AGREEMENT, DECISION), ("p",))

    assert not walk.stuck | walk.undecidable | walk.ungrantable | walk.undoable


def test_a_parallel_decision_waiting_for_work_that_never_opens_can_only_refuse() -> None:
    first = Duty("p:planning:opinion", "p", "opinion", ("p:police:opinion",), opens_at_once=False)
    second = Duty("p:police:opinion", "p", "opinion", ("p:planning:opinion",), opens_at_once=False)
    decision = Duty("p:roads:decision", "p", "decision", (first.id,))

    walk = walk_permits((first, second, decision), ("p",))

    assert walk.ungrantable == {"p"}
    assert walk.undoable == {first.id, second.id}
    assert not walk.stuck
    assert not walk.undecidable


def test_a_decision_that_never_opens_leaves_its_permit_stuck() -> None:
    walk = walk_permits((Duty("p:roads:decision", "p", "decision", ("p:ghost:opinion",), opens_at_once=False),), ("p",))

    assert walk.undecidable == walk.stuck == {"p"}
    assert ("permit", "grant") not in walk.fired


def test_a_permit_waiting_for_another_is_freed_by_whatever_ends_the_other() -> None:
    first = Duty("a:roads:decision", "a", "decision")
    second = Duty("b:greening:decision", "b", "decision", (first.id,), opens_at_once=False)

    walk = walk_permits((first, second), ("a", "b"))

    assert not walk.stuck | walk.ungrantable


def test_items_closed_by_acts_are_finished_and_never_answered() -> None:
    survey = Duty("p:lead:survey", "p", "survey")
    decision = Duty("p:roads:decision", "p", "decision", (survey.id,), opens_at_once=False)

    walk = walk_permits((survey, decision), ("p",))

    assert ("work_item", "finish") in walk.fired
    assert not walk.stuck | walk.undoable


def test_an_application_whose_route_proceeds_reaches_every_move() -> None:
    walk = walk_application("proceed", 2)
    moves = {"submit", "accept", "deem_accepted", "reflag", "lapse", "join", "deliver", "rate", "close", "withdraw"}

    assert not walk.stuck
    assert {("application", name) for name in moves} <= walk.fired


@pytest.mark.parametrize(
    ("outcome", "is_declared"),
    [("refer", False), ("blocked", False), ("not_required", True), ("proceed", False)],
)
def test_no_licence_needed_is_said_only_where_the_screening_says_so(outcome: str, is_declared: bool) -> None:
    fired = walk_application(outcome, 1 if outcome == "proceed" else 0).fired

    assert (("application", "declare_not_required") in fired) == is_declared


@pytest.mark.parametrize("outcome", ["refer", "blocked", "not_required"])
def test_an_application_that_does_not_proceed_is_never_accepted_but_can_end(outcome: str) -> None:
    walk = walk_application(outcome, 0)

    assert not walk.stuck
    assert ("application", "accept") not in walk.fired
    assert ("application", "refuse_acceptance") in walk.fired


def test_an_accepted_application_without_permits_is_stuck_in_review() -> None:
    assert walk_application("proceed", 0).stuck == {"in_review"}


def test_more_permits_make_more_states_but_not_exponentially_more() -> None:
    few, many = walk_application("proceed", 2).states, walk_application("proceed", 12).states

    assert few < many < 40 * few


def test_groups_multiply_and_the_application_adds() -> None:
    group = walk_permits((Duty("p:roads:decision", "p", "decision"),), ("p",))
    around = walk_application("proceed", 2)

    assert combinations_of([group, group], around) == around.states + 25


def test_an_endless_walk_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exploration, "MAX_STATES", 10)

    with pytest.raises(TooLarge):
        reach([0], lambda number: [(("count", "up"), number + 1)])


def test_the_way_back_ignores_the_move_left_out() -> None:
    graph = {1: [(("a", "go"), 2), (("a", "leave"), 3)], 2: [], 3: []}

    assert leading_to(graph, [3], ("a", "leave")) == {3}
    assert leading_to(graph, [3], ("a", "go")) == {1, 3}
