"""Random lives against the model of dates, duties and outcomes, and what the model itself is made of."""

import ast
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bench.model import days, law
from bench.model.desk import Differs
from bench.model.lives import Life
from permits.office import Office

# the long run is `bench model`
SEEDS = (1, 3)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_life_keeps_the_days_of_the_law(engine: Engine, office: Office, seed: int) -> None:
    life = Life(engine, office, seed)

    life.live()

    assert life.checks.total() > 20


def test_a_wrong_day_is_noticed(engine: Engine, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(law, "INTAKE", 6)

    with pytest.raises(Differs, match="intake"):
        Life(engine, office, SEEDS[0]).live()


@pytest.mark.parametrize("module", [days, law])
def test_the_model_knows_nothing_of_the_office(module: object) -> None:
    tree = ast.parse(Path(module.__file__).read_text("utf-8"))  # type: ignore[attr-defined]
    imported = {one.module or "" for one in ast.walk(tree) if isinstance(one, ast.ImportFrom)}

    assert not {name.split(".")[0] for name in imported} & {"workflows", "forms", "permits", "tasks"}


@pytest.mark.parametrize(("year", "working_days"), [(2024, 251), (2025, 248), (2026, 248)])
def test_its_table_has_the_working_days_of_the_notices(year: int, working_days: int) -> None:
    assert days.count(date(year - 1, 12, 31) if year > 2024 else days.FIRST, date(year, 12, 31)) == working_days


@pytest.mark.parametrize(
    ("start", "limit", "stop", "due_on"),
    [
        ("2024-02-06", 5, (), "2024-02-19"),
        ("2024-04-26", 20, (), "2024-05-27"),
        ("2024-09-10", 7, (), "2024-09-20"),
        ("2025-01-20", 20, (), "2025-02-21"),
        ("2025-04-25", 5, (), "2025-05-06"),
        ("2025-09-23", 45, (), "2025-12-01"),
        ("2026-02-10", 20, (), "2026-03-16"),
        ("2026-09-18", 10, (), "2026-10-09"),
        ("2026-05-06", 20, ("2026-05-11", "2026-05-25"), "2026-06-16"),
    ],
)
def test_it_counts_the_worked_examples(start: str, limit: int, stop: tuple[str, ...], due_on: str) -> None:
    stops = [(date.fromisoformat(stop[0]), date.fromisoformat(stop[1]))] if stop else []

    assert law.due(date.fromisoformat(start), limit, stops) == date.fromisoformat(due_on)
