from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from permits.db import perform, reading
from permits.errors import Invalid, NotFound
from permits.models import ApiToken, Mail, Notification
from permits.queries.office.people import by_token
from permits.services.house import tokens
from permits.services.house.tokens import Wanted
from tests.permits.lives import Life
from workflows import local_day, midnight

# the holder, and the two administrators
TOLD = [tokens.ENDING, tokens.ENDING_OF, tokens.ENDING_OF]


def _issue(life: Life, label: str = "script", *, days: int | None = None, most: int = 3) -> str:
    me, today = life.actor("contractor").person, local_day(life.now)
    wanted = Wanted(label, ["read"], None if days is None else today + timedelta(days=days))
    return perform(life.engine, lambda conn: tokens.issue(conn, me, wanted, wall=life.now, most=most))


def _kept(life: Life) -> list[int]:
    with reading(life.engine) as conn:
        return list(conn.execute(select(ApiToken.id).order_by(ApiToken.id)).scalars())


def _revoke(life: Life, who: str, token_id: int) -> None:
    user_id = life.actor(who).person
    perform(life.engine, lambda conn: tokens.revoke(conn, user_id, token_id, wall=life.now))


def test_of_a_token_only_the_hash_is_kept(life: Life) -> None:
    token = _issue(life)

    with reading(life.engine) as conn:
        assert conn.execute(select(ApiToken.token_hash)).scalar_one() == tokens.key_of(token)


@pytest.mark.parametrize(("days", "opens_for"), [(None, timedelta(days=365)), (0, None), (30, None), (364, None)])
def test_a_token_opens_to_the_end_of_its_last_day(life: Life, days: int | None, opens_for: timedelta | None) -> None:
    token = _issue(life, days=days)
    ends_at = life.now + opens_for if opens_for else midnight(local_day(life.now) + timedelta(days=(days or 0) + 1))

    with reading(life.engine) as conn:
        found = [by_token(conn, tokens.key_of(token), wall=ends_at - timedelta(seconds=left)) for left in (1, 0)]
    assert found[0]
    assert found[0].actor.scopes == {"read"}
    assert found[1] is None


TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Wanted("  ", ["read"]), "label"),
        (Wanted("x" * 81, ["read"]), "label"),
        (Wanted("script", []), "scopes"),
        (Wanted("script", ["read", "everything"]), "scopes"),
        (Wanted("script", ["read"], TODAY - timedelta(days=1)), "ends_on"),
        (Wanted("script", ["read"], TODAY + timedelta(days=365)), "ends_on"),
    ],
)
def test_a_token_needs_a_name_scopes_and_an_end_within_a_year(life: Life, wanted: Wanted, field: str) -> None:
    me, wall = life.actor("contractor").person, midnight(TODAY)

    with pytest.raises(Invalid) as refused:
        perform(life.engine, lambda conn: tokens.issue(conn, me, wanted, wall=wall, most=3))
    assert [one[0] for one in refused.value.problems] == [field]


def test_a_token_is_revoked_by_its_owner_once(life: Life) -> None:
    _issue(life)
    (token_id,) = _kept(life)

    with pytest.raises(NotFound):
        _revoke(life, "contractor2", token_id)
    _revoke(life, "contractor", token_id)
    with pytest.raises(NotFound):
        _revoke(life, "contractor", token_id)


def test_a_person_holds_so_many_tokens(life: Life) -> None:
    _issue(life, most=1)

    with pytest.raises(Invalid) as refused:
        _issue(life, most=1)
    assert refused.value.problems[0][1].startswith("You hold %(count)s tokens")


@contextmanager
def _told(conn: Connection) -> Iterator[list[str]]:
    before = len(conn.execute(select(Notification.id)).all())
    said: list[str] = []
    yield said
    said += conn.execute(select(Notification.template).order_by(Notification.id).offset(before)).scalars()


def test_each_warning_is_told_once_and_a_missed_day_by_the_nearest(life: Life) -> None:
    _issue(life, days=40)
    last = local_day(life.now) + timedelta(days=40)

    def warn(days: int) -> list[str]:
        def run(conn: Connection) -> list[str]:
            with _told(conn) as said:
                tokens.warn_of_ends(conn, wall=midnight(last - timedelta(days=days)) + timedelta(hours=3))
            return said

        return perform(life.engine, run)

    assert [warn(31), warn(30), warn(30), warn(29), warn(14)] == [[], TOLD, [], [], TOLD]
    # the day of five was missed
    assert [warn(4), warn(3), warn(2), warn(1), warn(0), warn(-1)] == [TOLD, [], TOLD, TOLD, [], []]
    with reading(life.engine) as conn:
        letters = conn.execute(select(Mail.subject, Mail.params).order_by(Mail.id)).all()
    assert [one.subject for one in letters] == TOLD * 5
    assert letters[0].params["label"] == "script"


def test_who_chooses_a_near_end_is_not_warned_of_it_at_once(life: Life) -> None:
    _issue(life, days=9)

    def warn(at: datetime) -> int:
        return perform(life.engine, lambda conn: tokens.warn_of_ends(conn, wall=at))

    assert [warn(life.now + timedelta(days=days)) for days in (0, 3, 4)] == [0, 0, 1]


def test_the_use_of_a_token_is_noted_once_an_hour(life: Life) -> None:
    assert tokens.is_use_worth_noting(None, wall=life.now)
    assert not tokens.is_use_worth_noting(life.now - timedelta(minutes=59), wall=life.now)
    assert tokens.is_use_worth_noting(life.now - timedelta(minutes=60), wall=life.now)
