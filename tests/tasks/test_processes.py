import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, insert, select

from permits import clock
from permits.config import ROOT, Settings
from permits.db import connect, perform, reading
from permits.models import OutboxRow, SeenProcess
from tests.conftest import SECRET as KEY_OF_THE_TEMPLATE
from tests.servers import free_port

SECRET = "a secret of the tests, long enough"
BARE = {name: value for name, value in os.environ.items() if name not in {n.upper() for n in Settings.model_fields}}
PATIENCE_SECONDS = 60


@contextmanager
def process(*command: str, lines: Path = Path(os.devnull), **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program of ours as its own process group and end it as an operator would; its lines go to a file."""
    with (
        lines.open("ab") as written,
        subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env={**BARE, **({"SECRET_KEY": SECRET} | environment)},
            stdout=subprocess.DEVNULL,
            stderr=written,
            start_new_session=True,
        ) as running,
    ):
        try:
            yield running
        finally:
            running.terminate()
            try:
                running.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)


def ask_for_a_job(engine: Engine) -> None:
    """Leave a job in the outbox as a service would: tell everybody about an event that nobody needs to be told of."""
    args = {"application_id": 0, "event_seq": 1}
    row = {"area": "320699", "job": "notifications.tell", "args": args, "dedupe": "tell", "state": "new"}
    row |= {"created_at": clock.now(), "available_at": clock.now() - timedelta(minutes=1)}
    perform(engine, lambda conn: conn.execute(insert(OutboxRow).values(row)))


def was_tried(engine: Engine) -> bool:
    with reading(engine) as conn:
        return conn.execute(select(OutboxRow.attempts)).scalar_one() > 0


def wait_for(what: object) -> bool:
    """Wait until a condition holds, within reason."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if what():  # type: ignore[operator]
            return True
        time.sleep(0.1)
    return False


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own server
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def kinds_seen(engine: Engine) -> set[str]:
    with reading(engine) as conn:
        return set(conn.execute(select(SeenProcess.kind)).scalars())


def metrics_of(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
        return str(answer.read().decode())


def has_counted(port: int, what: str) -> bool:
    """Return whether two looks at the metrics, of whichever process answers, both tell of something."""
    return all(what in metrics_of(port) for _ in range(2))


def test_one_process_founds_the_office_serves_it_and_does_its_jobs(tmp_path: Path) -> None:
    port = free_port()
    place = {"INSTANCE_DIR": str(tmp_path), "PORT": str(port), "SANDBOX": "1", "SANDBOX_DEMO": "0"}
    engine = connect(f"sqlite:///{tmp_path / 'daokou.db'}")

    with process("gunicorn", "--config", "python:tasks.embedded", **place) as running:
        assert wait_for(lambda: answers(f"http://127.0.0.1:{port}/readyz"))
        ask_for_a_job(engine)

        assert wait_for(lambda: was_tried(engine))
        assert wait_for(lambda: kinds_seen(engine) == {"web", "worker", "beat"})

        running.terminate()
        assert running.wait(15) == 0
    engine.dispose()


CANNOT_SERVE = (
    (("gunicorn", "--config", "python:tasks.embedded"), {"PORT": "none"}),
    (("gunicorn", "--config", "python:permits.app.serving"), {"SECRET_KEY": ""}),
    (("gunicorn", "--config", "python:permits.app.serving"), {"REDIS_URL": ""}),
    (("celery", "-A", "tasks.worker", "worker"), {"REDIS_URL": ""}),
    (("flask", "--app", "wsgi", "sweep"), {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}),
)


def test_a_set_up_that_cannot_serve_ends_with_2(tmp_path: Path) -> None:
    with ExitStack() as started:  # at the same time: each waits for the disk and for its own children
        all_running = [
            (
                command,
                fault,
                started.enter_context(process(*command, INSTANCE_DIR=str(tmp_path / str(number)), **fault)),
            )
            for number, (command, fault) in enumerate(CANNOT_SERVE)
        ]
        for command, fault, running in all_running:
            assert running.wait(PATIENCE_SECONDS) == 2, (command, fault)


def test_processes_of_production_serve_and_do_their_jobs(redis_url: str, postgresql_url: str, tmp_path: Path) -> None:
    place = {"INSTANCE_DIR": str(tmp_path), "REDIS_URL": redis_url, "DATABASE_URL": postgresql_url, "SANDBOX": "1"}
    place["SECRET_KEY"] = KEY_OF_THE_TEMPLATE
    port = free_port()
    engine = connect(postgresql_url)
    ask_for_a_job(engine)

    lines = [tmp_path / name for name in ("web", "worker", "beat")]
    web, worker, beat = lines
    beating = ("beat", "--schedule", str(tmp_path / "beating"), "--pidfile=")

    with (
        process("gunicorn", "-c", "python:permits.app.serving", "-w", "2", lines=web, PORT=str(port), **place),
        process("celery", "-A", "tasks.worker", "worker", "--pool", "solo", lines=worker, **place),
        process("celery", "-A", "tasks.worker", *beating, lines=beat, **place),
    ):
        assert wait_for(lambda: was_tried(engine))
        assert wait_for(lambda: answers(f"http://127.0.0.1:{port}/readyz"))
        assert wait_for(lambda: kinds_seen(engine) == {"web", "worker", "beat"})
        assert wait_for(lambda: has_counted(port, 'daokou_jobs_total{job="notifications.tell",outcome="again"} 1.0'))
        assert 'daokou_queue_workers{queue="periodic"} 1.0' in metrics_of(port)
    engine.dispose()
    told = [json.loads(line) for path in lines for line in path.read_text(encoding="utf-8").splitlines()]
    assert {"job", "Using worker: gthread"} <= {one["event"] for one in told}
    assert all(one["level"] and one["timestamp"] for one in told)
