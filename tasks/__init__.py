"""Background jobs: each takes ids, calls one service, may run twice. Names of jobs are stable."""

# where jobs are registered; the worker and the embedded worker import these
MODULES = ("tasks.deadlines", "tasks.housekeeping", "tasks.letters", "tasks.outbox")
