"""The whole office as one state machine: whatever anybody does, in whatever order, nothing comes loose."""

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from bench.bodies import BODIES, from_shape
from bench.reused import ReusedFile
from bench.walk import BEGINS_AT, KINDS, MOST_CASES, Loose, PowerCut, Walk
from permits.actions import ACTIONS
from permits.db import perform
from permits.models import WorkItem
from permits.office import Office
from permits.services.intake import acceptance
from tests.permits.lives import one_office as one_office

EXAMPLES, STEPS, LEAST_STEPS = 56, 50, 5000
# acts that a walk of a few thousand steps comes to; further walks are made for those it missed, so many at most
NEEDED, MOST_WALKS = {"accept", "approve", "refuse", "amend", "stop_clock", "deliver", "withdraw"}, 150
SEEDS = st.integers(0, 2**32 - 1)


class Offices:
    """Gives every walk a fresh office, and counts what the walks did."""

    def __init__(self, template: Path, office: Office, file: ReusedFile) -> None:
        self.template, self.office, self.file = template, office, file
        self.steps: Counter[str] = Counter()
        self.done: Counter[str] = Counter()

    def open(self) -> Walk:
        self.file.renew(self.template)
        return Walk(self.file.engine, self.office)

    def close(self, walk: Walk) -> None:
        self.done += walk.done
        walk.close()


@pytest.fixture
def offices(sqlite_template: Path, one_office: Office, reused: ReusedFile) -> Offices:
    return Offices(sqlite_template, one_office, reused)


@pytest.fixture
def walk(offices: Offices) -> Iterator[Walk]:
    walk = offices.open()
    yield walk
    offices.close(walk)


def machine_of(offices: Offices) -> type[RuleBasedStateMachine]:
    """Make the machine; each rule is one kind of step, its seed says what happens in it."""

    class WholeOffice(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.walk = offices.open()

        def _step(self, kind: str, seed: int) -> None:
            offices.steps[kind] += 1
            self.walk.step(kind, random.Random(seed))  # noqa: S311 - a walk is not cryptography

        @precondition(lambda self: len(self.walk.cases) < MOST_CASES)
        @rule(seed=SEEDS)
        def file(self, seed: int) -> None:
            self._step("file", seed)

        @precondition(lambda self: self.walk.cases)
        @rule(seed=SEEDS, more=st.integers(1, 6))
        def move(self, seed: int, more: int) -> None:
            for number in range(more):
                self._step("move", seed + number)

        @precondition(lambda self: self.walk.cases)
        @rule(seed=SEEDS, kind=st.sampled_from(("hand_in", "wrong", "wait", "crash", "crash", "repeat")))
        def disturb(self, seed: int, kind: str) -> None:
            self._step(kind, seed)

        def teardown(self) -> None:
            self.walk.look_at_all()
            offices.close(self.walk)

    return WholeOffice


def walk_on(offices: Offices) -> None:
    """Walk the steps that the machine's own walks fell short of, and on until every act of `NEEDED` was done.

    What Hypothesis draws changes with every constant of the sources: which acts it comes to is chance.
    """
    for seed in range(MOST_WALKS):
        missing = LEAST_STEPS - sum(offices.steps.values())
        if missing <= 0 and offices.done.keys() >= NEEDED:
            return
        walk, dice = offices.open(), random.Random(seed)  # noqa: S311
        for kind in dice.choices(KINDS, k=min(missing, STEPS) if missing > 0 else STEPS):
            offices.steps[kind] += 1
            walk.step(kind, dice)
        offices.close(walk)


@pytest.mark.timeout(600)
def test_nothing_comes_loose_in_five_thousand_steps(offices: Offices) -> None:
    rules = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )

    run_state_machine_as_test(machine_of(offices), settings=rules)
    walk_on(offices)

    assert sum(offices.steps.values()) >= LEAST_STEPS
    assert offices.done["power_cut"] >= 20
    assert offices.done["sweep"] >= 100
    # a walk in which nobody ever decides proves nothing
    assert offices.done.keys() >= NEEDED


@pytest.mark.parametrize(("on", "name"), [(on, name) for on, names in ACTIONS.items() for name in names])
def test_every_declared_action_can_be_walked_through(on: str, name: str) -> None:
    body = ACTIONS[on][name].body

    # what has no generator of its own is filled in from its fields
    if name not in BODIES:
        body.model_validate(from_shape(body, BEGINS_AT.date(), random.Random(1)))  # noqa: S311


def filed(walk: Walk) -> int:
    for seed in range(50):
        walk.step("file", random.Random(seed))  # noqa: S311
        if walk.see("manager", walk.cases[-1], lambda case: case.app.state) == "received":
            return walk.cases[-1]
    raise AssertionError("nothing could be filed")


def test_the_walk_notices_what_comes_loose(walk: Walk) -> None:
    case = filed(walk)
    lost = WorkItem.__table__.delete().where(WorkItem.application_id == case)
    perform(walk.engine, lambda conn: conn.execute(lost))

    with pytest.raises(Loose, match="has_duty"):
        walk.look_at_all()


def test_a_power_cut_ends_an_act_without_a_trace(walk: Walk) -> None:
    case = filed(walk)
    before = walk.digest()

    walk.cut_in = 3
    with pytest.raises(PowerCut):
        walk.act("window", lambda context: acceptance.accept(context, case), "accept")
    assert walk.digest() == before

    walk.act("window", lambda context: acceptance.accept(context, case), "accept")
    assert walk.digest() != before
