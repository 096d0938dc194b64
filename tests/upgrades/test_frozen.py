"""Migrations that landed never change, each new one says whether it only expands, and the tables bear it out."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect
from sqlalchemy.engine.interfaces import ReflectedColumn

from permits.config import ROOT
from permits.db import connect, reading
from permits.schema import chain, migrate, migration_config
from permits.schema.revisions import frozen
from tests.upgrades.frozen import digests

Tables = Mapping[str, Mapping[str, ReflectedColumn]]
RELEASED = re.compile(r"^## \[(\d+\.\d+\.\d+)\]", re.MULTILINE)
UNIQUE = "select name from sqlite_master where type = 'index' and sql like '%UNIQUE%'"
# 0001 founds; 0002 was edited after databases had been made with it, which nobody can mend any more
FOUNDED = "0002"


def test_a_migration_that_landed_is_never_edited() -> None:
    found = digests()

    assert {name: found.get(name) for name in frozen()} == {name: row["sha256"] for name, row in frozen().items()}
    assert list(frozen()) == list(found)[: len(frozen())], "a new revision follows all that stand"


def test_every_migration_that_is_not_frozen_says_whether_it_only_expands() -> None:
    scripts = ScriptDirectory.from_config(migration_config()).walk_revisions()
    silent = [one.revision for one in scripts if one.revision not in frozen() and not hasattr(one.module, "EXPANDS")]

    assert silent == [], "EXPANDS = True: processes of the version before go on serving; False: they have to stop"


def tables(engine: Engine) -> tuple[Tables, set[str]]:
    with reading(engine) as conn:
        seen = inspect(conn)
        unique = set(conn.exec_driver_sql(UNIQUE).scalars())
        columns = seen.get_multi_columns().items()
        return {name: {one["name"]: one for one in found} for (_, name), found in columns}, unique


def narrowed(before: Tables, after: Tables) -> list[str]:
    """List what code written for `before` does not find, or may not leave out, in `after`."""
    return [
        f"{name}: {fault}"
        for name, known in before.items()
        for fault in ([*_faults(known, after[name])] if name in after else ["dropped"])
    ]


def _faults(known: Mapping[str, ReflectedColumn], now: Mapping[str, ReflectedColumn]) -> list[str]:
    gone = [f"{column} dropped" for column in known if column not in now]
    changed = [f"{name} is of another type" for name in known if name in now and _kind(known[name]) != _kind(now[name])]
    strict = [f"{name} is needed" for name in now if _is_needed(now[name]) and not _is_needed(known.get(name))]
    return gone + changed + strict


def _kind(column: ReflectedColumn) -> str:
    return str(column["type"])


def _is_needed(column: ReflectedColumn | None) -> bool:
    """Whether an insert that does not know the column fails."""
    return column is not None and not column["nullable"] and column["default"] is None


def test_a_step_that_says_it_expands_takes_nothing_away(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'steps.db'}")
    migrate(engine, FOUNDED)
    faults: dict[str, object] = {}
    before, unique = tables(engine)
    for step in (one for one in chain() if one.name > FOUNDED):
        migrate(engine, step.name)
        after, unique_now = tables(engine)
        if step.expands:
            new_rules = [one for one in unique_now - unique if any(f"_{table}_" in one for table in before)]
            faults[step.name] = [*narrowed(before, after), *new_rules]
        before, unique = after, unique_now
    engine.dispose()

    assert {name: found for name, found in faults.items() if found} == {}
    assert len(faults) > 10


def column(**changes: object) -> ReflectedColumn:
    return {"name": "a", "type": "TEXT", "nullable": False, "default": None} | changes  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("after", "fault"),
    [
        ({}, ["t: dropped"]),
        ({"t": {}}, ["t: a dropped"]),
        ({"t": {"a": column(type="INTEGER")}}, ["t: a is of another type"]),
        ({"t": {"a": column(), "b": column(name="b")}}, ["t: b is needed"]),
        ({"t": {"a": column(), "b": column(name="b", default="''")}, "u": {"a": column()}}, []),
    ],
)
def test_what_a_step_takes_away_is_found(after: Tables, fault: list[str]) -> None:
    assert narrowed({"t": {"a": column()}}, after) == fault


def test_a_database_of_every_released_version_is_kept() -> None:
    versions = RELEASED.findall((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    kept = {path.name.removesuffix(".sql.xz") for path in (Path(__file__).parent / "released").iterdir()}

    assert kept == set(versions)
