"""Letters about an account: invitations, new passwords, what somebody should know of their account.

The link of a letter is issued when the letter is sent: until then nobody has it, and its hash alone is stored.
"""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from sqlalchemy import Connection, delete, insert

from permits.models import OneTimeLink
from permits.models.base import JsonObject
from workflows import N_

LINK_LASTS = timedelta(days=2)
ANSWER_LASTS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class AccountLetter:
    """The words of a kind of letter, as msgids; `has_link`: it carries a one-time link to `path`."""

    subject: str
    body: str
    has_link: bool = True
    path: str = "welcome"
    lasts: timedelta = LINK_LASTS


LETTERS: Mapping[str, AccountLetter] = MappingProxyType(
    {
        "account.invited": AccountLetter(
            N_("Your account at the one-stop permit office"),
            N_("An account was made for you. Choose your password here; the link works once, for two days:"),
        ),
        "account.joining": AccountLetter(
            N_("You are invited to act for a company"),
            N_(
                "%(inviter)s invites you to file applications for %(company)s. Choose your password here; the link"
                " works once, for two days. If you do not know them, do nothing:"
            ),
        ),
        "account.joining_too": AccountLetter(
            N_("You are invited to act for a company"),
            N_(
                "%(inviter)s invites you to file applications for %(company)s with the account you have. Agree here;"
                " the link works once, for two days. If you do not know them, do nothing:"
            ),
        ),
        "account.confirmed": AccountLetter(
            N_("Your company is confirmed"),
            N_(
                "The office has seen the business licence of %(company)s. You act for it, see what is filed for it, and"
                " may invite colleagues."
            ),
            has_link=False,
        ),
        "account.identified": AccountLetter(
            N_("Your identity is confirmed"),
            N_("The office has seen your identity card. What is filed for you at the counter reaches your account."),
            has_link=False,
        ),
        "account.rejected": AccountLetter(
            N_("Your company is not confirmed"),
            N_(
                "You registered for %(company)s, and the office has not confirmed that you act for it. Your account"
                " stays, for yourself; so does what you filed. Come to the counter if this is wrong."
            ),
            has_link=False,
        ),
        "account.registered": AccountLetter(
            N_("Confirm your registration"),
            N_(
                "Somebody, probably you, registered with this address. Choose your password here to confirm it; the"
                " link works once, for two days. If it was not you, do nothing:"
            ),
        ),
        "account.known": AccountLetter(
            N_("You are registered already"),
            N_(
                "Somebody, probably you, wanted to register with this address, which has an account. Sign in, or ask"
                " for a new password on the sign-in page. If it was not you, do nothing."
            ),
            has_link=False,
        ),
        "account.reset": AccountLetter(
            N_("A new password for your account"),
            N_(
                "A new password was asked for. Choose it here; the link works once, for two days. If it was not you,"
                " do nothing: your password stays as it is:"
            ),
        ),
        "account.voided": AccountLetter(
            N_("Choose a new password"),
            N_(
                "The office has voided your password, and your second factor if you had one. Choose a new password"
                " here; the link works once, for two days:"
            ),
        ),
        "account.changed": AccountLetter(
            N_("The password of your account was changed"),
            N_("Every session but the one it was changed in has ended. If it was not you, call the office."),
            has_link=False,
        ),
        "power.asked": AccountLetter(
            N_("Somebody wants to act for you by your power of attorney"),
            N_(
                "%(agent)s put a power of attorney on record by which you, %(name)s, let them act for you at this"
                " office. Look at it and say whether it is right; the link works once, for fourteen days. Until you"
                " confirm it, they can hand in nothing for you:"
            ),
            path="powers-of-attorney/answer",
            lasts=ANSWER_LASTS,
        ),
        "power.confirmed": AccountLetter(
            N_("Your power of attorney is confirmed"),
            N_("%(principal)s has confirmed the power of attorney you put on record."),
            has_link=False,
        ),
        "power.revoked": AccountLetter(
            N_("Your power of attorney is revoked"),
            N_("The power of attorney of %(principal)s is revoked: you act for them no more."),
            has_link=False,
        ),
        "token.ending": AccountLetter(
            N_("A token of yours ends soon"),
            N_("Your token “%(label)s” ends on %(day)s. Issue a new one before the program that uses it stops."),
            has_link=False,
        ),
        "token.ending_of": AccountLetter(
            N_("A token of this area ends soon"),
            N_("The token “%(label)s” of %(person)s ends on %(day)s."),
            has_link=False,
        ),
        "account.factor_on": AccountLetter(
            N_("Your account has a second factor now"),
            N_(
                "From now on you sign in with a code of your authenticator too. Your recovery codes are new, your other"
                " sessions have ended. If it was not you, call the office."
            ),
            has_link=False,
        ),
        "account.factor_off": AccountLetter(
            N_("The second factor of your account was turned off"),
            N_("Your password alone opens your account again. If it was not you, call the office."),
            has_link=False,
        ),
        "account.codes_renewed": AccountLetter(
            N_("The recovery codes of your account are new"),
            N_("The earlier ones are void, your other sessions have ended. If it was not you, call the office."),
            has_link=False,
        ),
        "account.recovery_used": AccountLetter(
            N_("A recovery code of your account was used"),
            N_(
                "Each works once. When few are left, or your device is lost, renew them on the page of your account. If"
                " it was not you, choose a new password and call the office."
            ),
            has_link=False,
        ),
        "account.passkey_added": AccountLetter(
            N_("Your account has a new passkey"),
            N_(
                "Whoever holds it opens your account. Your other sessions have ended. If it was not you, call the"
                " office."
            ),
            has_link=False,
        ),
        "account.passkey_removed": AccountLetter(
            N_("A passkey of your account was removed"),
            N_("It opens your account no more. If it was not you, call the office."),
            has_link=False,
        ),
        "account.linked": AccountLetter(
            N_("Your account opens by the identity service now"),
            N_("It was linked at a sign-in there. If it was not you, call the office."),
            has_link=False,
        ),
        "account.new_device": AccountLetter(
            N_("A sign-in from a device not seen before"),
            N_("%(device)s, from %(address)s. If it was not you, choose a new password and call the office."),
            has_link=False,
        ),
    }
)


def issue_link(
    conn: Connection,
    user_id: int | None,
    *,
    wall: datetime,
    told: JsonObject | None = None,
    lasts: timedelta = LINK_LASTS,
) -> str:
    """Issue a one-time link; returns its token this once. Earlier ones of an account, and ended ones, are void.

    One for somebody without an account has what it is about in `told`.
    """
    token, ends_at = secrets.token_urlsafe(32), wall + lasts
    conn.execute(delete(OneTimeLink).where((OneTimeLink.user_id == user_id) | (OneTimeLink.ends_at <= wall)))
    conn.execute(
        insert(OneTimeLink).values(token_hash=link_key(token), user_id=user_id, ends_at=ends_at, told=told or {})
    )
    return token


def link_key(token: str) -> str:
    """Return the key under which a link is stored."""
    return hashlib.sha256(token.encode()).hexdigest()
