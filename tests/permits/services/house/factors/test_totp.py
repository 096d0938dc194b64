"""Codes of an authenticator: the vectors of RFC 6238, drift, once, and what the database holds of a secret."""

from base64 import b32encode
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlalchemy import select, text

from permits.db import perform, reading
from permits.errors import Invalid
from permits.models import Authenticator
from permits.models.personal import is_encrypted
from permits.services.house.factors import totp
from tests.permits.lives import Life

SECRET = b32encode(b"12345678901234567890").decode()
AT = datetime(2026, 6, 1, 3, 0, 15, tzinfo=UTC)


# RFC 6238, appendix B (SHA-1), the last six of eight digits
@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    assert totp.step_of(SECRET, code, wall=datetime.fromtimestamp(seconds, UTC)) == seconds // 30


@pytest.mark.parametrize(("steps", "is_right"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_may_be_one_step_early_or_late(steps: int, is_right: bool) -> None:
    code = pyotp.TOTP(SECRET).at(AT + timedelta(seconds=30 * steps))

    assert bool(totp.step_of(SECRET, code, wall=AT)) == is_right


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "1234567", "٢٨٧٠٨٢"])
def test_what_is_no_code_is_wrong(code: str) -> None:
    assert totp.step_of(SECRET, code, wall=AT) == 0


def code_of(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(AT + timedelta(seconds=30 * steps))


def drawn(life: Life, user_id: int) -> str:
    perform(life.engine, lambda conn: totp.begin(conn, user_id, wall=AT))
    with reading(life.engine) as conn:
        return totp.pending(conn, user_id, wall=AT)


def test_a_secret_counts_once_it_is_confirmed_and_each_code_once(life: Life) -> None:
    me = life.actor("lead").person
    secret = drawn(life, me)

    def accepts(code: str) -> bool:
        return perform(life.engine, lambda conn: totp.accept(conn, me, code, wall=AT))

    assert not accepts(code_of(secret))
    with pytest.raises(Invalid):
        perform(life.engine, lambda conn: totp.confirm(conn, me, "000000", wall=AT))
    perform(life.engine, lambda conn: totp.confirm(conn, me, code_of(secret, -1), wall=AT))

    # the code that confirmed it is used up; so is an earlier one once a later one was accepted
    assert [accepts(code_of(secret, step)) for step in (-1, 1, 0, 1)] == [False, True, False, False]


def test_moving_to_another_device_keeps_the_old_one_until_the_new_one_is_confirmed(life: Life) -> None:
    me = life.actor("lead").person
    old = drawn(life, me)
    perform(life.engine, lambda conn: totp.confirm(conn, me, code_of(old, -1), wall=AT))
    new = drawn(life, me)

    assert perform(life.engine, lambda conn: totp.accept(conn, me, code_of(old), wall=AT))
    perform(life.engine, lambda conn: totp.confirm(conn, me, code_of(new), wall=AT))
    assert not perform(life.engine, lambda conn: totp.accept(conn, me, code_of(old, 1), wall=AT))


def test_a_secret_that_nobody_confirms_is_forgotten(life: Life) -> None:
    me = life.actor("lead").person
    drawn(life, me)

    with reading(life.engine) as conn:
        assert totp.pending(conn, me, wall=AT + totp.PENDING_FOR) == ""


def test_the_database_holds_no_secret_that_reads_without_the_key(life: Life) -> None:
    me = life.actor("lead").person
    secret = drawn(life, me)

    with reading(life.engine) as conn:
        kept = conn.execute(text("select pending from authenticator")).scalar_one()
        assert conn.execute(select(Authenticator.pending)).scalar_one() == secret
    assert is_encrypted(kept)
    assert secret not in kept


def test_an_app_takes_a_secret_over_by_its_address() -> None:
    assert pyotp.parse_uri(totp.address_of(SECRET, account="lead", issuer="道口")).secret == SECRET
