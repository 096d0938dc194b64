"""Codes of an authenticator (RFC 6238): six digits, thirty seconds, one step of drift, none accepted twice."""

import hmac
from datetime import datetime, timedelta

import pyotp
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from permits.errors import Invalid
from permits.models import Authenticator
from workflows import N_

DIGITS, SECONDS = 6, 30
DRIFT_STEPS = 1
# a secret that was shown and not confirmed is forgotten
PENDING_FOR = timedelta(minutes=30)
WRONG = N_("This code is wrong, used or too old: enter the one that shows now")


def begin(conn: Connection, user_id: int, *, wall: datetime) -> None:
    """Draw a new secret for an account; it counts for nothing before a code of it has confirmed it."""
    made = (postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert)(Authenticator)
    waits = {"pending": pyotp.random_base32(), "pending_at": wall}
    row = made.values(user_id=user_id, **waits)
    conn.execute(row.on_conflict_do_update(index_elements=[Authenticator.user_id], set_=waits))


def pending(conn: Connection, user_id: int, *, wall: datetime) -> str:
    """Return the secret that waits to be confirmed, in Base32; empty where none does."""
    recent = (Authenticator.user_id == user_id) & (Authenticator.pending_at > wall - PENDING_FOR)
    return conn.execute(select(Authenticator.pending).where(recent)).scalar() or ""


def confirm(conn: Connection, user_id: int, code: str, *, wall: datetime) -> None:
    """Put the waiting secret into force, by a code of it; an earlier one ends.

    Raises:
        Invalid: at `code`: it is wrong, or no secret waits.
    """
    secret = pending(conn, user_id, wall=wall)
    step = step_of(secret, code, wall=wall) if secret else 0
    if not step:
        raise Invalid.at("code", WRONG)
    kept = {"secret": Authenticator.pending, "pending": "", "pending_at": None, "last_step": step}
    conn.execute(update(Authenticator).where(Authenticator.user_id == user_id).values(**kept))


def accept(conn: Connection, user_id: int, code: str, *, wall: datetime) -> bool:
    """Use up a code; False if it is wrong, or one of its step or a later one was accepted before."""
    mine = Authenticator.user_id == user_id
    secret = conn.execute(select(Authenticator.secret).where(mine)).scalar()
    step = step_of(secret, code, wall=wall) if secret else 0
    # two at once: the second finds the step used
    unused = mine & (Authenticator.last_step < step)
    return bool(step) and conn.execute(update(Authenticator).where(unused).values(last_step=step)).rowcount == 1


def forget(conn: Connection, user_id: int) -> None:
    """Forget the authenticator of an account."""
    conn.execute(delete(Authenticator).where(Authenticator.user_id == user_id))


def step_of(secret: str, code: str, *, wall: datetime) -> int:
    """Return the step whose code this is, among the present one and its neighbours; 0 for none."""
    if not code.isascii():
        return 0
    generator = pyotp.TOTP(secret, digits=DIGITS, interval=SECONDS)
    now = int(wall.timestamp()) // SECONDS
    steps = range(now - DRIFT_STEPS, now + DRIFT_STEPS + 1)
    return next((one for one in steps if hmac.compare_digest(generator.generate_otp(one), code)), 0)


def address_of(secret: str, *, account: str, issuer: str) -> str:
    """Return the address (`otpauth://`) by which an app takes a secret over."""
    return pyotp.TOTP(secret, digits=DIGITS, interval=SECONDS).provisioning_uri(name=account, issuer_name=issuer)
