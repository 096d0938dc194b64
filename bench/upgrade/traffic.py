"""Clients that ask the processes a proxy would ask, page after page, act after act."""

import json
import re
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from permits import clock
from workflows import local_day

SECONDS = 6.0
READS = ("/readyz", "/", "/login", "/decisions", "/api/v1/applications", "/api/v1/work-items")


def form() -> str:
    """Return a whole application: a footway is occupied from next month on."""
    begins = local_day(clock.wall()) + timedelta(days=40)
    period = {"from": begins.isoformat(), "to": (begins + timedelta(days=90)).isoformat()}
    occupied = {"occupy": {"part": "footway", "area_m2": 60, "days": 60}}
    filled = {
        "applicant": {"kind": "company", "name": "通江建设工程有限公司", "uscc": "91320699YYDEM0016R"},
        "agent": {"name": "陈建", "resident_id": "320699190001010016", "phone": "13800000000"},
        "project": {"name": "星湖新城", "type": "private"},
        "site": {"road": "紫琅路", "address": "C22037地块"},
        "answers": {"road_class": "urban", "access_kind": "temporary", "period": period, **occupied},
    }
    return json.dumps(filled)


@dataclass
class Traffic:
    """The processes that a proxy would ask, and what came back."""

    ports: list[int] = field(default_factory=list)
    answered: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    slowest_seconds: float = 0.0
    phase: str = "old"
    is_over: bool = False

    def ask(self, number: int) -> None:
        """Ask one process after the other until it is over: pages, lists, and a new draft now and then."""
        turn = number
        while not self.is_over:
            turn += 1
            if turn % 7:
                self._answer(turn, READS[turn % len(READS)])
            elif made := self._answer(turn, "/api/v1/applications", form()):
                # the other process takes the next step of the same case
                self._answer(turn + 1, f"/api/v1/applications/{json.loads(made)['id']}/actions/submit", "{}")

    def _answer(self, turn: int, path: str, body: str | None = None) -> str:
        port, began = self.ports[turn % len(self.ports)], time.monotonic()
        try:
            return request(port, path, body)
        except (urllib.error.URLError, OSError) as error:
            self.failed[f"{self.phase}: {re.sub('[0-9]+', 'N', path)}: {error}"] += 1
            return ""
        finally:
            self.answered[self.phase] += 1
            self.slowest_seconds = max(self.slowest_seconds, time.monotonic() - began)

    def go_on(self, phase: str, ports: list[int]) -> None:
        """Ask these processes for some seconds; requests under way elsewhere come to their end first."""
        self.ports = ports
        time.sleep(1.0)
        self.phase = phase
        time.sleep(SECONDS)

    def end(self, clients: Iterable[threading.Thread]) -> None:
        """Stop asking."""
        self.is_over = True
        for client in clients:
            client.join()


def request(port: int, path: str, body: str | None) -> str:
    who = "contractor" if body else "roads"
    headers = {"Authorization": f"Bearer demo-{who}", "Content-Type": "application/json"}
    data = body.encode() if body else None
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", data, headers)
    with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310 - our own server
        found: bytes = answer.read()
    return found.decode()
