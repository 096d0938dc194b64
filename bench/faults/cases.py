"""The faults: each breaks one thing, looks, and mends it."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from bench.faults.place import COMMANDS, Place
from bench.faults.traffic import Look, Visitor
from permits.config import ROOT
from tests.mail_server import Manner
from tests.servers import free_port

LASTS_SECONDS = 12
MOST_LOOKS = 20
RESTARTS_AFTER_SECONDS = 3
Seen = dict[str, Any]
Inject = Callable[[Place, Look], Seen]


@dataclass(frozen=True)
class Fault:
    """One fault: its name in the table, and what does it."""

    name: str
    inject: Inject
    needs_disk: bool = False


def _killed(kind: str) -> Inject:
    def inject(place: Place, look: Look) -> Seen:
        place.kill(kind)
        seen = look.take() if kind != "web" else {}
        time.sleep(RESTARTS_AFTER_SECONDS)
        place.start(kind)
        time.sleep(LASTS_SECONDS / 2)
        return seen

    return inject


def _web_worker_killed(place: Place, look: Look) -> Seen:
    place.kill_a_child("web")
    seen = look.take()
    time.sleep(LASTS_SECONDS / 2)
    return seen


@contextmanager
def _for_a_while(look: Look) -> Iterator[Seen]:
    """Look in the middle of what lasts a while."""
    seen: Seen = {}
    time.sleep(LASTS_SECONDS / 3)
    seen |= look.take()
    time.sleep(LASTS_SECONDS / 3)
    yield seen


def _broker_killed(place: Place, look: Look) -> Seen:
    place.broker.kill()
    with _for_a_while(look) as seen:
        place.broker.start()
    return seen


def _broker_hung(place: Place, look: Look) -> Seen:
    place.broker.hang()
    with _for_a_while(look) as seen:
        place.broker.go_on()
    return seen


def _database_restarted(place: Place, look: Look) -> Seen:
    place.database.stop()
    seen = look.take()
    time.sleep(RESTARTS_AFTER_SECONDS)
    place.database.start()
    time.sleep(LASTS_SECONDS / 2)
    return seen


def _replica_gone(place: Place, look: Look) -> Seen:
    place.replica.stop()
    with _for_a_while(look) as seen:
        place.replica.start()
    return seen


def _mail(manner: Manner, *, seconds: float = LASTS_SECONDS) -> Inject:
    def inject(place: Place, look: Look) -> Seen:
        place.mailbox.box.manner = manner
        with _for_a_while(look) as seen:
            time.sleep(max(0.0, seconds - LASTS_SECONDS))
        seen["outbox list"] = _outbox(place)
        place.mailbox.box.manner = Manner()
        return seen

    return inject


def _mail_gone(place: Place, look: Look) -> Seen:
    place.mailbox.stop()
    with _for_a_while(look) as seen:
        seen["outbox list"] = _outbox(place)
    place.mailbox.start()
    return seen


def _outbox(place: Place) -> str:
    _, found = place.flask("outbox", "list")
    letters = [row for row in found["items"] if row["job"] == "mail.send"]
    said = {row["failure"] or row["state"] for row in letters if row["error"]}
    return f"{len(letters)} letters, with a fault: {', '.join(sorted(said)) or 'none'}"


def _disk_full(place: Place, look: Look) -> Seen:
    place.uploads.fill()
    with _for_a_while(look) as seen:
        seen["temporary files left"] = place.uploads.leftovers()
    place.uploads.empty()
    return seen


def _documents_read_only(place: Place, look: Look) -> Seen:
    place.documents.allow(writing=False)
    with _for_a_while(look) as seen:
        seen["a paper"] = _newest_paper(place)
        seen["outbox list"] = _papers(place)
    place.documents.allow(writing=True)
    return seen


def _papers(place: Place) -> str:
    _, found = place.flask("outbox", "list")
    papers = [row for row in found["items"] if row["job"] == "documents.render" and row["error"]]
    return f"{len(papers)} papers: {papers[0]['error'][:60]}" if papers else "no paper"


def _newest_paper(place: Place) -> str:
    """Open the newest receipt as its applicant until the page says that it cannot be made."""
    visitor = Visitor(place)
    visitor.sign_in("contractor")
    newest = max(row["id"] for row in visitor.call("/applications", "contractor")["items"])
    notice = visitor.call(f"/applications/{newest}/notices", "contractor")["items"][0]["id"]
    for _ in range(MOST_LOOKS):
        status, _, headers = visitor.ask(f"/notices/{notice}.pdf")
        if status != HTTPStatus.ACCEPTED:
            break
        time.sleep(0.5)
    return f"{status}, Retry-After {headers.get('Retry-After')}"


def _wrong_clock_of_jobs(place: Place, look: Look) -> Seen:
    place.kill("jobs")
    place.begin("wrong-jobs", *COMMANDS["wrong-jobs"](place))
    with _for_a_while(look) as seen:
        time.sleep(LASTS_SECONDS)
    place.kill("wrong-jobs")
    log = (place.folder / "wrong-jobs.log").read_text(errors="replace")
    seen["its log"] = "clock.wrong" if "clock.wrong" in log else "silent"
    place.start("jobs")
    return seen


def _wrong_clock_of_web(place: Place, look: Look) -> Seen:
    port = free_port()
    command = ("-c", COMMANDS["wrong-jobs"](place)[1], "gunicorn", "-c", "python:permits.app.serving", "-w", "1")
    place.begin("wrong-web", *command, PORT=str(port))
    visitor = Visitor(place, port=port)
    place.wait_for(lambda: visitor.ask("/healthz")[0] == HTTPStatus.OK, seconds=60)
    asked = {"Authorization": "Bearer demo-contractor", "Accept": "application/json"}
    read, _, _ = visitor.ask("/api/v1/applications", **asked)
    wrote, said, _ = visitor.ask("/api/v1/applications", b"{}", **asked, Content_Type="application/json")
    place.kill("wrong-web")
    return {**look.take(), "reading there": str(read), "an act there": f"{wrote} {json.loads(said).get('code', '')}"}


def _two_beats(place: Place, look: Look) -> Seen:
    place.begin("beat-too", *COMMANDS["beat-too"](place))
    with _for_a_while(look) as seen:
        time.sleep(LASTS_SECONDS)
    place.kill("beat-too")
    return seen


def _two_prepares(place: Place, look: Look) -> Seen:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "prepare"]
    both = [
        subprocess.Popen(command, cwd=ROOT, env=place.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for _ in range(2)
    ]
    said = [one.communicate(timeout=120)[0].decode() for one in both]
    traces = sum("Traceback" in one for one in said)
    return {**look.take(), "prepare": f"exit {', '.join(str(one.returncode) for one in both)}; {traces} tracebacks"}


FAULTS: Mapping[str, Fault] = {
    "web-worker": Fault("kill -9 of one web worker", _web_worker_killed),
    "web": Fault("kill -9 of all web processes", _killed("web")),
    "jobs": Fault("kill -9 of the job workers", _killed("jobs")),
    "mail": Fault("kill -9 of the mail workers", _killed("mail")),
    "beat": Fault("kill -9 of beat", _killed("beat")),
    "broker-dead": Fault("broker killed, back empty", _broker_killed),
    "broker-hung": Fault("broker hangs", _broker_hung),
    "database": Fault("database stopped at once, started again", _database_restarted),
    "replica": Fault("replica gone", _replica_gone),
    "mail-gone": Fault("mail server gone", _mail_gone),
    "mail-slow": Fault("mail server answers after 10 s", _mail(Manner(greets_after=10))),
    "mail-451": Fault("mail server refuses for a while (451)", _mail(Manner(text="451 4.7.1 later"))),
    "mail-550": Fault(
        "mail server refuses one address (550)", _mail(Manner(recipient="550 5.1.1 nobody", only_for="contractor"))
    ),
    "mail-late": Fault("mail server confirms after 25 s", _mail(Manner(confirms_after=25), seconds=40)),
    "disk": Fault("disk of uploads full", _disk_full, needs_disk=True),
    "documents": Fault("documents read-only", _documents_read_only, needs_disk=True),
    "clock-jobs": Fault("job workers nine days ahead", _wrong_clock_of_jobs),
    "clock-web": Fault("a web process nine days ahead", _wrong_clock_of_web),
    "beats": Fault("two beats", _two_beats),
    "prepares": Fault("two `prepare` at once", _two_prepares),
}
