"""`bench race`: four clerks decide the four permits of one case at the same instant; there must be exactly one join."""

import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bench.machine import machine, write
from bench.office import DEPARTMENTS, Product, World, found, open_world
from bench.server import database
from permits.db import reading
from permits.errors import Refusal
from permits.models import Application, Event, Licence, WorkItem
from permits.progress import on_terminal
from permits.verifier import first_broken_link, moment
from workflows import WorkflowError

APPLICATIONS = 500


def run(url: str, applications: int) -> dict[str, Any]:
    """Race the four approvals of each case, one case at a time over four connections."""
    world = open_world(url)
    product = Product(world)
    latencies: list[float] = []
    errors: Counter[str] = Counter()
    cases = []
    with ThreadPoolExecutor(len(DEPARTMENTS)) as pool:
        for _ in on_terminal("racing")(range(applications)):
            case = product.submit()
            items = product.accept(case)
            cases.append(case)
            gate = threading.Barrier(len(DEPARTMENTS))
            racers = [pool.submit(_racer(product, gate), items[name], name) for name in DEPARTMENTS]
            for racer in racers:
                milliseconds, error = racer.result(timeout=120)
                latencies.append(milliseconds)
                if error:
                    errors[error] += 1
    result = {"applications": applications, "errors": dict(errors), **judge(world, cases)}
    ordered = sorted(latencies)
    result["approve_ms"] = {
        "p50": round(ordered[len(ordered) // 2], 2),
        "p95": round(ordered[int(len(ordered) * 0.95)], 2),
    }
    product.close()
    return result


def _racer(product: Product, gate: threading.Barrier) -> Callable[[int, str], tuple[float, str]]:
    def race(item: int, department: str) -> tuple[float, str]:
        gate.wait(timeout=60)
        started = time.perf_counter()
        error = ""
        try:
            product.approve(item, department)
        except (Refusal, WorkflowError) as refused:
            error = refused.code
        return (time.perf_counter() - started) * 1000, error

    return race


def judge(world: World, cases: list[int]) -> dict[str, int]:
    """Count faults: lost or duplicate joins, missing or duplicate deliveries and licences, broken event chains."""
    with reading(world.engine) as conn:

        def per_case(column: Any, *conditions: Any) -> dict[int, int]:
            counted = select(column, func.count()).where(column.in_(cases), *conditions).group_by(column)
            return {row[0]: row[1] for row in conn.execute(counted)}

        joins = per_case(Event.application_id, Event.type == "application.decided")
        deliveries = per_case(WorkItem.application_id, WorkItem.kind == "delivery", WorkItem.state == "open")
        licences = per_case(Licence.application_id)
        decided = per_case(Application.id, Application.state == "decided", Application.outcome == "all_granted")
        broken = sum(chain_fault(conn, case) is not None for case in cases)
    return {
        "lost_joins": sum(case not in joins or case not in decided for case in cases),
        "doubled_joins": sum(count > 1 for count in joins.values()),
        "wrong_deliveries": sum(deliveries.get(case, 0) != 1 for case in cases),
        "wrong_licences": sum(licences.get(case, 0) != len(DEPARTMENTS) for case in cases),
        "broken_chains": broken,
    }


def chain_fault(conn: Any, case: int) -> str | None:
    """Return the first broken link of a case's event chain."""
    rows = conn.execute(select(Event.__table__).where(Event.application_id == case).order_by(Event.seq)).mappings()
    return first_broken_link([{**row, "application": case, "at": moment(row["at"])} for row in rows])


def on_sqlite(applications: int) -> dict[str, Any]:
    """Race on a SQLite file."""
    with tempfile.TemporaryDirectory(prefix="daokou-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'race.db'}"
        found(url)
        return run(url, applications)


def main() -> None:
    with database() as url:
        found(url)
        described = machine(url)
        postgresql = run(url, APPLICATIONS)
    result = {"machine": described, "postgresql": postgresql, "sqlite": on_sqlite(APPLICATIONS)}
    write("race", result)
    for name in ("postgresql", "sqlite"):
        print(name, result[name])
