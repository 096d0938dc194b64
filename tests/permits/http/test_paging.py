from datetime import date

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from permits.errors import Invalid
from permits.http import Page, cursor, page, read_cursor

KEYS = st.integers(-(2**62), 2**62) | st.text(st.characters(codec="utf-8", exclude_characters="\x00")) | st.none()


@given(st.lists(KEYS, max_size=4))
def test_a_cursor_comes_back_as_it_was_handed_out(keys: list[int | str | None]) -> None:
    assert read_cursor(cursor(keys) or None) == tuple(keys)


def test_days_travel_in_a_cursor_as_text() -> None:
    assert read_cursor(cursor([date(2026, 5, 6), 7])) == ("2026-05-06", 7)


@pytest.mark.parametrize("text", ["!", "e30", "W3t9XQ", "WzEuNV0", "ÿ", "a", "bnVsbA", "WyJcdWQ4MDAiXQ", "W05hTl0"])
def test_what_was_never_handed_out_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_cursor(text)

    assert refused.value.problems[0][0] == "cursor"


@pytest.mark.parametrize("limit", ["0", "101", "-1", "ten", "", "1.5", "1" * 40, "٣"])
def test_a_limit_outside_the_range_is_refused(limit: str) -> None:
    with Flask(__name__).test_request_context(query_string={"limit": limit}), pytest.raises(Invalid):
        page()


@pytest.mark.parametrize("limit", [1, 100])
def test_limits_at_both_edges_are_taken(limit: int) -> None:
    with Flask(__name__).test_request_context(query_string={"limit": limit}):
        assert page() == Page(limit=limit, after=None)
