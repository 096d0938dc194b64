"""A real office in several processes: web workers, job workers, a mail worker, beat; each can be killed and started."""

import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from bench.faults.servers import Broker, Database, Mailbox, Replica, SmallDisk
from bench.office import SECRET, found
from permits.config import ROOT, Settings
from permits.seeds.office import AREA
from tests.servers import free_port

TOOLS = Path(sys.executable).parent
NAMES = {name.upper() for name in Settings.model_fields}
WORK = ("celery", "-A", "tasks.worker", "worker", "--loglevel", "warning", "--without-mingle", "--without-gossip")
# a process whose machine is nine days ahead of everybody else
AHEAD = (
    "import datetime, runpy, sys\n"
    "import permits.clock as clock\n"
    "right = clock.wall\n"
    "clock.wall = lambda: right() + datetime.timedelta(days=9)\n"
    "sys.argv = sys.argv[1:]\n"
    "runpy.run_module(sys.argv[0], run_name='__main__')\n"
)


class Place:
    """The office and what it stands on."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="daokou-faults-"))
        self.database, self.broker, self.mailbox = Database(self.folder), Broker(), Mailbox()
        self.replica = Replica(self.database.folder)
        for one in (self.broker, self.mailbox, self.replica):
            one.start()
        self.uploads = SmallDisk(self.folder / "upload", megabytes=24)
        self.documents = SmallDisk(self.folder / "documents", megabytes=1024)
        self.port = free_port()
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        found(self.database.url)
        self.environment = {
            **{name: value for name, value in os.environ.items() if name not in NAMES},
            "SANDBOX": "1", "SANDBOX_DEMO": "0", "SECRET_KEY": SECRET, "QUIET_HOURS": "00:00-00:00",
            "DATABASE_URL": self.database.url, "REDIS_URL": self.broker.url, "PORT": str(self.port),
            "DATABASE_REPLICA_URL": f"postgresql+psycopg://postgres@127.0.0.1:{self.replica.port}/postgres",
            "SMTP_URL": f"smtp://127.0.0.1:{self.mailbox.box.port}", "INSTANCE_DIR": str(self.folder / "instance"),
            "UPLOAD_DIR": str(self.uploads.folder), "DOCUMENTS_DIR": str(self.documents.folder),
            "AREA_CODE": AREA,
        }  # fmt: skip

    def start(self, *kinds: str) -> None:
        """Start processes of these kinds, or all, and wait until the office is ready."""
        for kind in kinds or ("web", "jobs", "mail", "beat"):
            self.begin(kind, *COMMANDS[kind.partition(" ")[0]](self))
        if not self.wait_for(lambda: self.call("GET", "/readyz")[0] == http.HTTPStatus.OK, seconds=90):
            raise TimeoutError((self.folder / "web.log").read_text()[-3000:])

    def begin(self, kind: str, *command: str, **extra: str) -> None:
        """Start one process in a group of its own."""
        with (self.folder / f"{kind}.log").open("ab") as log:
            self.running[kind] = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env=self.environment | extra,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def kill(self, kind: str, *, number: int = signal.SIGKILL) -> None:
        """Kill a process with its children."""
        process = self.running.pop(kind)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        process.wait()

    def kill_a_child(self, kind: str) -> None:
        """Kill one worker of a process that starts it again."""
        children = Path(f"/proc/{self.running[kind].pid}/task/{self.running[kind].pid}/children").read_text().split()
        os.kill(int(children[0]), signal.SIGKILL)

    def call(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> tuple[int, bytes, dict[str, str]]:
        """Send one request; returns status, body and headers."""
        conn = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            conn.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = conn.getresponse()
            return answer.status, answer.read(), dict(answer.getheaders())
        finally:
            conn.close()

    def flask(self, *words: str) -> tuple[int, Any]:
        """Run a command of the office; returns its exit code and its answer."""
        done = subprocess.run(
            [TOOLS / "flask", "--app", "wsgi", *words, "--json"],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        with suppress(ValueError):
            return done.returncode, json.loads(done.stdout)
        return done.returncode, (done.stderr or done.stdout)[-300:]

    @staticmethod
    def wait_for(what: Callable[[], bool], *, seconds: float) -> bool:
        """Wait until a condition holds."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with suppress(OSError, http.client.HTTPException):
                if what():
                    return True
            time.sleep(0.25)
        return False

    def close(self) -> None:
        """End everything that was started."""
        for kind in list(self.running):
            self.kill(kind)
        for one in (self.broker, self.uploads, self.documents, self.database):
            one.close()
        self.replica.stop()
        self.mailbox.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


COMMANDS: dict[str, Callable[[Place], tuple[str, ...]]] = {
    "web": lambda _: ("-m", "gunicorn", "-c", "python:permits.app.serving", "-w", "2"),
    "jobs": lambda _: ("-m", *WORK, "-Q", "periodic,urgent,ordinary", "--concurrency", "2", "-n", "jobs@%h"),
    "mail": lambda _: ("-m", *WORK, "-Q", "mail", "--concurrency", "2", "-n", "mail@%h"),
    "beat": lambda place: ("-m", "celery", "-A", "tasks.worker", "beat", "-s", f"{place.folder}/beat", "--pidfile="),
    "beat-too": lambda place: ("-m", "celery", "-A", "tasks.worker", "beat", "-s", f"{place.folder}/b2", "--pidfile="),
    "wrong-jobs": lambda _: ("-c", AHEAD, *WORK, "-Q", "periodic,urgent,ordinary", "-n", "wrong@%h"),
}
