"""`bench soak`: the random walk of the tests, 200 000 steps on each database; resumes where it stopped."""

import json
import random
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from bench.machine import machine
from bench.reused import ReusedFile
from bench.server import database, forget_cases
from bench.walk import KINDS, Walk
from permits.config import Settings
from permits.db import connect, perform
from permits.office import Office
from permits.seeds.installing import prepare, read_office
from permits.seeds.office import seed_office

RESULT = Path(__file__).parent / "results" / "soak.json"
WANTED = 200_000
STEPS_OF_A_WALK = 1000
MINUTES = 600.0


def found_at(url: str, folder: Path) -> Office:
    """Seed a database with users and return its office."""
    known = {"database_url": url, "sandbox": True, "secret_key": "a secret of the soak", "instance_dir": folder}
    settings = Settings.model_validate(known)
    engine = connect(url)
    prepare(engine, settings)
    perform(engine, lambda conn: seed_office(conn, settings))
    office = read_office(engine, settings)
    engine.dispose()
    assert office is not None
    return office


def walk_once(engine: Engine, office: Office, seed: int, steps: int, until: float) -> dict[str, Any]:
    """Walk through one office; returns the number of steps and the broken invariant, if any."""
    dice, walk, taken = random.Random(seed), Walk(engine, office), 0
    fault = ""
    try:
        for kind in ("file", *(dice.choice(KINDS) for _ in range(steps - 1))):
            if time.monotonic() > until:
                break
            walk.step(kind, dice)
            taken += 1
        walk.look_at_all()
    except Exception as error:  # noqa: BLE001 - any failure is a finding of the soak
        fault = f"{type(error).__name__}: {error}"[:1500]
    finally:
        walk.close()
    return {"steps": taken, "fault": fault, "done": walk.done, "refused": walk.refused}


def soak(name: str, url: str, steps: int, minutes: float) -> dict[str, Any]:
    """Walk until the step or time limit, continuing the count of earlier runs."""
    known = _known().get(name, {"steps": 0, "walks": 0, "seconds": 0, "faults": [], "done": {}, "refused": {}})
    done, refused = Counter(known["done"]), Counter(known["refused"])
    until, began = time.monotonic() + minutes * 60, time.monotonic()
    with tempfile.TemporaryDirectory(prefix="daokou-soak-") as folder:
        office = found_at(url, Path(folder))
        ground = Ground(url)
        while known["steps"] < steps and time.monotonic() < until:
            ground.renew()
            found = walk_once(ground.engine, office, known["walks"], STEPS_OF_A_WALK, until)
            known["steps"] += found["steps"]
            known["walks"] += 1
            done += found["done"]
            refused += found["refused"]
            if found["fault"]:
                known["faults"].append({"seed": known["walks"] - 1, "step": found["steps"], "fault": found["fault"]})
            seconds = known["seconds"] + round(time.monotonic() - began)
            _keep(name, {**known, "seconds": seconds, "done": dict(done), "refused": dict(refused)})
        ground.engine.dispose()
    return _known()[name]


class Ground:
    """An office without cases, restored under one engine before every walk."""

    def __init__(self, url: str) -> None:
        """Open the engine on a copy of a seeded SQLite file, or on a seeded PostgreSQL database."""
        self.fresh = Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else None
        if self.fresh:
            self.file = ReusedFile(self.fresh.with_name("walk.db"))
            self.engine = self.file.engine
            return
        self.engine = connect(url)
        event.listen(self.engine, "connect", _hurry)

    def renew(self) -> None:
        """Restore the state before the last walk."""
        if self.fresh:
            self.file.renew(self.fresh)
            return
        with self.engine.begin() as conn:
            forget_cases(conn)


def _hurry(dbapi: Any, _record: object) -> None:
    dbapi.execute("set session synchronous_commit = off")
    dbapi.commit()


def _known() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else {}
    return found


def _keep(name: str, figures: dict[str, Any]) -> None:
    known = {**_known(), "machine": machine(), "wanted": WANTED, name: figures}
    RESULT.write_text(json.dumps(known, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main(steps: int = WANTED, minutes: float = MINUTES) -> None:
    with tempfile.TemporaryDirectory(prefix="daokou-soak-") as folder:
        print(_line("sqlite", soak("sqlite", f"sqlite:///{folder}/office.db", steps, minutes)))
    with database() as url:
        print(_line("postgresql", soak("postgresql", url, steps, minutes)))


def _line(name: str, figures: dict[str, Any]) -> str:
    return f"{name}: {figures['steps']} steps in {figures['walks']} walks, {len(figures['faults'])} faults"
