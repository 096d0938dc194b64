"""Who may change a second factor: the holder who has just shown who they are; what that ends and tells."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from sqlalchemy import Engine, insert, select

from permits import clock
from permits.db import perform, reading
from permits.errors import Conflict
from permits.models import Authenticator, Mail, RecoveryCode, UserSession
from permits.queries.office.people import credentials
from permits.services.administration import people
from permits.services.house.factors import holding, totp
from permits.services.house.factors.holding import Holder, written
from permits.services.house.sessions import PROVEN_FOR, key_of
from permits.services.notifying.mailing import Addressee
from tests.permits.services.administration.conftest import acting as acting

Acting = Callable[..., Any]


@pytest.fixture
def holder(engine: Engine) -> Holder:
    """The lead in one of two sessions, who has shown who they are."""
    wall = clock.wall()
    with reading(engine) as conn:
        person = credentials(conn, "lead")
    assert person is not None
    begun = {"user_id": person.id, "credentials": "x", "began_at": wall, "ends_at": wall + timedelta(hours=1)}
    rows = [{**begun, "id": key_of(token)} for token in ("here", "there")]
    perform(engine, lambda conn: conn.execute(insert(UserSession), rows))
    return Holder(Addressee("320699", person.id, "lead@example.invalid"), "here", wall)


def turned_on(engine: Engine, holder: Holder) -> tuple[str, Any]:
    wall = clock.wall()
    perform(engine, lambda conn: holding.begin(conn, holder, wall=wall))
    with reading(engine) as conn:
        secret = totp.pending(conn, holder.to.user_id, wall=wall)
    code = pyotp.TOTP(secret).at(wall)
    typed = f"{code[:3]} {code[3:]}"
    return secret, perform(engine, lambda conn: holding.turn_on(conn, holder, typed, wall=wall))


def letters(engine: Engine) -> list[str]:
    with reading(engine) as conn:
        return list(conn.execute(select(Mail.subject).order_by(Mail.id)).scalars())


def test_a_change_ends_the_other_sessions_and_is_told(engine: Engine, holder: Holder) -> None:
    turned_on(engine, holder)

    with reading(engine) as conn:
        assert conn.execute(select(UserSession.id)).scalars().all() == [key_of("here")]
    perform(engine, lambda conn: holding.renew(conn, holder, wall=clock.wall()))
    perform(engine, lambda conn: holding.turn_off(conn, holder, is_required=False, wall=clock.wall()))
    assert letters(engine) == ["account.factor_on", "account.codes_renewed", "account.factor_off"]
    with reading(engine) as conn:
        assert (
            conn.execute(select(Authenticator.user_id)).all() + conn.execute(select(RecoveryCode.user_id)).all() == []
        )


@pytest.mark.parametrize("ago", [None, PROVEN_FOR])
@pytest.mark.parametrize("act", ["begin", "renew", "turn_off"])
def test_nothing_changes_for_who_has_not_just_shown_who_they_are(
    engine: Engine, holder: Holder, act: str, ago: timedelta | None
) -> None:
    wall = clock.wall()
    stale = Holder(holder.to, holder.session, wall - ago if ago else None)
    named: Any = {"turn_off": {"is_required": False}}.get(act, {})

    with pytest.raises(Conflict, match="Show first"):
        perform(engine, lambda conn: getattr(holding, act)(conn, stale, wall=wall, **named))


def test_who_must_have_a_second_factor_keeps_it(engine: Engine, holder: Holder) -> None:
    with pytest.raises(Conflict, match="needs a second factor"):
        perform(engine, lambda conn: holding.turn_off(conn, holder, is_required=True, wall=clock.wall()))


def test_password_code_and_recovery_code_prove_who_somebody_is_and_nothing_else_does(
    engine: Engine, holder: Holder
) -> None:
    secret, codes = turned_on(engine, holder)
    later = clock.wall() + timedelta(seconds=30)
    with reading(engine) as conn:
        person = credentials(conn, "lead")
    assert person is not None
    assert person.has_second_factor

    def proves(said: str) -> bool:
        known = {"password_hash": person.password_hash, "wall": later}
        return perform(engine, lambda conn: holding.proves(conn, holder.to, said, **known))

    code = pyotp.TOTP(secret).at(later)
    assert [proves(said) for said in ("lead", code, codes[0])] == [True] * 3
    assert [proves(said) for said in ("wrong", code, codes[0], "", written("!"))] == [False] * 5
    assert letters(engine)[-1] == "account.recovery_used"


def test_the_office_voids_a_second_factor_with_the_password(engine: Engine, holder: Holder, acting: Acting) -> None:
    turned_on(engine, holder)

    acting("admin", people.reset, acting("admin", people.find, "lead"), wall=clock.wall())

    with reading(engine) as conn:
        person = credentials(conn, "lead")
        assert conn.execute(select(RecoveryCode.user_id)).all() == []
    assert person is not None
    assert not person.has_second_factor
