import pytest

from permits.casefile.rows import ClockRow, EntryRow, Held, PermitRow, Shelf, WorkItemRow
from permits.casefile.rows.columns import UNWRITTEN, unwritten
from permits.casefile.rows.statements import children
from permits.db import reading
from tests.permits.lives import Life
from tests.statements import counted

KINDS: tuple[type[Held], ...] = (PermitRow, WorkItemRow, ClockRow, EntryRow)


def fresh(key: str) -> PermitRow:
    row = unwritten(PermitRow, {"key": key, "state": "waiting"})
    assert isinstance(row, PermitRow)
    return row


def test_each_kind_is_read_once(life: Life) -> None:
    filed = life.accepted()

    with reading(life.engine) as conn, counted(life.engine) as sent:
        shelf = Shelf(conn, filed)
        permits = shelf.all(PermitRow)
        assert shelf.all(PermitRow) is permits
        assert shelf.named(PermitRow, "key") == {"road-occupation": permits[0]}

    assert len(sent) == 1


def test_what_most_acts_need_is_read_together(life: Life) -> None:
    filed = life.accepted()

    with reading(life.engine) as conn, counted(life.engine) as sent:
        shelf = Shelf(conn, filed)
        together = [shelf.all(kind) for kind in KINDS]
        assert len(sent) == 1
        assert together == [[kind(*row) for row in conn.execute(children(kind), {"id": filed})] for kind in KINDS]

    assert all(together[:3])


def test_nothing_is_read_of_what_was_put_there(life: Life) -> None:
    with reading(life.engine) as conn, counted(life.engine) as sent:
        shelf = Shelf(conn, 1)
        shelf.put(WorkItemRow, ())
        assert shelf.all(WorkItemRow) == []

    assert sent == []


@pytest.mark.parametrize("reads_first", [True, False])
def test_an_added_row_stands_behind_those_that_were_read(life: Life, *, reads_first: bool) -> None:
    filed = life.accepted()

    with reading(life.engine) as conn:
        shelf = Shelf(conn, filed)
        if reads_first:
            shelf.named(PermitRow, "key")
        added = fresh("green-space")
        shelf.add(added)
        assert [row.key for row in shelf.all(PermitRow)] == ["road-occupation", "green-space"]
        assert shelf.named(PermitRow, "key")["green-space"] is added


def test_a_struck_row_is_gone_read_or_added(life: Life) -> None:
    filed = life.accepted()

    with reading(life.engine) as conn:
        shelf = Shelf(conn, filed)
        added = fresh("green-space")
        shelf.add(added)
        shelf.strike(shelf.named(PermitRow, "key")["road-occupation"])
        shelf.strike(added)
        assert shelf.named(PermitRow, "key") == {}


def test_what_is_in_memory_is_told_without_a_query(life: Life) -> None:
    with reading(life.engine) as conn, counted(life.engine) as sent:
        shelf = Shelf(conn, 1)
        assert shelf.held(PermitRow) == ()
        shelf.add(fresh("green-space"))
        assert [row.id for row in shelf.held(PermitRow)] == [UNWRITTEN]

    assert sent == []


def test_once_written_a_kind_with_added_rows_is_read_again(life: Life) -> None:
    filed = life.accepted()

    with reading(life.engine) as conn:
        shelf = Shelf(conn, filed)
        shelf.add(fresh("green-space"))
        items = shelf.all(WorkItemRow)
        shelf.written()
        assert [row.key for row in shelf.all(PermitRow)] == ["road-occupation"]
        assert shelf.all(WorkItemRow) is items
