"""What no permit can allow: the case is blocked, with the article that says so."""

from datetime import date

import pytest

from workflows import Bundle, load_bundles, route

ON = date(2026, 6, 1)
PLAIN = {"road_class": "urban", "access_kind": "temporary", "period": {"from": "2026-06-15", "to": "2026-08-15"}}


@pytest.fixture
def bundle() -> Bundle:
    return load_bundles()["road-access"]


@pytest.mark.parametrize(
    ("on_bridge", "dangerous", "outcome"),
    [(True, True, "blocked"), (True, False, "proceed"), (True, None, "proceed"), (False, True, "proceed")],
)
def test_a_dangerous_line_is_never_carried_on_a_bridge(
    bundle: Bundle, on_bridge: bool, dangerous: bool | None, outcome: str
) -> None:
    line = {"works": ["pipe"], "on_bridge": on_bridge} | ({} if dangerous is None else {"dangerous": dangerous})
    found = route(bundle, {**PLAIN, "utilities": line}, ON)

    assert found.outcome == outcome
    laws = [gate.law.en for gate in found.gates if gate.key == "bridge_prohibited"]
    assert laws == (["Urban Road Administration Regulations art. 27(5)"] if outcome == "blocked" else [])
