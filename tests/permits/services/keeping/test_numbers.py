import pytest
from sqlalchemy import select

from permits.actor import OPERATOR
from permits.casefile import ActContext
from permits.errors import Conflict
from permits.models import OfficeEvent
from permits.queries.office.acts import broken_chains
from permits.services.case.numbers import next_in
from permits.services.keeping import numbers
from tests.permits.lives import Life

AREA = "320699"


def test_numbers_given_out_after_the_restored_moment_are_passed_over(life: Life) -> None:
    life.submitted()
    day, later = life.now.strftime("case-%Y%m%d"), "document-通开市政许-2031"
    with life.engine.connect() as conn:  # rolled back: acts on the office stay for ever
        context = ActContext(conn, OPERATOR(AREA), life.now, life.office)
        assert numbers.series_of(conn, AREA)[day] == 1

        assert numbers.skip(context, day, 7, reason="restored to yesterday") == 1
        assert numbers.skip(context, later, 12, reason="restored to yesterday") == 0

        assert (next_in(conn, AREA, day), next_in(conn, AREA, later)) == (8, 13)
        acts = select(OfficeEvent.payload).where(OfficeEvent.type == "numbers.skipped").order_by(OfficeEvent.seq)
        told = conn.execute(acts).scalars().all()
        assert told[0] == {"key": day, "fields": {"last": [1, 7]}, "reason": "restored to yesterday"}
        assert [fault for _, _, fault in broken_chains(conn) if fault] == []
        with pytest.raises(Conflict, match="8 numbers"):
            numbers.skip(context, day, 8, reason="once more")
