import hashlib
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from permits.db import perform, reading
from permits.errors import Invalid, NotFound
from permits.models import ApiToken, User
from permits.queries.office.people import by_token
from permits.services.house import accounts
from tests.permits.lives import Life


def _issue(life: Life, label: str = "script") -> str:
    me = life.actor("contractor").id or 0
    return str(perform(life.engine, lambda conn: accounts.issue_token(conn, me, label, at=life.now, most=3)))


def _revoke(life: Life, who: str, token_id: int) -> None:
    user_id = life.actor(who).id or 0
    perform(life.engine, lambda conn: accounts.revoke_token(conn, user_id, token_id, at=life.now))


def test_of_a_token_only_the_hash_is_kept(life: Life) -> None:
    token = _issue(life)

    with reading(life.engine) as conn:
        kept = conn.execute(select(ApiToken.__table__).where(ApiToken.label == "script")).one()
    assert kept.token_hash == hashlib.sha256(token.encode()).hexdigest()
    _revoke(life, "contractor", kept.id)


def test_a_token_opens_until_its_end_and_ends_after_a_year_at_most(life: Life) -> None:
    def opens(token: str, days: float) -> bool:
        key = hashlib.sha256(token.encode()).hexdigest()
        with reading(life.engine) as conn:
            return by_token(conn, key, wall=life.now + timedelta(days=days)) is not None

    me = life.actor("contractor").person
    asked: Any = {"at": life.now, "most": 9, "lasts": timedelta(days=1000)}
    token = perform(life.engine, lambda conn: accounts.issue_token(conn, me, "long", **asked))

    assert [opens(token, days) for days in (0, 364.9, 365)] == [True, True, False]


@pytest.mark.parametrize("label", ["", "  ", "x" * 81])
def test_a_token_has_a_name(life: Life, label: str) -> None:
    with pytest.raises(Invalid):
        _issue(life, label)


def test_a_token_is_revoked_by_its_owner_once(life: Life) -> None:
    _issue(life, "mine")
    with reading(life.engine) as conn:
        token_id = conn.execute(select(ApiToken.id).where(ApiToken.label == "mine")).scalar_one()

    with pytest.raises(NotFound):
        _revoke(life, "contractor2", token_id)
    _revoke(life, "contractor", token_id)
    with pytest.raises(NotFound):
        _revoke(life, "contractor", token_id)


def test_a_person_reads_one_of_the_offices_languages(life: Life) -> None:
    me = life.actor("auditor").id or 0
    for language in ("en", "zh"):
        perform(life.engine, lambda conn, chosen=language: accounts.choose_language(conn, me, chosen))
        with reading(life.engine) as conn:
            assert conn.execute(select(User.language).where(User.id == me)).scalar_one() == language

    with pytest.raises(Invalid):
        perform(life.engine, lambda conn: accounts.choose_language(conn, me, "tlh"))


def test_a_person_holds_so_many_tokens(life: Life) -> None:
    for label in ("a", "b", "c"):
        _issue(life, label)

    with pytest.raises(Invalid, match="not valid") as refused:
        _issue(life, "d")
    assert refused.value.problems[0][1].startswith("You hold %(count)s tokens")
