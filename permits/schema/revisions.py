"""Revisions this version knows, oldest first, and which of them processes of older versions go on serving with."""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from alembic.config import Config
from alembic.script import Script, ScriptDirectory
from sqlalchemy import Connection, MetaData

from permits.config import shipped

MIGRATIONS = shipped("migrations")
# digests of revisions that may not change any more; those before the marker EXPANDS existed are marked here
FROZEN = MIGRATIONS / "frozen.toml"


@dataclass(frozen=True, slots=True)
class Revision:
    """One step of the schema; with one that only expands, processes of the version before it go on serving."""

    name: str
    about: str
    way_back: str
    expands: bool


def migration_config(conn: Connection | None = None, metadata: MetaData | None = None) -> Config:
    """Return Alembic's configuration; there is no alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes.update(connection=conn, metadata=metadata)
    return config


def frozen() -> dict[str, dict[str, Any]]:
    """Return the rows of frozen revisions, by name: `sha256`, and `expands` of those without a marker."""
    rows: dict[str, dict[str, Any]] = tomllib.loads(FROZEN.read_text(encoding="utf-8"))
    return rows


@cache
def chain() -> tuple[Revision, ...]:
    """Return every revision, oldest first."""
    scripts, known = ScriptDirectory.from_config(migration_config()), frozen()
    ordered = reversed(list(scripts.walk_revisions()))
    return tuple(_revision(one, is_known=bool(known.get(one.revision, {}).get("expands"))) for one in ordered)


def _revision(script: Script, *, is_known: bool) -> Revision:
    about = " ".join(script.doc.split()).rstrip(".")
    way_back = (script.module.downgrade.__doc__ or "drop what was added").rstrip(".")
    return Revision(script.revision, about, way_back, bool(getattr(script.module, "EXPANDS", is_known)))


def newest() -> str:
    """Return the revision this version expects."""
    return chain()[-1].name


def is_known(revision: str) -> bool:
    """Return whether this version knows a revision."""
    return any(one.name == revision for one in chain())


def after(revision: str | None) -> tuple[Revision, ...]:
    """Return the revisions that follow a known one, oldest first; all after None."""
    names = [one.name for one in chain()]
    return chain()[names.index(revision) + 1 :] if revision else chain()


def serves_from(revision: str) -> str:
    """Return the oldest revision whose code serves with the schema of `revision`: all between only expand."""
    names = [one.name for one in chain()]
    place = names.index(revision)
    while place and chain()[place].expands:
        place -= 1
    return names[place]
