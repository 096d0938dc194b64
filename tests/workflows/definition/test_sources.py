from pathlib import Path

import pytest

from tests.bundles import version_of
from workflows import BundleError, bundle_files, bundle_text, digest_of

TEXT = version_of("1")


def test_layout_order_and_comments_do_not_count_what_is_said_does() -> None:
    lines = TEXT.splitlines()
    key, version = (
        next(i for i, line in enumerate(lines) if line.startswith(f"{name} = ")) for name in ("key", "version")
    )
    lines[key], lines[version] = lines[version], lines[key]
    other = "# a comment\n\n" + "\n".join(lines)

    assert digest_of(other, "a.toml") == digest_of(TEXT, "b.toml")
    assert digest_of(version_of("2"), "a.toml") != digest_of(TEXT, "a.toml")


def test_a_malformed_file_has_no_digest() -> None:
    with pytest.raises(BundleError, match=r"a\.toml"):
        digest_of("key = 1", "a.toml")


def test_the_files_of_a_folder_are_read_in_order_and_an_unreadable_one_is_named(tmp_path: Path) -> None:
    for name in ("b.toml", "a.toml", "note.txt"):
        (tmp_path / name).write_bytes(b"\xff")

    files = [*bundle_files(tmp_path)]

    assert [path.name for path in files] == ["a.toml", "b.toml"]
    with pytest.raises(BundleError, match=r"a\.toml: the file cannot be read"):
        bundle_text(files[0])
