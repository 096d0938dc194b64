from pathlib import Path

from permits.db import connect
from permits.files import FolderStore
from permits.private_files import own_file


def modes(folder: Path) -> set[int]:
    return {path.stat().st_mode & 0o077 for path in folder.rglob("*")}


def test_uploads_and_documents_are_readable_by_the_owner_only(tmp_path: Path) -> None:
    FolderStore(tmp_path / "store").put("320699/ab/abc", b"paper")

    assert modes(tmp_path / "store") == {0}


def test_a_database_and_what_stands_beside_it_are_readable_by_the_owner_only(tmp_path: Path) -> None:
    engine = connect(f"sqlite:///{tmp_path / 'instance' / 'daokou.db'}")
    with engine.begin() as conn:
        conn.exec_driver_sql("create table t (a)")
    found = modes(tmp_path / "instance")
    engine.dispose()

    assert found == {0}


def test_a_database_that_was_open_to_all_is_closed(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    file.touch(mode=0o644)

    own_file(file)

    assert file.stat().st_mode & 0o777 == 0o600
