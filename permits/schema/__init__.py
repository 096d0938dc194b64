"""The schema of the database: which revision it has, whether this version serves with it, how it changes."""

from permits.schema.changing import Change, Loss, losses, migrate, steps_down, unmigrate
from permits.schema.exclusive import alone
from permits.schema.revisions import MIGRATIONS, Revision, after, chain, migration_config, newest, serves_from
from permits.schema.standing import Schema, Standing, check, fault_of, look

__all__ = [
    "MIGRATIONS",
    "Change",
    "Loss",
    "Revision",
    "Schema",
    "Standing",
    "after",
    "alone",
    "chain",
    "check",
    "fault_of",
    "look",
    "losses",
    "migrate",
    "migration_config",
    "newest",
    "serves_from",
    "steps_down",
    "unmigrate",
]
