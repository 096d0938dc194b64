"""The switches the office reads by name have lawful defaults."""

from workflows.definition.switches import CHOICES, DEFAULTS


def test_each_choice_is_among_those_it_has() -> None:
    assert {name: DEFAULTS[name] in values for name, values in CHOICES.items()} == dict.fromkeys(CHOICES, True)
