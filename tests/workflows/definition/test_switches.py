"""The switches the office reads by name have defaults of one type, and words to choose from."""

import pytest

from workflows.definition.switches import CHOICES, DEFAULTS


@pytest.mark.parametrize("name", CHOICES)
def test_a_default_is_one_of_the_words_it_may_be(name: str) -> None:
    assert DEFAULTS[name] in CHOICES[name]


@pytest.mark.parametrize("name", DEFAULTS)
def test_a_default_in_days_or_hours_is_a_whole_number(name: str) -> None:
    assert type(DEFAULTS[name]) is int or not name.endswith(("_days", "_hours", "_minutes"))
