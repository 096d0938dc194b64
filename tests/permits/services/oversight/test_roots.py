from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from permits.db import perform, reading
from permits.errors import Conflict
from permits.models import ChainRoot
from permits.services.oversight import roots
from permits.services.oversight.signing import Signature, is_signed, kid_of
from permits.verifier import read_anchor
from tests.permits.lives import Life

OFFICE = "office:320699"
KEYS = ["a key of the tests, long enough to be one"]


def publish(life: Life, file: Path, *, days: int = 0) -> int | None:
    at = life.now + timedelta(days=days)
    return perform(life.engine, lambda conn: roots.publish(conn, file, KEYS, at=at))


def faults(life: Life, file: Path, keys: list[str] = KEYS) -> list[str]:
    with reading(life.engine) as conn:
        return roots.faults(conn, file, keys)


@pytest.fixture(autouse=True)
def _no_roots_left(life: Life) -> None:
    perform(life.engine, lambda conn: conn.execute(delete(ChainRoot)))


def test_a_root_is_published_once_a_day_and_the_file_only_grows(life: Life, tmp_path: Path) -> None:
    file, filed = tmp_path / "anchors" / "chain.jsonl", life.submitted(papers=False)

    assert [publish(life, file), publish(life, file)] == [1, None]
    first = file.read_text(encoding="utf-8")
    other = life.draft(papers=False)
    assert publish(life, file, days=1) == 2

    assert file.read_text(encoding="utf-8").startswith(first)
    assert read_anchor(file.read_text(encoding="utf-8")).heads.keys() == {str(filed), str(other), OFFICE}
    assert file.stat().st_mode & 0o077 == 0
    assert faults(life, file) == []


def test_a_line_that_was_written_before_a_crash_is_recorded_the_next_time(life: Life, tmp_path: Path) -> None:
    file = tmp_path / "chain.jsonl"
    life.submitted(papers=False)
    publish(life, file)
    perform(life.engine, lambda conn: conn.execute(delete(ChainRoot)))

    assert publish(life, file) == 1
    assert faults(life, file) == []


@pytest.mark.parametrize("harm", ["cut", "changed", "gone"])
def test_a_file_that_did_not_grow_alone_is_named_and_not_continued(life: Life, tmp_path: Path, harm: str) -> None:
    file = tmp_path / "chain.jsonl"
    life.submitted(papers=False)
    for day in range(3):
        publish(life, file, days=day)
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    left = {"cut": lines[:1], "changed": [lines[0].replace('"number":1', '"number":7'), *lines[1:]], "gone": []}[harm]
    file.write_text("".join(left), encoding="utf-8")

    assert faults(life, file)
    with pytest.raises(Conflict, match="anchor file"):
        publish(life, file, days=4)


def test_a_root_signed_by_an_unknown_key_is_named_and_an_old_key_still_verifies(life: Life, tmp_path: Path) -> None:
    file = tmp_path / "chain.jsonl"
    publish(life, file)

    assert faults(life, file, ["another key of the tests, long enough", *KEYS]) == []
    assert "root 1 is not signed by a known key" in faults(life, file, ["another key of the tests"])[0]
    assert not is_signed(KEYS, "root", Signature(kid_of(KEYS[0]), "0" * 64))


@pytest.mark.tampers
def test_a_case_that_was_removed_with_its_chain_is_named(life: Life, tmp_path: Path) -> None:
    file, filed = tmp_path / "chain.jsonl", life.submitted(papers=False)
    publish(life, file)
    perform(life.engine, lambda conn: conn.execute(update(ChainRoot).values(heads=0)))
    lines = file.read_text(encoding="utf-8").replace(f'"{filed}":', '"987654":')

    assert read_anchor(file.read_text(encoding="utf-8")).heads.keys() == {str(filed), OFFICE}
    file.write_text(lines, encoding="utf-8")
    assert faults(life, file)
