"""The path of a case as a graph: gateways where branches fork and join."""

from datetime import date

import pytest

from tests.workflows.pictures.test_diagrams import TREES, case
from workflows.pictures.casepath import CasePath, Lane, Step, flow_of, span_of

MAY_6 = date(2026, 5, 6)


def test_forks_and_joins_of_several_branches_have_gateways() -> None:
    flow = flow_of(case())
    edges = set(flow.edges)

    assert {node.id for node in flow.nodes if node.kind == "gateway"} == {"fork_begin", "join_step_3", "join_finish"}
    assert edges >= {("begin", "fork_begin"), ("step_1", "join_step_3"), ("join_step_3", "step_3")}
    assert edges >= {("step_3", "join_finish"), ("join_finish", "finish")}


def test_a_single_branch_needs_no_gateway() -> None:
    path = CasePath("x", "a", "b", (Lane("roads", "Roads", (TREES,)),))

    assert flow_of(path).edges == (("begin", "step_1"), ("step_1", "finish"))


@pytest.mark.parametrize(
    ("from_on", "to_on", "said"),
    [(None, None, ""), (MAY_6, None, "05-06 –"), (MAY_6, MAY_6, "05-06"), (MAY_6, date(2026, 5, 8), "05-06 – 05-08")],
)
def test_a_step_says_from_when_to_when_it_ran(from_on: date | None, to_on: date | None, said: str) -> None:
    assert span_of(Step("roads", "Roads", "open", from_on, to_on)) == said
