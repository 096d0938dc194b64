"""`bench faults.drain`: jobs that wait after a stop of the workers or a jump of the clock: how soon are they done?"""

import json
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import redis
from sqlalchemy import Engine, func, insert, select, update

from bench.crash import Office, drained
from bench.faults.place import Place
from bench.faults.traffic import Traffic
from bench.machine import machine, write
from permits import clock
from permits.db import connect, perform, reading
from permits.models import Notice, OutboxRow, Timer, TimerFire

AMOUNTS = (2500, 5000, 10_000)
STOPPED_FOR = timedelta(hours=1)
MOST_SECONDS = 1800.0
LIVES = 10  # each leaves a licence with its reminder, three of them a drain
DUE_AFTER_SECONDS = (5, 15, 25)
REMINDER = "licence_ends_soon"
PAPER_AFTER_SECONDS = 8.0
WAITS = OutboxRow.state.in_(("new", "running"))


def waiting(engine: Engine) -> int:
    """Count the jobs that are not done."""
    with reading(engine) as conn:
        return conn.execute(select(func.count()).where(WAITS)).scalar_one()


def fill(engine: Engine, amount: int, mark: str) -> None:
    """Let so many jobs wait for an hour: the papers and messages of the cases so far, over and over."""
    since = clock.wall() - STOPPED_FOR

    def again(conn: Any) -> None:
        of_a_case = OutboxRow.job.in_(("notifications.tell", "documents.render"))
        known = conn.execute(select(OutboxRow.area, OutboxRow.job, OutboxRow.args).where(of_a_case)).all()
        common = {"state": "new", "created_at": since, "available_at": since, "attempts": 0}
        rows = [
            {**common, **known[number % len(known)]._mapping, "dedupe": f"{mark}-{number}"}  # noqa: SLF001
            for number in range(amount)
        ]
        conn.execute(insert(OutboxRow), rows)

    perform(engine, again)


def let_timers_be_due(engine: Engine) -> list[int]:
    """Let one timer each be due while the jobs are done; returns their ids."""

    def arm(conn: Any) -> list[int]:
        # a reminder may fire early; an end of validity may not
        wanted = select(Timer.id).where(Timer.state == "armed", Timer.rung == REMINDER).order_by(Timer.id)
        ids = list(conn.execute(wanted.limit(len(DUE_AFTER_SECONDS))).scalars())
        for timer_id, seconds in zip(ids, DUE_AFTER_SECONDS, strict=True):
            due = clock.wall() + timedelta(seconds=seconds)
            conn.execute(update(Timer).where(Timer.id == timer_id).values(fire_at=due))
        return ids

    return perform(engine, arm)


def lags(engine: Engine, ids: list[int], since: Any) -> list[float]:
    """Return how late each timer fired, in seconds."""
    fired = select(TimerFire.fired_at).where(TimerFire.timer_id.in_(ids), TimerFire.fired_at > since)
    with reading(engine) as conn:
        moments = list(conn.execute(fired.order_by(TimerFire.timer_id)).scalars())
    due = [since + timedelta(seconds=seconds) for seconds in DUE_AFTER_SECONDS]
    return [round((at - when).total_seconds(), 1) for at, when in zip(moments, due, strict=True)]


def seconds_for_a_paper(place: Any, engine: Engine) -> float:
    """Ask for a paper that is not there, and wait for it."""
    with reading(engine) as conn:
        notice_id = conn.execute(select(func.max(Notice.id))).scalar_one()
    gone = update(Notice).where(Notice.id == notice_id).values(storage_key=None)
    perform(engine, lambda conn: conn.execute(gone))
    began = time.monotonic()
    while time.monotonic() - began < MOST_SECONDS:
        answer = place.call("GET", f"/api/v1/notices/{notice_id}.pdf", None, Authorization="Bearer demo-window")
        if answer[0] == 200:
            break
        time.sleep(0.2)
    return round(time.monotonic() - began, 1)


class Messages:
    """How many messages were put into the queues of jobs, periodic ones left out."""

    def __init__(self, url: str) -> None:
        self._broker = redis.Redis.from_url(url)
        self.count = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        time.sleep(0.3)

    def _listen(self) -> None:
        with self._broker.monitor() as heard:
            for said in heard.listen():
                command = str(said["command"])
                self.count += command.startswith(("LPUSH ordinary", "LPUSH urgent", "LPUSH mail"))
                if self._ended.is_set():
                    return

    def stop(self) -> int:
        """Stop counting; returns the number."""
        self._ended.set()
        self._broker.ping()
        self._thread.join(5)
        return self.count


def drain(place: Place, engine: Engine, amount: int) -> dict[str, Any]:
    """Stop the workers, let jobs wait, start the workers, watch."""
    for kind in ("jobs", "mail"):
        place.kill(kind)
    fill(engine, amount, f"drain-{amount}")
    # only mails and messages of these jobs are counted; what the killed workers had is sent again
    messages, began = Messages(place.broker.url), time.monotonic()
    place.start("jobs", "mail")
    since = clock.wall()
    timers = let_timers_be_due(engine)
    paper: dict[str, float] = {}
    asking = threading.Timer(PAPER_AFTER_SECONDS, lambda: paper.update(seconds=seconds_for_a_paper(place, engine)))
    asking.start()
    while waiting(engine) and time.monotonic() - began < MOST_SECONDS:
        time.sleep(0.5)
    took = time.monotonic() - began
    asking.join()
    time.sleep(max(0.0, max(DUE_AFTER_SECONDS) + 20 - took))
    return {
        "jobs": amount,
        "seconds": round(took, 1),
        "jobs_per_second": round(amount / took, 1),
        "messages_per_job": round(messages.stop() / amount, 3),
        "timers_late_seconds": lags(engine, timers, since),
        "requested_paper_seconds": paper.get("seconds"),
        "left": waiting(engine),
    }


def jump() -> dict[str, Any]:
    """Move the clock of a demo office of one process by a month; how soon are its jobs done, and a paper there?"""
    with tempfile.TemporaryDirectory(prefix="daokou-drain-") as name:
        office = Office(Path(name))
        office.environment["SANDBOX_DEMO"] = "1"
        office.start()
        url = f"sqlite:///{name}/daokou.db"
        engine = connect(url)
        drained(url, 300)
        goal = (clock.wall() + timedelta(days=31)).isoformat()
        began = time.monotonic()
        body = json.dumps({"now": goal}).encode()
        status, said = office.call(
            "PUT", "/api/v1/sandbox/clock", body, Authorization="Bearer demo-admin", Content_Type="application/json"
        )
        assert status == 200, said[:300]
        moved, jobs = time.monotonic() - began, waiting(engine)
        paper = seconds_for_a_paper(office, engine)
        is_drained = drained(url, MOST_SECONDS)
        result = {
            "jump_seconds": round(moved, 1),
            "jobs_waiting_after": jobs,
            "requested_paper_seconds": paper,
            "drained": is_drained,
            "drained_seconds": round(time.monotonic() - began - moved, 1),
        }
        engine.dispose()
        office.kill()
        return result


def measure() -> dict[str, Any]:
    """Drain each amount on one office, then jump."""
    place = Place()
    try:
        place.start()
        engine = connect(place.database.url)
        with Traffic(place) as traffic:
            while traffic.lives < LIVES and not traffic.fault:
                time.sleep(0.5)
        runs = [drain(place, engine, amount) for amount in AMOUNTS]
        engine.dispose()
    finally:
        place.close()
    return {"machine": machine(), "after_a_stop": runs, "after_a_month": jump()}


def main() -> None:
    result = measure()
    write("drain", result)
    print(json.dumps(result, indent=2, ensure_ascii=False))
