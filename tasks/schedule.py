"""The beat table: which job, how often, and why."""

from collections.abc import Mapping

SCHEDULE: Mapping[str, Mapping[str, object]] = {
    # legal deadlines fall at midnight; a quarter of a minute late is early enough to be seen by nobody
    "deadlines": {"task": "deadlines.sweep", "schedule": 15.0},
    # acts that tell nobody ask for no check of their case; this costs their transactions nothing
    "liveness": {"task": "stalls.watch", "schedule": 15.0},
    # a message lost with its process costs this much: the row is the truth
    "outbox": {"task": "outbox.relay", "schedule": 2.0},
}
