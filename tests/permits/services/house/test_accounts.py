import pytest
from sqlalchemy import select

from permits.db import perform, reading
from permits.errors import Invalid
from permits.models import User
from permits.services.house import accounts
from tests.permits.lives import Life


def test_a_person_reads_one_of_the_offices_languages(life: Life) -> None:
    me = life.actor("auditor").id or 0
    for language in ("en", "zh"):
        perform(life.engine, lambda conn, chosen=language: accounts.choose_language(conn, me, chosen))
        with reading(life.engine) as conn:
            assert conn.execute(select(User.language).where(User.id == me)).scalar_one() == language

    with pytest.raises(Invalid):
        perform(life.engine, lambda conn: accounts.choose_language(conn, me, "tlh"))
