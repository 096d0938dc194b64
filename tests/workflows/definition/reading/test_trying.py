"""Conditions are tried in all their parts, and against the options there are."""

import pytest

from tests.workflows.checking.test_files import changed, check


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("small && cold_dishes", "cold_dishes && place_kind > 2.0", "gates[1].when", "No such overload"),
        ("small && cold_dishes", "cold_dishes && area_m2", "gates[1].when", "yields a number, not yes or no"),
        ('when = "sign_lit"', "when = \"'malls' != place_kind\"", "permits.signboard.items[0].when", "with malls"),
        ('when = "sign_lit"', "when = \"place_kind in ['shop', 'x']\"", "permits.signboard.items[0].when", "with x"),
        ('quantity = "sign_m2"', 'quantity = "sign_lit && sign_m2 > has_sign"', "fees[0].quantity", "No such overload"),
        ("cooks && drains", "cooks && drain", "dependencies[1].when", "did you mean drains?"),
    ],
)
def test_what_a_condition_cannot_mean_is_refused(old: str, new: str, place: str, words: str) -> None:
    (fault,) = check(changed((old, new))).errors

    assert fault.place == place
    assert words in fault.sentence
