"""Passkeys (WebAuthn): registered, used, removed. Each asks its holder who they are, so that one is two factors."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, delete, insert, select, update
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from permits.errors import Invalid, NotFound
from permits.models import Passkey
from permits.services.house.factors.challenges import GOOD_FOR, Site
from workflows import N_

T = TypeVar("T")
LONGEST = 16_000
MOST = 10
SIGN_IN = "sign-in"
WRONG = N_("This passkey could not be used: try again, or take another way")
# what the library lets through of something that is no answer of a browser
MALFORMED = (WebAuthnException, ValueError, TypeError, KeyError, AttributeError, IndexError, EOFError, RecursionError)
MILLISECONDS = int(GOOD_FOR.total_seconds()) * 1000


@dataclass(frozen=True, slots=True)
class Named:
    """An account as a device lists it."""

    user_id: int
    username: str
    name: str
    office: str


@dataclass(frozen=True, slots=True)
class NewPasskey:
    """A passkey as its holder calls it, and as the browser has made it (JSON)."""

    name: str
    answer: str


def adding(user_id: int) -> str:
    """Name the purpose of a challenge by which an account gets a passkey."""
    return f"adding to {user_id}"


def registration(site: Site, named: Named, known: Sequence[str], *, wall: datetime) -> str:
    """Return what a browser is asked for (JSON) to make a passkey; `known` are those the account has."""
    options = generate_registration_options(
        rp_id=site.rp_id,
        rp_name=named.office,
        user_id=str(named.user_id).encode(),
        user_name=named.username,
        user_display_name=named.name,
        challenge=site.draw(adding(named.user_id), wall=wall),
        timeout=MILLISECONDS,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=_described(known),
    )
    return options_to_json(options)


def authentication(site: Site, known: Sequence[str] = (), *, wall: datetime) -> str:
    """Return what a browser is asked for (JSON) to use a passkey; without `known` ones, any of the site."""
    options = generate_authentication_options(
        rp_id=site.rp_id,
        challenge=site.draw(SIGN_IN, wall=wall),
        timeout=MILLISECONDS,
        allow_credentials=_described(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def _described(known: Sequence[str]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=base64url_to_bytes(one)) for one in known]


def add(conn: Connection, site: Site, user_id: int, new: NewPasskey, *, wall: datetime) -> None:
    """Keep the passkey that a browser has made for an account.

    Raises:
        Invalid: it is no answer to a challenge of the last minutes for this account and site, the device
            did not ask who uses it, the passkey is known, or the account has as many as it may.
    """
    answer = new.answer
    challenge = _read(lambda: parse_registration_credential_json(_bounded(answer)).response.client_data_json)
    if not site.spend(conn, adding(user_id), _challenge_of(challenge), wall=wall):
        raise Invalid.at("credential", WRONG)
    made = _read(
        lambda: verify_registration_response(
            credential=answer,
            expected_challenge=_challenge_of(challenge),
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    )
    key = bytes_to_base64url(made.credential_id)
    mine = conn.execute(select(Passkey.user_id).where(Passkey.user_id == user_id)).all()
    is_known = conn.execute(select(Passkey.id).where(Passkey.credential_id == key)).first() is not None
    if is_known or len(mine) >= MOST:
        raise Invalid.at("credential", WRONG)
    about = {"name": new.name, "created_at": wall, "sign_count": made.sign_count}
    kept = bytes_to_base64url(made.credential_public_key)
    conn.execute(insert(Passkey).values(user_id=user_id, credential_id=key, public_key=kept, **about))


def accept(conn: Connection, site: Site, answer: str, *, wall: datetime) -> int:
    """Return the account whose passkey has answered a challenge; its counter goes on.

    Raises:
        Invalid: it is no answer of a known passkey to a challenge of the last minutes for this site, the device did
            not ask who uses it, or its counter has not grown: somebody may hold a copy.
    """
    said = _read(lambda: parse_authentication_credential_json(_bounded(answer)))
    challenge = _challenge_of(said.response.client_data_json)
    if not site.spend(conn, SIGN_IN, challenge, wall=wall):
        raise Invalid.at("credential", WRONG)
    columns = (Passkey.id, Passkey.user_id, Passkey.public_key, Passkey.sign_count)
    known = conn.execute(select(*columns).where(Passkey.credential_id == said.id)).first()
    if known is None:
        raise Invalid.at("credential", WRONG)
    done = _read(
        lambda: verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.rp_id,
            expected_origin=site.origin,
            credential_public_key=base64url_to_bytes(known.public_key),
            credential_current_sign_count=known.sign_count,
            require_user_verification=True,
        )
    )
    # two at once: the second finds the counter moved
    same = (Passkey.id == known.id) & (Passkey.sign_count == known.sign_count)
    moved = update(Passkey).where(same).values(sign_count=done.new_sign_count, used_at=wall)
    if conn.execute(moved).rowcount == 0:
        raise Invalid.at("credential", WRONG)
    return int(known.user_id)


def remove(conn: Connection, user_id: int, passkey_id: int) -> None:
    """Remove a passkey of an account.

    Raises:
        NotFound: the account has no such passkey.
    """
    mine = (Passkey.id == passkey_id) & (Passkey.user_id == user_id)
    if conn.execute(delete(Passkey).where(mine)).rowcount == 0:
        raise NotFound


def forget(conn: Connection, user_id: int) -> None:
    """Forget every passkey of an account."""
    conn.execute(delete(Passkey).where(Passkey.user_id == user_id))


def _bounded(answer: str) -> str:
    if len(answer) > LONGEST:
        raise ValueError("longer than any browser answers")
    return answer


def _challenge_of(client_data: bytes) -> bytes:
    return _read(lambda: parse_client_data_json(client_data)).challenge


def _read(fn: Callable[[], T]) -> T:
    """Read what a browser should have answered.

    Raises:
        Invalid: it did not.
    """
    try:
        return fn()
    except MALFORMED as fault:
        raise Invalid.at("credential", WRONG) from fault
