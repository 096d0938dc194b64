"""Every line is one JSON object, whoever logs it."""

import json
import logging
import subprocess
import sys

import pytest

from permits.config import ROOT

PROGRAM = """
import logging, warnings
import structlog
from permits.watch import lines
from permits.watch.server_lines import Lines
from gunicorn.config import Config

lines.configure(); lines.configure()
structlog.contextvars.bind_contextvars(request_id="0123")
structlog.get_logger("daokou").info("ours", name="路")
logging.getLogger("somebody").error("theirs %s", "x")
try:
    1 / 0
except ZeroDivisionError:
    logging.getLogger("somebody").exception("broken")
server = Lines(Config())
server.info("Listening at: %s (%s)", "http://127.0.0.1:1", 7)
server.warning("Invalid request from ip=%s: %s", "114.114.114.114", "GET /cases/32068120250001 HTTP/1.1")
server.access(None, None, {}, None)
logging.getLogger("celery.worker.strategy").info("Task received")
logging.getLogger("celery.worker").info("ready")
warnings.warn("old", DeprecationWarning, stacklevel=1)
"""


def test_our_lines_and_those_of_packages_are_objects_and_none_stands_twice() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "always", "-c", PROGRAM], cwd=ROOT, check=True, capture_output=True, text=True
    )

    found = [json.loads(line) for line in done.stderr.splitlines()]
    events = [one["event"] for one in found]
    assert events[:6] == [
        "ours",
        "theirs x",
        "broken",
        "Listening at: http://127.0.0.1:1 (7)",
        "Invalid request from ip=…: …",
        "ready",
    ]
    assert ("old" in events[6], len(events)) == (True, 7)
    assert all(one["request_id"] == "0123" and one["level"] and one["timestamp"] for one in found)
    assert "ZeroDivisionError" in found[2]["exception"]


@pytest.mark.parametrize("name", ["sqlalchemy.engine", "alembic", "kombu"])
def test_packages_are_heard_from_their_warnings_on(name: str) -> None:
    assert not logging.getLogger(name).isEnabledFor(logging.INFO)
