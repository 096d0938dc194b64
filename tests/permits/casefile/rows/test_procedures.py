from permits.casefile.rows.procedures import Procedures
from permits.casefile.rows.shelf import Shelf
from permits.db import reading
from permits.queries.rows.procedures import HearingRow
from tests.permits.lives import Life, day
from tests.statements import counted


def hearing(number: int, permit: str) -> HearingRow:
    on = day("2026-03-02")
    return HearingRow(number, permit, "told", [], on, on, None, None, None, None, None, None, None)


def test_nothing_is_looked_up_where_there_never_were_any(life: Life) -> None:
    with reading(life.engine) as conn, counted(life.engine) as sent:
        beside = Procedures(Shelf(conn, 1), were_any=False)
        assert (beside.hearing("road-occupation"), beside.survey()) == (None, None)
        assert not beside.is_on_notice("road-occupation", day("2026-03-02"))
        assert beside.unanswered("road-occupation") == []

    assert sent == []


def test_a_kind_is_read_when_it_is_asked_for(life: Life) -> None:
    filed = life.accepted()

    with reading(life.engine) as conn, counted(life.engine) as sent:
        beside = Procedures(Shelf(conn, filed), were_any=True)
        assert beside.hearings == []
        assert len(sent) == 1
        assert (beside.public_notices, beside.statements, beside.surveys) == ([], [], [])

    assert len(sent) == 4


def test_the_latest_hearing_on_a_permit_counts(life: Life) -> None:
    first, other, last = hearing(1, "a"), hearing(2, "b"), hearing(3, "a")

    with reading(life.engine) as conn:
        shelf = Shelf(conn, 1)
        shelf.put(HearingRow, (first, other, last))
        assert Procedures(shelf, were_any=True).hearing("a") is last
