import pytest
from sqlalchemy import Engine

from bench.race import run

CASES = 20
FAULTS = ("lost_joins", "doubled_joins", "wrong_deliveries", "wrong_licences", "broken_chains")


@pytest.fixture(scope="module")
def nothing_wrong() -> dict[str, int]:
    return dict.fromkeys(FAULTS, 0)


def test_four_decisions_at_the_same_instant_join_exactly_once(db: Engine, nothing_wrong: dict[str, int]) -> None:
    raced = run(db.url.render_as_string(hide_password=False), CASES)
    assert raced["errors"] == {}
    assert {fault: raced[fault] for fault in FAULTS} == nothing_wrong
