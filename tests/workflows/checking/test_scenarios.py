"""Scenarios are run without an office; an expectation that is not met is told with its line and with what was found."""

from pathlib import Path

import pytest

from permits.config import ROOT
from permits.seeds.installing import shipped_calendar
from workflows import bundle_files, bundle_source, load_bundles, parse_bundle, run_scenarios, scaffold, scenarios_of
from workflows.checking.scenarios import FOUND, scenario_scaffold

CALENDAR, ROAD = shipped_calendar(), load_bundles()["road-access"]
GREEN = """[[scenarios]]
name = "Green"
accepted_on = "2026-03-02"
answers = { road_class = "urban", access_kind = "temporary", green = { area_m2 = 80, months = 6 } }
"""


def faults(text: str) -> list[str]:
    return [str(one) for one in run_scenarios(ROAD, text, "s.toml", CALENDAR)[1]]


@pytest.mark.parametrize("path", [*bundle_files()], ids=lambda path: path.stem)
def test_the_shipped_scenarios_hold(path: Path) -> None:
    count, found = run_scenarios(
        load_bundles()[path.stem], bundle_source(scenarios_of(path)), scenarios_of(path).name, CALENDAR
    )

    assert (found, count >= 5) == ([], True)


def test_the_scaffold_of_scenarios_holds_under_the_scaffold_of_a_bundle() -> None:
    assert run_scenarios(parse_bundle(scaffold("new"), "new.toml"), scenario_scaffold(), "s.toml", CALENDAR) == (2, [])


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        ('outcome = "refer"', "outcome: expected refer, but the answers lead to proceed"),
        (
            'permits = ["trees", "green-space"]',
            "permits: expected green-space, trees, but the answers lead to green-space",
        ),
        ("gates = []\nmaterials = []", "materials: expected nothing, but the answers lead to M01, "),
        ('committed_on = { green-space = "2026-03-12" }', "committed_on.green-space: expected 2026-03-12, but"),
        ('due = { "trees:greening:decision" = "2026-03-12" }', "expected 2026-03-12, but the answers lead to nothing"),
        ('levels = { green-space = "city" }', "levels.green-space: expected city, but the answers lead to district"),
        ("open = []", "open: expected nothing, but the answers lead to "),
    ],
)
def test_what_is_not_met_is_told_with_its_line(expected: str, told: str) -> None:
    *_, fault = faults(GREEN + "[scenarios.expect]\n" + expected)

    assert fault.startswith(f"s.toml:{6 + expected.count(chr(10))}: scenarios[0].expect.")
    assert told in fault


@pytest.mark.parametrize(
    ("acts", "days"),
    [
        ("", ("2026-03-11", "2026-03-30")),
        (
            '{ act = "stop", permit = "green-space", from = "2026-03-04", to = "2026-03-11" }',
            ("2026-03-18", "2026-04-07"),
        ),
        ('{ act = "stop", permit = "trees", from = "2026-03-04", to = "2026-03-11" }', ("2026-03-11", "2026-03-30")),
        ('{ act = "extend", permit = "green-space", working_days = 10 }', ("2026-03-11", "2026-04-14")),
    ],
)
def test_a_stop_moves_both_days_of_its_permit_and_an_extension_the_limit(acts: str, days: tuple[str, str]) -> None:
    expect = f"committed_on = {{ green-space = {days[0]!r} }}\nstatutory_on = {{ green-space = {days[1]!r} }}"

    assert faults(f"{GREEN}acts = [{acts}]\n[scenarios.expect]\n{expect}") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("scenarios = ", "s.toml:1: this is no TOML"),
        (GREEN, "s.toml:1: scenarios[0].expect: expect is missing"),
        (GREEN + "[scenarios.expect]", "s.toml:5: scenarios[0].expect: a scenario that expects nothing cannot fail"),
        (GREEN.replace("2026-03-02", "spring"), "s.toml:3: scenarios[0].accepted_on: accepted_on must be a day"),
        (GREEN + 'acts = [{ act = "wait", permit = "trees" }]', "act must be one of stop, extend, not wait"),
        (GREEN + '[scenarios.expect]\npermit = ["trees"]', "there is no setting called permit; did you mean permits?"),
        (
            GREEN.replace("2026-03-02", "2099-03-02") + '[scenarios.expect]\noutcome = "refer"',
            "s.toml:1: scenarios[0]: the scenario cannot be run",
        ),
    ],
)
def test_a_faulty_file_is_told_with_its_line(text: str, told: str) -> None:
    assert any(told in fault for fault in faults(text))


def test_the_guide_names_everything_a_scenario_may_expect() -> None:
    guide = (ROOT / "docs" / "bundles.md").read_text(encoding="utf-8")

    assert [key for key in FOUND if f"`{key}`" not in guide] == []
