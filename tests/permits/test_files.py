import fcntl
import subprocess
import sys
from pathlib import Path

import pytest

from permits.config import Settings, _sandbox_key
from permits.db import connect
from permits.files import FolderStore, own_file, random_key
from permits.i18n import compile_catalogue


def test_what_is_put_is_got_back_and_replaced_whole(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "store")
    store.put("a/b", b"first")
    store.put("a/b", b"second")

    assert store.get("a/b") == b"second"
    assert [path.name for path in (tmp_path / "store" / "a").iterdir()] == ["b"]


def test_what_was_never_put_is_not_there(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)

    assert not store.has("a")
    with pytest.raises(FileNotFoundError):
        store.get("a")


@pytest.mark.parametrize("key", ["../outside", "a/../../outside", "/etc/passwd", ""])
def test_no_key_leads_out_of_the_folder(tmp_path: Path, key: str) -> None:
    store = FolderStore(tmp_path / "store")

    with pytest.raises(FileNotFoundError):
        store.put(key, b"x")
    with pytest.raises(FileNotFoundError):
        store.get(key)


def test_keys_are_not_guessed() -> None:
    assert random_key("320699") != random_key("320699")
    assert random_key("320699").startswith("320699/")


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


def test_an_instance_folder_is_its_owners_whatever_is_written_there_first(tmp_path: Path) -> None:
    compile_catalogue(tmp_path / "one")
    sandbox = Settings.model_validate({"sandbox": True, "instance_dir": tmp_path / "two"})

    _sandbox_key(sandbox.instance_dir)

    assert {(tmp_path / name).stat().st_mode & 0o077 for name in ("one", "two")} == {0}


def test_a_database_that_was_open_to_all_is_closed(tmp_path: Path) -> None:
    file = tmp_path / "old.db"
    file.touch(mode=0o644)

    own_file(file)

    assert file.stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_keeps_the_locks_of_this_process(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    asked = "import fcntl, sys; fcntl.lockf(open(sys.argv[1], 'r+'), fcntl.LOCK_EX | fcntl.LOCK_NB)"
    own_file(path)

    with path.open("r+") as held:
        fcntl.lockf(held, fcntl.LOCK_EX)
        own_file(path)
        other = subprocess.run([sys.executable, "-c", asked, path], capture_output=True, check=False)

    assert b"BlockingIOError" in other.stderr
