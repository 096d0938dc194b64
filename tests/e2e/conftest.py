"""A server process of its own and a real browser; skipped, loudly, where there is no Chromium."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from sqlalchemy import update

from permits import clock
from permits.db import connect, perform
from permits.models import Setting
from permits.queries.office.installation import CLOCK_OFFSET
from tests.conftest import SECRET
from tests.e2e.browsers import Arrive, Person, arrive
from tests.servers import free_port
from workflows import SHANGHAI

BEGINS_AT = datetime(2025, 9, 22, 9, 30, tzinfo=SHANGHAI)
PATIENCE_SECONDS = 60
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def server(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An office as one process on a free port, on a day of 2025; tests share it, each files what it needs."""
    with serving(empty(tmp_path_factory.mktemp("office"), sqlite_template)) as base:
        yield base


def empty(folder: Path, template: Path) -> Path:
    """Put an office without applications into a folder; its clock stands where the tests begin."""
    shutil.copyfile(template, folder / "daokou.db")
    engine = connect(f"sqlite:///{folder / 'daokou.db'}")
    ahead = (BEGINS_AT - clock.wall()).total_seconds()
    wanted = update(Setting).where(Setting.key == CLOCK_OFFSET).values(value=str(ahead))
    perform(engine, lambda conn: conn.execute(wanted))
    engine.dispose()
    return folder


@contextmanager
def serving(folder: Path, host: str = "127.0.0.1") -> Iterator[str]:
    """Serve the office that lies in a folder; gives its address, by the name that this machine is to have."""
    port = free_port()
    known = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    settings = {
        "INSTANCE_DIR": str(folder),
        "PORT": str(port),
        "SANDBOX": "1",
        "RATE_LIMITS": "0",
        "SECRET_KEY": SECRET,
        "PUBLIC_URL": f"http://{host}:{port}",
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "python:tasks.embedded"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=known | settings, stdout=log, stderr=log)
        try:
            yield _ready(process, port, folder / "log").replace("127.0.0.1", host)
        finally:
            process.send_signal(signal.SIGINT)  # at once: nobody waits for an answer any more
            process.wait(timeout=20)


def _ready(process: "subprocess.Popen[bytes]", port: int, log: Path) -> str:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return f"http://127.0.0.1:{port}"
    raise RuntimeError(f"the office did not open:\n{log.read_text()[-2000:]}")


@pytest.fixture
def someone(browser: Browser, server: str) -> Iterator[Arrive]:
    """Open windows, one a person; at the end no console may have complained."""
    people: list[Person] = []

    def come(username: str = "", language: str = "en", *, has_script: bool = True) -> Person:
        people.append(arrive(browser, server, username=username, language=language, has_script=has_script))
        return people[-1]

    yield partial(come)
    for person in people:
        person.page.context.close()
    assert [line for person in people for line in person.complaints] == []
