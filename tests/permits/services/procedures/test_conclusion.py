"""What a decision ends beside the review, and what it cites."""

from permits.models import Timer
from permits.services.closing import withdrawals
from tests.permits.lives import Life
from tests.permits.services.procedures.test_hearings import requested, row_state


def test_a_withdrawn_permit_takes_its_hearing_with_it(life: Life) -> None:
    case = requested(life)
    life.act("contractor", withdrawals.withdraw, case, reason="项目取消。")

    assert row_state(life, case) == "lapsed"
    assert life.rows(Timer, case, clock="hearing", state="armed") == []
