"""A server process of its own and a real browser; skipped, loudly, where there is no Chromium."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.browsers import Arrive, Person, arrive
from tests.servers import free_port

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
BEGINS_AT = "2025-09-22T09:30:00+08:00"
PATIENCE_SECONDS = 60
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(f"no browser on this machine: looked for {', '.join(NAMES)}")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The office as one process on a free port, empty, on a day of 2025."""
    with serving(tmp_path_factory.mktemp("office")) as base:
        yield base


@contextmanager
def serving(folder: Path, *, has_demo: bool = False) -> Iterator[str]:
    """Serve an office that lies in a folder, empty or with the demo's applications; gives its address."""
    port = free_port()
    known = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    settings = {
        "INSTANCE_DIR": str(folder),
        "PORT": str(port),
        "SANDBOX": "1",
        "SANDBOX_DEMO": "1" if has_demo else "0",
        "SANDBOX_NOW": BEGINS_AT,
        "RATE_LIMITS": "0",
    }
    command = [sys.executable, "-m", "gunicorn", "--config", "python:tasks.embedded"]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=known | settings, stdout=log, stderr=log)
        try:
            yield _ready(process, port, folder / "log")
        finally:
            process.terminate()
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
