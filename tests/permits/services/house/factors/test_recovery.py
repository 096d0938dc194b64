from sqlalchemy import select

from permits.db import perform, reading
from permits.models import RecoveryCode
from permits.services.house.factors import recovery
from permits.services.house.factors.holding import written
from tests.permits.lives import Life


def test_each_of_ten_codes_works_once_for_its_account_alone_and_new_ones_void_them(life: Life) -> None:
    me, other = life.actor("lead").person, life.actor("roads").person
    codes = perform(life.engine, lambda conn: recovery.issue(conn, me))

    def accepts(code: str, who: int = me) -> bool:
        return perform(life.engine, lambda conn: recovery.accept(conn, who, written(code)))

    assert len(set(codes)) == recovery.COUNT
    assert [accepts(codes[0], other), accepts(codes[0]), accepts(codes[0])] == [False, True, False]
    assert accepts(codes[1].upper().replace("-", " "))
    renewed = perform(life.engine, lambda conn: recovery.issue(conn, me))
    assert [accepts(codes[2]), accepts(renewed[2])] == [False, True]


def test_only_hashes_of_codes_are_stored(life: Life) -> None:
    codes = perform(life.engine, lambda conn: recovery.issue(conn, life.actor("lead").person))

    with reading(life.engine) as conn:
        kept = conn.execute(select(RecoveryCode.code_hash)).scalars().all()
    assert len(kept) == recovery.COUNT
    assert not {written(code) for code in codes} & set(kept)
