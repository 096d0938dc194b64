"""The browsers a person has signed in with: a letter tells of one not seen before."""

import hashlib
from datetime import datetime

from sqlalchemy import Connection, insert, select

from permits.actor import Actor
from permits.models import KnownDevice, User
from permits.services.house.sign_ins import Attempt
from permits.services.notifying.mailing import Addressee, write_to_account


def recognise(conn: Connection, actor: Actor, attempt: Attempt, *, wall: datetime) -> None:
    """Remember the device of a sign-in; write to the person where they have signed in before, but not with it."""
    if not attempt.device:
        return
    key = hashlib.sha256(attempt.device.encode()).hexdigest()
    known = set(conn.execute(select(KnownDevice.device_hash).where(KnownDevice.user_id == actor.person)).scalars())
    if key in known:
        return
    conn.execute(insert(KnownDevice).values(user_id=actor.person, device_hash=key, first_at=wall))
    if known:
        email = str(conn.execute(select(User.email).where(User.id == actor.person)).scalar_one())
        told = {"device": attempt.agent, "address": attempt.address}
        write_to_account(conn, Addressee(actor.area, actor.person, email), "account.new_device", wall=wall, params=told)
