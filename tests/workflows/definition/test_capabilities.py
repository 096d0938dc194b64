"""A matter that declares nothing has nothing, and names its place all the same."""

from workflows.definition.capabilities import PLAIN, Subject


def test_a_decision_names_the_place_in_both_languages() -> None:
    assert Subject().purpose is PLAIN
    assert [said.format(place="8号") for said in (PLAIN.zh, PLAIN.en)] == ["就8号", "at 8号"]
