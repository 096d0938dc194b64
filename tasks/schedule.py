"""The beat table: which job, how often, and why."""

from collections.abc import Mapping

SCHEDULE: Mapping[str, Mapping[str, object]] = {
    # legal deadlines fall at midnight; a delay of 15 seconds goes unnoticed
    "deadlines": {"task": "deadlines.sweep", "schedule": 15.0},
    # acts that notify nobody enqueue no check of their case; checking here costs their transactions nothing
    "liveness": {"task": "stalls.watch", "schedule": 15.0},
    # the delay after a lost message: the row is authoritative
    "outbox": {"task": "outbox.relay", "schedule": 2.0},
}
