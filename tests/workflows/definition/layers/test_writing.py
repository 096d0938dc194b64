"""Data written as TOML reads as the same data, in the same order."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflows import bundle_files, bundle_source
from workflows.definition.layers.whole import resolve
from workflows.definition.layers.writing import toml_of

LEAF = st.one_of(st.booleans(), st.integers(-(2**60), 2**60), st.floats(allow_nan=False), st.text(max_size=8))
KEYS = st.text(min_size=1, max_size=6)
DATA = st.dictionaries(
    KEYS,
    st.recursive(
        LEAF,
        lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(KEYS, inner, max_size=3)),
        max_leaves=12,
    ),
    max_size=4,
)


@settings(max_examples=40)
@given(DATA)
def test_whatever_is_written_reads_the_same(data: dict[str, object]) -> None:
    assert tomllib.loads(toml_of(data)) == data


@pytest.mark.parametrize("path", [*bundle_files()], ids=lambda path: path.stem)
def test_a_shipped_bundle_written_out_has_its_rows_in_their_order(path: Path) -> None:
    whole = resolve(bundle_source(path), path.name)

    written, said = tomllib.loads(whole.text), whole.data or {}
    assert written == said
    for table in ("permits", "materials", "departments", "facts", "derived", "refusal_codes"):
        assert list(written[table]) == list(said[table])  # type: ignore[call-overload]
    assert list(written["form"]["fields"]) == list(said["form"]["fields"])  # type: ignore[index]
