"""What an account's second factor lets its holder do: come in, prove who they are, renew it, end it."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select
from werkzeug.security import check_password_hash

from permits.errors import Conflict
from permits.models import User
from permits.queries.office.people import has_second_factor
from permits.services.house import sessions
from permits.services.house.factors import passkeys, recovery, totp
from permits.services.house.factors.challenges import Site
from permits.services.house.factors.passkeys import NewPasskey
from permits.services.house.sign_ins import RECOVERY, TOTP
from permits.services.notifying.mailing import Addressee, write_to_account
from workflows import N_

UNPROVEN = N_("Show first that it is you: enter your password or a code")


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose factors are changed: the account, the session they do it in, and when it last showed who it is."""

    to: Addressee
    session: str
    proven_at: datetime | None


def written(said: str) -> str:
    """Return a code as it is compared: full-width digits are digits, spaces and hyphens fall away."""
    folded = unicodedata.normalize("NFKC", said).casefold()
    return "".join(one for one in folded if one.isalnum())


def accept(conn: Connection, to: Addressee, said: str, *, wall: datetime) -> str:
    """Use up a code of an account; returns of which kind it was, empty if it is none. A recovery code is told."""
    code = written(said)
    if len(code) == totp.DIGITS:
        return TOTP if totp.accept(conn, to.user_id, code, wall=wall) else ""
    if not recovery.accept(conn, to.user_id, code):
        return ""
    write_to_account(conn, to, "account.recovery_used", wall=wall)
    return RECOVERY


def proves(conn: Connection, to: Addressee, said: str, *, password_hash: str, wall: datetime) -> bool:
    """Return whether what somebody said is the password of an account or a code of it, which is used up."""
    return check_password_hash(password_hash, said) or bool(accept(conn, to, said, wall=wall))


def begin(conn: Connection, holder: Holder, *, wall: datetime) -> None:
    """Draw a new secret for somebody who has shown who they are.

    Raises:
        Conflict: they have not.
    """
    _expect_proof(holder, wall=wall)
    totp.begin(conn, holder.to.user_id, wall=wall)


def turn_on(conn: Connection, holder: Holder, said: str, *, wall: datetime) -> Sequence[str]:
    """Put a second factor into force by a code of it; ends the other sessions. Returns new recovery codes, this once.

    Raises:
        Invalid: the code is wrong, or no secret waits for one.
    """
    totp.confirm(conn, holder.to.user_id, written(said), wall=wall)
    return _renewed(conn, holder, "account.factor_on", wall=wall)


def renew(conn: Connection, holder: Holder, *, wall: datetime) -> Sequence[str]:
    """Issue new recovery codes, which are returned this once; ends the other sessions.

    Raises:
        Conflict: the holder has not shown who they are.
    """
    _expect_proof(holder, wall=wall)
    return _renewed(conn, holder, "account.codes_renewed", wall=wall)


def _renewed(conn: Connection, holder: Holder, kind: str, *, wall: datetime) -> Sequence[str]:
    codes = recovery.issue(conn, holder.to.user_id)
    changed(conn, holder, kind, wall=wall)
    return codes


def turn_off(conn: Connection, holder: Holder, *, is_required: bool, wall: datetime) -> None:
    """End the second factor of an account; ends the other sessions.

    Raises:
        Conflict: the holder has not shown who they are, or must have one.
    """
    _expect_proof(holder, wall=wall)
    totp.forget(conn, holder.to.user_id)
    _settle(conn, holder, is_required=is_required)
    changed(conn, holder, "account.factor_off", wall=wall)


def add_passkey(conn: Connection, holder: Holder, site: Site, new: NewPasskey, *, wall: datetime) -> Sequence[str]:
    """Add a passkey; ends the other sessions. Returns recovery codes this once, if it is the first second factor.

    Raises:
        Conflict: the holder has not shown who they are.
        Invalid: there is no such passkey.
    """
    _expect_proof(holder, wall=wall)
    had = has_any(conn, holder.to.user_id)
    passkeys.add(conn, site, holder.to.user_id, new, wall=wall)
    changed(conn, holder, "account.passkey_added", wall=wall)
    return () if had else recovery.issue(conn, holder.to.user_id)


def remove_passkey(conn: Connection, holder: Holder, passkey_id: int, *, is_required: bool, wall: datetime) -> None:
    """Remove a passkey; ends the other sessions.

    Raises:
        Conflict: the holder has not shown who they are, or it is the last factor of who must have one.
        NotFound: the holder has no such passkey.
    """
    _expect_proof(holder, wall=wall)
    passkeys.remove(conn, holder.to.user_id, passkey_id)
    _settle(conn, holder, is_required=is_required)
    changed(conn, holder, "account.passkey_removed", wall=wall)


def has_any(conn: Connection, user_id: int) -> bool:
    """Return whether an account has a second factor of any kind."""
    return bool(conn.execute(select(has_second_factor()).where(User.id == user_id)).scalar())


def void(conn: Connection, user_id: int) -> None:
    """Void every second factor of an account."""
    totp.forget(conn, user_id)
    passkeys.forget(conn, user_id)
    recovery.forget(conn, user_id)


def _settle(conn: Connection, holder: Holder, *, is_required: bool) -> None:
    """Void the recovery codes with the last factor they stand in for; refuse where one has to stay."""
    if has_any(conn, holder.to.user_id):
        return
    if is_required:
        raise Conflict("second_factor_required", N_("Your role needs a second factor: it can be renewed, not ended"))
    recovery.forget(conn, holder.to.user_id)


def changed(conn: Connection, holder: Holder, kind: str, *, wall: datetime) -> None:
    """End the other sessions of an account whose factors changed, and tell it by letter."""
    sessions.end_others(conn, holder.to.user_id, holder.session)
    write_to_account(conn, holder.to, kind, wall=wall)


def _expect_proof(holder: Holder, *, wall: datetime) -> None:
    if not sessions.is_proven(holder.proven_at, wall=wall):
        raise Conflict("not_proven", UNPROVEN)
