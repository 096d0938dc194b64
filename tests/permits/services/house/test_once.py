from datetime import timedelta

from sqlalchemy import func, select

from permits.db import perform, reading
from permits.models import SpentChallenge
from permits.services.house.once import spend
from tests.permits.lives import Life


def test_something_is_used_once_and_forgotten_when_nobody_takes_it_any_more(life: Life) -> None:
    def use(what: str, after: int = 0) -> bool:
        wall = life.now + timedelta(minutes=after)
        return perform(life.engine, lambda conn: spend(conn, what, ends_at=wall + timedelta(minutes=5), wall=wall))

    assert [use("a"), use("a"), use("b"), use("a", 4)] == [True, False, True, False]
    assert use("c", 6)
    with reading(life.engine) as conn:
        assert conn.execute(select(func.count()).select_from(SpentChallenge)).scalar_one() == 1
