"""The review of a permit begins with both of its clocks, each by its own law."""

from permits.models import LegalClock
from permits.services.case.beginning import LAW_42, LAW_PROMISE
from tests.permits.lives import Life

P1 = "road-occupation"


def test_a_review_begins_with_both_clocks_of_the_permit(life: Life) -> None:
    filed = life.accepted()

    row = life.permit(filed)
    started = {one.key: one for one in life.rows(LegalClock, filed, scope=P1)}
    assert {key: (one.basis_law, one.limit_working_days) for key, one in started.items()} == {
        "committed": (LAW_PROMISE, 7),
        "statutory": (LAW_42, 20),
    }
    assert (row.state, row.committed_due_on) == ("under_review", started["committed"].due_on)
    assert row.statutory_due_on == started["statutory"].due_on
