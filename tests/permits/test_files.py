from pathlib import Path

import pytest

from permits.files import FolderStore, random_key


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
