import pytest

from permits.actions import ACTIONS, Place, place_of


@pytest.mark.parametrize(
    ("on", "key", "place"),
    [
        ("application", "5", (5,)),
        ("permit", "trees", (5, "trees")),
        ("work_item", "17", (17,)),
        ("licence", "A-1-P1", ("A-1-P1",)),
    ],
)
def test_what_is_acted_on_is_named_as_services_name_it(on: str, key: str, place: Place) -> None:
    assert place_of(on, 5, key) == place


def test_a_form_is_made_once() -> None:
    action = ACTIONS["permit"]["stop_clock"]

    assert action.form is action.form
