"""The beat table: which job, how often, and why."""

from collections.abc import Mapping

SCHEDULE: Mapping[str, Mapping[str, object]] = {
    # legal deadlines fall at midnight; a delay of 15 seconds goes unnoticed
    "deadlines": {"task": "deadlines.sweep", "schedule": 15.0},
    # acts that notify nobody enqueue no check of their case; checking here costs their transactions nothing
    "liveness": {"task": "stalls.watch", "schedule": 15.0},
    # once a day; asked for often, so that a process that was down at midnight makes up for it
    "root": {"task": "chain.publish_root", "schedule": 600.0},
    # an answer is kept for a day: a program that repeats a request does so within minutes
    "answers": {"task": "idempotency.forget", "schedule": 3600.0},
    # the delay after a lost message: the row is authoritative
    "outbox": {"task": "outbox.relay", "schedule": 2.0},
}
