import pytest
from sqlalchemy import select

from permits.casefile.rows import PermitRow, Shelf
from permits.casefile.rows.columns import UNWRITTEN
from permits.casefile.writing import ChangeSet
from permits.db import reading
from permits.errors import SetupFault
from permits.models import Hearing, OutboxRow, Permit
from tests.permits.lives import Life, day

# these acts tell no event of what they write
pytestmark = pytest.mark.tampers
WORDS = {"zh": "", "en": ""}


def add_permit(changes: ChangeSet, key: str = "green-space") -> PermitRow:
    held = changes.add(
        Permit,
        area="320699",
        key=key,
        suffix="P9",
        state="waiting",
        version=1,
        department="greening",
        required_because=WORDS,
        law=WORDS,
        is_moot=False,
    )
    assert isinstance(held, PermitRow)
    return held


def test_a_row_shows_before_it_is_written_and_has_its_key_after(life: Life) -> None:
    filed = life.accepted()

    with life.engine.begin() as conn:
        shelf = Shelf(conn, filed)
        changes = ChangeSet(shelf, filed, "")
        add_permit(changes)
        assert shelf.named(PermitRow, "key")["green-space"].id == UNWRITTEN
        changes.send(conn)
        assert shelf.named(PermitRow, "key")["green-space"].id != UNWRITTEN


def test_a_change_of_an_added_row_is_written_with_it(life: Life) -> None:
    filed = life.accepted()

    with life.engine.begin() as conn:
        changes = ChangeSet(Shelf(conn, filed), filed, "")
        row = add_permit(changes)
        changes.change(row, department="lead", document_number="1")
        changes.send(conn)

    written = life.permit(filed, "green-space")
    assert (row.department, written.department, written.document_number) == ("lead", "lead", "1")


def test_a_row_that_was_written_meanwhile_is_not_changed_any_more(life: Life) -> None:
    filed = life.accepted()

    with life.engine.begin() as conn:
        changes = ChangeSet(Shelf(conn, filed), filed, "")
        row = add_permit(changes)
        changes.send(conn)
        with pytest.raises(SetupFault, match="read again"):
            changes.change(row, department="lead")


def test_columns_the_row_does_not_hold_are_written_too(life: Life) -> None:
    filed = life.accepted()

    with life.engine.begin() as conn:
        shelf = Shelf(conn, filed)
        changes = ChangeSet(shelf, filed, "")
        changes.change(shelf.named(PermitRow, "key")["road-occupation"], is_moot=True, document_number="7")
        changes.send(conn)

    row = life.permit(filed)
    assert (row.is_moot, row.document_number) == (True, "7")


def test_rows_are_changed_by_what_they_hold_in_this_case_only(life: Life) -> None:
    filed, other = life.accepted(), life.accepted()

    with life.engine.begin() as conn:
        shelf = Shelf(conn, filed)
        changes = ChangeSet(shelf, filed, "")
        row = shelf.named(PermitRow, "key")["road-occupation"]
        changes.change_all(Permit, {Permit.key: ["road-occupation", "green-space"]}, moot_answer="go_on")
        changes.send(conn)

    assert row.moot_answer == "go_on"
    assert [life.permit(one).moot_answer for one in (filed, other)] == ["go_on", None]


def test_rows_added_before_are_changed_and_those_after_are_not(life: Life) -> None:
    filed, on = life.accepted(), day("2026-03-02")

    with life.engine.begin() as conn:
        changes = ChangeSet(Shelf(conn, filed), filed, "")
        about = {"area": "320699", "permit": "road-occupation", "parties": []}
        changes.add(Hearing, **about, state="told", told_on=on, request_by_on=on)
        changes.change_all(Hearing, {Hearing.state: "told"}, state="lapsed")
        changes.add(Hearing, **about, state="told", told_on=on, request_by_on=on)
        changes.send(conn)

    assert [row.state for row in life.rows(Hearing, filed)] == ["lapsed", "told"]


def test_an_added_row_can_be_struck_and_so_can_a_written_one(life: Life) -> None:
    filed = life.submitted()

    with life.engine.begin() as conn:
        shelf = Shelf(conn, filed)
        changes = ChangeSet(shelf, filed, "")
        changes.strike(add_permit(changes))
        changes.strike(shelf.named(PermitRow, "key")["road-occupation"])
        assert shelf.all(PermitRow) == []
        changes.send(conn)

    assert life.rows(Permit, filed) == []


def test_a_job_stands_beside_the_case_and_is_not_bound_to_it(life: Life) -> None:
    filed, state = life.accepted(), {"state": "new", "attempts": 0, "created_at": life.now, "available_at": life.now}

    with life.engine.begin() as conn:
        changes = ChangeSet(Shelf(conn, filed), filed, "")
        assert changes.add(OutboxRow, area="320699", job="test", args={}, dedupe="beside", **state) is None
        changes.send(conn)

    with reading(life.engine) as conn:
        assert conn.execute(select(OutboxRow.job).where(OutboxRow.dedupe == "beside")).scalar_one() == "test"
