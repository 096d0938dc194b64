import pytest

from permits.casefile.rows import PermitRow
from permits.casefile.rows.columns import unwritten
from permits.casefile.writing.moves import LIFECYCLES, Moves, name_of
from permits.errors import SetupFault
from tests.permits.lives import ROADS, Life
from workflows import lifecycle


def permit(state: str) -> PermitRow:
    row = unwritten(PermitRow, {"key": "green-space", "state": state})
    assert isinstance(row, PermitRow)
    return row


def test_the_last_state_entered_is_told_and_only_once() -> None:
    moves = Moves()
    for state in ("waiting", "under_review"):
        moves.note(permit(state))

    assert moves.take() == {"permit:green-space": "under_review"}
    assert moves.take() == {}


def test_a_struck_row_is_told() -> None:
    moves = Moves()
    moves.note_struck(permit("waiting"))

    assert moves.take() == {"permit:green-space": "struck"}


def test_what_no_event_tells_is_refused() -> None:
    moves = Moves()
    moves.expect_none()
    moves.note(permit("waiting"))

    with pytest.raises(SetupFault, match="permit:green-space"):
        moves.expect_none()


def test_rows_are_named_as_events_name_them(life: Life) -> None:
    filed = life.accepted()
    item = life.item(filed, ROADS).id

    names = life.look("roads", filed, lambda case: [name_of(case.app), name_of(case.item(item))])

    assert names == ["application", "item:road-occupation:roads:decision:1"]


@pytest.mark.parametrize("name", LIFECYCLES.values())
def test_each_kind_of_row_moves_on_a_lifecycle_of_its_own(name: str) -> None:
    assert lifecycle(name).key == name
