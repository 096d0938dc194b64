"""`bench life`: case lives per second through the services, against hand-written SQL that writes the same rows."""

import multiprocessing
import statistics
import time
from collections.abc import Callable
from typing import Any

import psycopg
from sqlalchemy import Connection, event

from bench.floor import Floor, Template
from bench.machine import machine, write
from bench.office import DEPARTMENTS, Product, found, open_world
from bench.server import database
from permits.progress import on_terminal

COUNTED = "select relname, n_tup_ins, n_tup_upd from pg_stat_user_tables"
Latencies = dict[str, list[float]]
Counts = dict[str, tuple[int, int]]


def live(side: Any, clock: Latencies | None = None) -> int:
    """Run one case through its eleven actions; `clock` collects milliseconds by action."""
    clock = {} if clock is None else clock
    case = timed(clock, "draft_and_submit", side.submit)
    items = timed(clock, "accept", side.accept, case)
    for department in DEPARTMENTS:
        timed(clock, "claim", side.claim, items[department], department)
    for department in DEPARTMENTS:
        last = department == DEPARTMENTS[-1]
        timed(clock, "approve_and_join" if last else "approve", side.approve, items[department], department)
    timed(clock, "deliver", side.deliver, case)
    return int(case)


def timed(clock: Latencies, act: str, do: Callable[..., Any], *arguments: Any) -> Any:
    started = time.perf_counter()
    result = do(*arguments)
    clock.setdefault(act, []).append((time.perf_counter() - started) * 1000)
    return result


def plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def rows_written(url: str, side: Any) -> Counts:
    """Count inserted and updated rows by table over one life."""
    with psycopg.connect(plain(url), autocommit=True) as conn:
        before = _counts(conn, side)
        live(side)
        after = _counts(conn, side)
    return {
        name: (a - before[name][0], b - before[name][1]) for name, (a, b) in after.items() if (a, b) != before[name]
    }


def _counts(conn: psycopg.Connection[Any], side: Any) -> Counts:
    side.flush_counts()
    side.flush_counts()
    return {name: (inserted, updated) for name, inserted, updated in conn.execute(COUNTED).fetchall()}


def statements(product: Product) -> int:
    """Count the statements of one life, without BEGIN and COMMIT."""
    sent: list[str] = []

    def note(_conn: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(product.world.engine, "before_cursor_execute", note)
    live(product)
    event.remove(product.world.engine, "before_cursor_execute", note)
    return len(sent)


def measure(rounds: int = 5, seconds: float = 4.0, clients: tuple[int, ...] = (1, 4)) -> dict[str, Any]:
    """Measure both sides alternately; figures are medians of the rounds."""
    with database() as url:
        found(url)
        product = Product(open_world(url))
        live(product)
        template_id = live(product)
        floor = Floor(plain(url), Template(plain(url), template_id))
        live(floor)
        rows = {"product": rows_written(url, product), "floor": rows_written(url, floor)}
        assert rows["product"] == rows["floor"], rows
        result = {
            "machine": machine(url),
            "acts": 11,
            "statements_per_life": statements(product),
            "rows_per_life": {name: {"inserted": a, "updated": b} for name, (a, b) in sorted(rows["product"].items())},
            "rounds": rounds,
            "seconds_per_round": seconds,
            "clients": {str(n): _compare(url, template_id, n, rounds=rounds, seconds=seconds) for n in clients},
        }
        product.close()
        floor.close()
    return result


def _compare(url: str, template_id: int, clients: int, *, rounds: int, seconds: float) -> dict[str, Any]:
    speeds: dict[str, list[float]] = {"floor": [], "product": []}
    latencies: dict[str, Latencies] = {"floor": {}, "product": {}}
    for _ in on_terminal(f"living with {clients} client(s)")(range(rounds)):
        for side, found_speeds in speeds.items():
            speed, clock = _round(url, template_id, side, clients=clients, seconds=seconds)
            found_speeds.append(speed)
            for act, values in clock.items():
                latencies[side].setdefault(act, []).extend(values)
    ratios = [p / f for p, f in zip(speeds["product"], speeds["floor"], strict=True)]
    return {
        "product_per_s": round(statistics.median(speeds["product"]), 2),
        "floor_per_s": round(statistics.median(speeds["floor"]), 2),
        "ratio_to_floor": round(statistics.median(ratios), 3),
        "ratios": [round(ratio, 3) for ratio in ratios],
        "act_ms": {side: {act: _spread(values) for act, values in clock.items()} for side, clock in latencies.items()},
    }


def _spread(values: list[float]) -> dict[str, float]:
    ordered = sorted(values)
    return {"p50": round(ordered[len(ordered) // 2], 2), "p95": round(ordered[int(len(ordered) * 0.95)], 2)}


def _round(url: str, template_id: int, side: str, *, clients: int, seconds: float) -> tuple[float, Latencies]:
    """Run case lives in several processes; returns lives per second and latencies by action."""
    context = multiprocessing.get_context("spawn")
    gate, queue = context.Barrier(clients), context.Queue()
    workers = [
        context.Process(target=_client, args=(url, template_id, side, seconds, gate, queue)) for _ in range(clients)
    ]
    for worker in workers:
        worker.start()
    answers = [queue.get(timeout=120 + seconds) for _ in workers]
    for worker in workers:
        worker.join(timeout=30)
    clock: Latencies = {}
    for _, found_clock in answers:
        for act, values in found_clock.items():
            clock.setdefault(act, []).extend(values)
    return sum(speed for speed, _ in answers), clock


def _client(url: str, template_id: int, side_name: str, seconds: float, gate: Any, queue: Any) -> None:
    if side_name == "floor":
        side: Any = Floor(plain(url), Template(plain(url), template_id))
    else:
        side = Product(open_world(url))
    for _ in range(6):  # the first life prepares statements and warms caches
        live(side)
    clock: Latencies = {}
    lives = 0
    gate.wait(timeout=120)
    started = time.perf_counter()
    while time.perf_counter() - started < seconds:
        live(side, clock)
        lives += 1
    queue.put((lives / (time.perf_counter() - started), clock))
    side.close()


def main() -> None:
    result = measure()
    write("life", result)
    for clients, figures in result["clients"].items():
        print(
            f"{clients} client(s): {figures['product_per_s']} lives/s, floor {figures['floor_per_s']},"
            f" ratio {figures['ratio_to_floor']}"
        )
