import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

from permits.db import connect
from permits.models import Base
from permits.models.triggers import triggers
from permits.schema import MIGRATIONS, migrate, migration_config, unmigrate

LIVE = re.compile(r"^(from|import) (permits|workflows|forms|tasks)\b", re.MULTILINE)


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        engine = connect(f"sqlite:///{tmp_path / 'empty.db'}")
        yield engine
        engine.dispose()
        return
    server = request.getfixturevalue("postgresql_template")
    name, url = server.copy("template0")
    engine = connect(url)
    yield engine
    engine.dispose()
    server.drop(name)


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory.from_config(migration_config()).get_heads()) == 1


def test_migrations_lead_up_and_down_again(empty: Engine) -> None:
    migrate(empty)
    assert set(Base.metadata.tables) < set(inspect(empty).get_table_names())

    unmigrate(empty)
    assert inspect(empty).get_table_names() == ["alembic_version"]

    migrate(empty)


def test_the_models_ask_for_nothing_the_migrations_do_not_build(empty: Engine) -> None:
    migrate(empty)

    with empty.begin() as conn:
        command.check(migration_config(conn, Base.metadata))


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_the_triggers_built_are_those_the_models_name(dialect: str) -> None:
    built: tuple[str, ...] = ()
    for path in sorted((MIGRATIONS / "versions").glob("*.py")):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        assert spec is not None
        assert spec.loader is not None
        migration = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(migration)
        built += getattr(migration, dialect.upper(), ())

    assert built == triggers(dialect)


def test_migrations_never_import_live_code() -> None:
    live = [path.name for path in MIGRATIONS.rglob("*.py") if LIVE.search(path.read_text("utf-8"))]

    assert live == []
