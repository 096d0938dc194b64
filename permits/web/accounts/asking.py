"""What a page asks a browser for: a new passkey, or one that is known; nothing where the site's address allows none."""

from collections.abc import Sequence
from ipaddress import ip_address

from flask_babel import gettext

from permits import clock
from permits.db import reading
from permits.http import current_actor, engine, settings
from permits.queries.office import factors
from permits.queries.office.factors import OwnPasskey
from permits.services.house.factors import passkeys
from permits.services.house.factors.challenges import Site


def site() -> Site:
    """Return the site that passkeys are bound to."""
    return Site(settings().public_url, settings().secret_key)


def options_for_anybody() -> str:
    """Ask for any passkey of this site (JSON)."""
    return passkeys.authentication(site(), wall=clock.wall()) if _can_ask() else ""


def options_for_holder(user_id: int) -> str:
    """Ask for a passkey of an account (JSON); empty where it has none."""
    with reading(engine()) as conn:
        known = factors.passkeys(conn, user_id)
    return options_for_proof(known)


def options_for_proof(known: Sequence[OwnPasskey]) -> str:
    """Ask for one of these passkeys (JSON); empty where there is none."""
    if not known or not _can_ask():
        return ""
    return passkeys.authentication(site(), [one.credential_id for one in known], wall=clock.wall())


def options_for_new(known: Sequence[OwnPasskey]) -> str:
    """Ask for a new passkey of the caller (JSON); empty where they have as many as they may."""
    if len(known) >= passkeys.MOST or not _can_ask():
        return ""
    actor = current_actor()
    named = passkeys.Named(actor.person, actor.username, actor.name, gettext("Daokou"))
    return passkeys.registration(site(), named, [one.credential_id for one in known], wall=clock.wall())


def _can_ask() -> bool:
    """Return whether browsers know passkeys of this site: of a host with a name, none of a bare address."""
    try:
        ip_address(site().rp_id)
    except ValueError:
        return True
    return False
