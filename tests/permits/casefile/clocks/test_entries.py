from permits.casefile.clocks.entries import clock_of, ledger_of
from permits.casefile.rows import ClockRow, EntryRow
from tests.permits.lives import day
from workflows import Entry, EntryKind

ON = day("2026-03-02")


def row(number: int, key: str = "committed", generation: int = 1) -> ClockRow:
    return ClockRow(number, "road-occupation", key, generation, 7, "art. 42", ON, None, ON, ON, is_provisional=False)


def line(of: ClockRow, kind: EntryKind, working_days: int = 0, notice: str = "") -> EntryRow:
    return EntryRow(1, of.scope, of.key, of.generation, kind, ON, None, working_days, "", notice)


def test_a_clock_has_its_entries_in_order() -> None:
    first, second = row(1), row(2, "statutory")

    found = ledger_of([first, second], [line(first, "stop", notice="1"), line(first, "extension", 3)])

    stop, more = Entry("stop", ON, notice="1"), Entry("extension", ON, working_days=3)
    assert found["road-occupation", "committed"][1].entries == (stop, more)
    assert found["road-occupation", "statutory"][1].entries == ()


def test_the_latest_generation_counts() -> None:
    first, second = row(1), row(2, generation=2)

    held, clock = ledger_of([first, second], [line(first, "stop")])["road-occupation", "committed"]

    assert (held.id, held.generation, clock.entries) == (2, 2, ())


def test_a_clock_is_read_as_its_row_says() -> None:
    clock = clock_of(row(1), [Entry("stop", ON)])

    assert (clock.scope, clock.key, clock.limit, clock.started_on) == ("road-occupation", "committed", 7, ON)
    assert (clock.ended_on, clock.basis_law, len(clock.entries)) == (None, "art. 42", 1)
