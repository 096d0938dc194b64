"""`bench crash`: kill -9 the whole office at random moments during 200 actions over the API, then check for damage."""

import http.client
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from email import message_from_bytes
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Select, func, select

from bench.machine import machine, write
from bench.race import chain_fault
from permits.clock import wall
from permits.db import connect, reading
from permits.models import Application, Event, Mail, Notice, Notification, OutboxRow
from permits.queries.office.invariants import stalls
from permits.queries.office.replays import differences

ROOT = Path(__file__).resolve().parents[1]
ACTS = 200
KILLS = 8
FORM = {
    "applicant": {"kind": "company", "name": "通江建设工程有限公司", "uscc": "91320699YYDEM0016R"},
    "agent": {"name": "陈建", "phone": "13800000000", "resident_id": "320699190001010016"},
    "project": {"name": "星湖新城", "type": "private"},
    "site": {"road": "紫琅路", "address": "18号"},
    "answers": {
        "road_class": "urban",
        "access_kind": "temporary",
        "period": {"from": "2026-12-05", "to": "2027-02-01"},
        "occupy": {"part": "footway", "area_m2": 60, "days": 60},
    },
}
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


class Office:
    """The real process under `manage.py run`'s configuration, killed and started again."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        clean = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL", "SECRET_KEY"}}
        self.environment = {
            **clean, "SANDBOX": "1", "SANDBOX_DEMO": "0", "INSTANCE_DIR": str(folder), "PORT": str(self.port),
            "RATE_LIMITS": "0", "QUIET_HOURS": "00:00-00:00",
        }  # fmt: skip
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        self.starts: list[float] = []

    def start(self) -> None:
        """Start the process and wait until it is ready."""
        began = time.perf_counter()
        gunicorn = str(Path(sys.executable).parent / "gunicorn")
        with (self.folder / "office.log").open("ab") as log:
            self.process = subprocess.Popen(
                [gunicorn, "--config", "python:tasks.embedded"],
                cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        while time.perf_counter() - began < 60:
            if self.is_ready():
                self.starts.append(time.perf_counter() - began)
                return
            assert self.process.poll() is None, (self.folder / "office.log").read_text()[-3000:]
            time.sleep(0.05)
        raise TimeoutError("the office does not start")

    def is_ready(self) -> bool:
        try:
            return self.call("GET", "/readyz")[0] == http.HTTPStatus.OK
        except (OSError, http.client.HTTPException):
            return False

    def kill(self) -> None:
        """Kill every process of the office with SIGKILL."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def call(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        conn = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            conn.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = conn.getresponse()
            return answer.status, answer.read()
        finally:
            conn.close()


class Driver:
    """Act as any user; resend a request without an answer under the same idempotency key."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.acts = 0
        self.repeats = 0
        self.latencies: list[float] = []

    def act(self, who: str, path: str, body: dict[str, Any]) -> Any:
        sent = json.dumps(body).encode()
        answer = self._send(who, path, sent, "application/json")
        self.acts += 1
        return answer

    def hand_in(self, application: int, code: str) -> None:
        boundary = uuid.uuid4().hex
        parts = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="code"\r\n\r\n{code}\r\n'
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{code}.pdf"\r\n'
            "Content-Type: application/pdf\r\n\r\n"
        )
        body = parts.encode() + PDF + f"\r\n--{boundary}--\r\n".encode()
        path = f"/applications/{application}/materials"
        self._send("contractor", path, body, f"multipart/form-data; boundary={boundary}")

    def get(self, who: str, path: str) -> Any:
        return self._send(who, path, None, "application/json")

    def _send(self, who: str, path: str, body: bytes | None, content_type: str) -> Any:
        key = uuid.uuid4().hex
        headers = {"Authorization": f"Bearer demo-{who}", "Content_Type": content_type, "Idempotency_Key": key}
        give_up = time.monotonic() + 90
        while time.monotonic() < give_up:
            began = time.perf_counter()
            try:
                status, answer = self.office.call(
                    "POST" if body is not None else "GET", f"/api/v1{path}", body, **headers
                )
            except (OSError, http.client.HTTPException):
                self.repeats += 1
                time.sleep(0.1)
                continue
            if "/actions/" in path:
                self.latencies.append((time.perf_counter() - began) * 1000)
            assert status in {200, 201}, (path, status, answer[:600])
            return json.loads(answer)
        raise TimeoutError(path)

    def live(self) -> None:
        """Drive one case from draft to delivery."""
        made = self.act("contractor", "/applications", FORM)
        case = made["id"]
        for material in made["materials"]:
            if not material["shared"]:
                self.hand_in(case, material["code"])
        self.act("contractor", f"/applications/{case}/actions/submit", {})
        self.act("window", f"/applications/{case}/actions/accept", {})
        while open_items := self._open(case):
            for item in open_items:
                self.act(item["department"], f"/work-items/{item['id']}/actions/claim", {})
                self.act(item["department"], f"/work-items/{item['id']}/actions/approve", {"opinion": "同意。"})
        self.act("window", f"/applications/{case}/actions/deliver", {"recipient": "陈建"})

    def _open(self, case: int) -> list[Any]:
        items = self.get("lead", f"/applications/{case}")["work_items"]
        found = [
            item for item in items if item["state"] == "open" and item["kind"] in {"opinion", "co_approval", "decision"}
        ]
        # decisions wait for opinions and co-approvals
        return [item for item in found if item["kind"] != "decision"] or found


def damage(url: str, mail_folder: Path) -> dict[str, Any]:
    """Check for partial, duplicated or stuck work."""
    engine = connect(url)
    with reading(engine) as conn:
        found = {**_cases(conn), **_notices(conn), **_letters(conn, mail_folder)}
        states = conn.execute(select(OutboxRow.state, func.count()).group_by(OutboxRow.state))
        found["jobs"] = {row[0]: row[1] for row in states}
    engine.dispose()
    return found


def _cases(conn: Connection) -> dict[str, Any]:
    columns = (Application.id, Application.state, Application.event_seq, Application.event_hash)
    apps = conn.execute(select(*columns)).all()
    events: dict[int, list[Any]] = {}
    for row in conn.execute(select(Event.application_id, Event.hash, Event.payload, Event.type).order_by(Event.seq)):
        events.setdefault(row.application_id, []).append(row)
    return {
        "applications": len(apps),
        "states": dict(Counter(app.state for app in apps)),
        "events": sum(map(len, events.values())),
        "broken_chains": sum(chain_fault(conn, app.id) is not None for app in apps),
        "head_differs_from_row": sum(
            (app.event_seq, app.event_hash) != (len(events[app.id]), events[app.id][-1].hash) for app in apps
        ),
        "state_differs_from_last_event": sum(_last_state(events[app.id]) != app.state for app in apps),
        "stalls": Counter(one.invariant for one in stalls(conn, at=wall()) if one.invariant != "jobs_done"),
        "states_events_do_not_tell": sum(len(differences(conn, app.id)) for app in apps),
    }


def _notices(conn: Connection) -> dict[str, int]:
    issued = select(Notice.application_id, Notice.event_seq, Notice.kind, Notice.permit)
    notified = select(Notification.user_id, Notification.application_id, Notification.event_seq, Notification.template)
    missing = select(func.count()).where(Notice.storage_key.is_(None))
    return {
        "doubled_notices": _doubled(conn, issued),
        "doubled_notifications": _doubled(conn, notified),
        "unrendered_notices": conn.execute(missing).scalar_one(),
    }


def _doubled(conn: Connection, wanted: Select[Any]) -> int:
    return sum(count > 1 for count in Counter(tuple(row) for row in conn.execute(wanted)).values())


def _letters(conn: Connection, folder: Path) -> dict[str, int]:
    rows = conn.execute(select(Mail.dedupe, Mail.sent_at)).all()
    sent = {row.dedupe for row in rows if row.sent_at is not None}
    messages = Counter(_message_id(path) for path in folder.glob("*.eml"))
    files = {path.stem for path in folder.glob("*.eml")}
    return {
        "mail_rows": len(rows),
        "mail_files": len(files),
        "doubled_mail_files": sum(count > 1 for count in messages.values()),
        "mail_files_without_sent_row": len(files - sent),
        "sent_rows_without_mail_file": len(sent - files),
    }


def _message_id(path: Path) -> str:
    return str(message_from_bytes(path.read_bytes())["Message-ID"])


def _last_state(events: list[Any]) -> str:
    return next(
        str(e.payload["to"]) for e in reversed(events) if e.type.startswith("application.") and "to" in e.payload
    )


def drained(url: str, seconds: float) -> bool:
    """Wait until no job is pending."""
    engine = connect(url)
    give_up = time.monotonic() + seconds
    while time.monotonic() < give_up:
        with reading(engine) as conn:
            left = conn.execute(select(func.count()).where(OutboxRow.state.in_(("new", "running")))).scalar_one()
        if not left:
            break
        time.sleep(1)
    engine.dispose()
    return not left


def resident_mb(group: int) -> dict[str, float]:
    """Sum the resident memory of gunicorn's master and worker."""
    found: dict[str, float] = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(path.name)) == group:
                line = next(row for row in (path / "status").read_text().splitlines() if row.startswith("VmRSS"))
                found["master" if int(path.name) == group else "serving"] = round(int(line.split()[1]) / 1024, 1)
        except (OSError, StopIteration):
            continue
    return found


def measure(acts: int = ACTS, kills: int = KILLS) -> dict[str, Any]:
    dice = random.Random(20261123)
    described = machine()
    with tempfile.TemporaryDirectory(prefix="daokou-bench-") as name:
        folder = Path(name)
        office = Office(folder)
        office.start()
        driver = Driver(office)
        done = threading.Event()
        killer = threading.Thread(target=_kill_at_random, args=(office, driver, dice, done, (acts, kills)))
        killer.start()
        try:
            while driver.acts < acts:
                driver.live()
        finally:
            done.set()
            killer.join(timeout=90)
            url = f"sqlite:///{folder / 'daokou.db'}"
            is_drained = office.is_ready() and drained(url, 150)
            memory = resident_mb(office.process.pid) if office.process else {}
            office.kill()
        ordered = sorted(driver.latencies)
        return {
            "machine": described,
            "acts": driver.acts,
            "kills": len(office.starts) - 1,
            "repeated_requests": driver.repeats,
            "jobs_drained": is_drained,
            "start_seconds": {
                "first": round(office.starts[0], 2),
                "again_median": round(statistics.median(office.starts[1:]), 2),
            },
            "resident_mb_after": memory,
            "act_over_http_ms": {
                "p50": round(ordered[len(ordered) // 2], 1),
                "p95": round(ordered[int(len(ordered) * 0.95)], 1),
            },
            **damage(url, folder / "mail"),
        }


def _kill_at_random(
    office: Office, driver: Driver, dice: random.Random, done: threading.Event, plan: tuple[int, int]
) -> None:
    acts, kills = plan
    for number in range(1, kills + 1):
        # at a random instant within each batch of actions
        while driver.acts < acts * number / (kills + 1) and not done.wait(0.01):
            pass
        if done.wait(dice.uniform(0, 0.4)):
            return
        office.kill()
        office.start()


def main() -> None:
    result = measure()
    write("crash", result)
    print(json.dumps(result, indent=2, ensure_ascii=False))
