"""The beat table: which job, how often, and why."""

from collections.abc import Mapping

from permits.queue import PERIODIC

# a message no worker took by then is dropped: after an outage of the workers no job runs once for each missed time
EXPIRES_SECONDS = 60.0


def _every(seconds: float, job: str) -> Mapping[str, object]:
    options = {"queue": PERIODIC, "expires": max(seconds, EXPIRES_SECONDS)}
    return {"task": job, "schedule": seconds, "options": options}


SCHEDULE: Mapping[str, Mapping[str, object]] = {
    # legal deadlines fall at midnight; a delay of 15 seconds goes unnoticed
    "deadlines": _every(15.0, "deadlines.sweep"),
    # acts that notify nobody enqueue no check of their case; checking here costs their transactions nothing
    "liveness": _every(15.0, "stalls.watch"),
    # once a day; asked for often, so that a process that was down at midnight makes up for it
    "root": _every(600.0, "chain.publish_root"),
    # once a night; asked for often, likewise
    "checks": _every(600.0, "checks.ask"),
    # answers to repeated requests, finished jobs
    "old": _every(3600.0, "house.forget"),
    # each warning is told once; asked for often, so that a process that was down makes up for it
    "tokens": _every(3600.0, "tokens.warn"),
    # periods are counted in days; a run that finds nothing costs a statement a kind
    "retention": _every(3600.0, "retention.run"),
    # the delay after a lost message: the row is authoritative
    "outbox": _every(2.0, "outbox.relay"),
}
