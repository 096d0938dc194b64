"""Each line says ok, look or act at its limit; pure, no database."""

from dataclasses import replace

import pytest

from permits.services.watching.status import ACT, LOOK, OK, Line, lines, worst
from tests.permits.services.watching.looks import CASES, GOOD


def test_a_good_office_has_nothing_to_do() -> None:
    told = lines(GOOD)

    assert {(one.state, one.advice, one.runbook) for one in told} == {(OK, "", "")}
    assert worst(told) == OK


@pytest.mark.parametrize("case", CASES)
def test_a_line_says_what_is_wrong_and_what_to_do(case: str) -> None:
    looked, key, state, runbook = CASES[case]
    (line,) = [one for one in lines(looked) if one.key == key]

    assert (line.state, line.runbook, bool(line.advice)) == (state, runbook, state != OK)


def test_an_installation_without_broker_and_replica_has_no_line_of_them() -> None:
    keys = [one.key for one in lines(replace(GOOD, broker=None, replica=None))]

    assert {"broker", "replica"}.isdisjoint(keys)


def test_the_worst_line_is_that_of_the_office() -> None:
    assert worst([Line("a", OK, ""), Line("b", ACT, ""), Line("c", LOOK, "")]) == ACT
