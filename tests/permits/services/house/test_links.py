"""One-time links: each works once and in time."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select
from werkzeug.security import check_password_hash

from permits import clock
from permits.db import perform, reading
from permits.errors import Invalid, NotFound
from permits.models import OneTimeLink, User, UserSession
from permits.queries.office.people import credentials
from permits.services.house import sessions
from permits.services.house.links import link_of, redeem
from permits.services.notifying.account_letters import LINK_LASTS, issue_link

GOOD = "four unrelated words here"


@pytest.fixture
def conn(engine: Engine) -> Any:
    with engine.begin() as opened:
        yield opened


@pytest.fixture
def lead(conn: Connection) -> int:
    return int(conn.execute(select(User.id).where(User.username == "lead")).scalar_one())


def test_a_link_sets_the_password_once_and_ends_the_sessions(conn: Connection, lead: int) -> None:
    person, wall = credentials(conn, "lead"), clock.wall()
    assert person is not None
    sessions.begin(conn, person, means="password", wall=wall)
    token = issue_link(conn, lead, wall=wall)

    assert token not in str(conn.execute(select(OneTimeLink)).mappings().one())
    assert redeem(conn, token, GOOD, wall=wall) == lead
    hashed = conn.execute(select(User.password_hash).where(User.id == lead)).scalar_one()
    assert check_password_hash(hashed, GOOD)
    assert conn.execute(select(UserSession).where(UserSession.user_id == lead)).first() is None
    with pytest.raises(NotFound, match="has been used"):
        redeem(conn, token, GOOD, wall=wall)


def test_a_link_expires_and_a_new_one_voids_the_one_before(conn: Connection, lead: int) -> None:
    wall = clock.wall()
    first = issue_link(conn, lead, wall=wall)
    second = issue_link(conn, lead, wall=wall)

    assert link_of(conn, second, wall=wall + LINK_LASTS - timedelta(seconds=1)).user_id == lead
    for token, at in ((first, wall), (second, wall + LINK_LASTS), ("", wall)):
        with pytest.raises(NotFound):
            link_of(conn, token, wall=at)


def test_a_refused_password_leaves_the_link_unused(engine: Engine) -> None:
    with reading(engine) as conn:
        lead = conn.execute(select(User.id).where(User.username == "lead")).scalar_one()
    token = perform(engine, lambda conn: issue_link(conn, lead, wall=clock.wall()))

    with pytest.raises(Invalid):
        perform(engine, lambda conn: redeem(conn, token, "password123456", wall=clock.wall()))

    assert perform(engine, lambda conn: redeem(conn, token, GOOD, wall=clock.wall())) == lead
