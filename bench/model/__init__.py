"""`bench model`: random lives of applications, every day of them compared with a model written from the law alone."""

import json
import tempfile
import time
from collections import Counter
from pathlib import Path

from bench.model.lives import Life
from bench.soak import found_at
from permits.db import connect

RESULT = Path(__file__).parents[1] / "results" / "model.json"
MINUTES = 5.0


def run(url: str, folder: Path, *, minutes: float, first: int = 0) -> dict[str, object]:
    """Live until the time is up; returns the lives, the checks and what differed, by seed."""
    office, engine = found_at(url, folder), connect(url)
    checks: Counter[str] = Counter()
    faults: dict[int, str] = {}
    until, seed = time.monotonic() + minutes * 60, first
    while time.monotonic() < until:
        life = Life(engine, office, seed)
        try:
            life.live()
        except Exception as error:  # noqa: BLE001 - any failure is a finding
            faults[seed] = f"{type(error).__name__}: {error}"[:900]
        checks += life.checks
        seed += 1
    engine.dispose()
    return {"lives": seed - first, "checks": checks.total(), "by_kind": dict(checks), "faults": faults}


def main() -> None:
    """Run the long comparison on SQLite and keep its result."""
    with tempfile.TemporaryDirectory(prefix="daokou-model-") as folder:
        found = run(f"sqlite:///{folder}/model.db", Path(folder), minutes=MINUTES)
    RESULT.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", "utf-8")
    print(json.dumps(found, ensure_ascii=False))
