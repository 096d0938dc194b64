"""Sign-ins on record, and the growing delay after failed ones: per account and per address."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row, and_, insert, or_, select

from permits.actor import Actor
from permits.models import SignIn
from permits.watch.metrics import SIGN_INS

SUCCEEDED, FAILED = "succeeded", "failed"
DELAYED = "delayed"  # counted, never on record
# the means of a sign-in: one of the first, or two joined
PASSWORD, IDENTITY, TOTP, RECOVERY, PASSKEY = "password", "identity", "totp", "recovery", "passkey"
JOINED = "+"
COUNTED_FOR = timedelta(hours=1)
MOST_COUNTED = 300


@dataclass(frozen=True, slots=True)
class Patience:
    """How many failures cost no delay, and the longest delay; each further failure doubles it from one second."""

    free: int
    longest: timedelta

    def delay(self, failures: int) -> timedelta:
        """Return the delay after so many failures."""
        if failures < self.free:
            return timedelta(0)
        return min(timedelta(seconds=2 ** min(failures - self.free, 20)), self.longest)


# an account is one person; behind an address may stand a whole government centre
OF_ACCOUNT = Patience(free=5, longest=timedelta(minutes=15))
OF_ADDRESS = Patience(free=30, longest=timedelta(minutes=1))


def is_by_two_factors(means: str) -> bool:
    """Return whether a sign-in was made by two factors; a passkey is one that its device asks for another."""
    return JOINED in means or means == PASSKEY


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who tries to sign in, from where, by which means, with which browser: the secret of its cookie, its own name."""

    username: str
    address: str
    area: str
    device: str = ""
    agent: str = ""
    means: str = PASSWORD

    def name_for(self, actor: Actor | None) -> str:
        """Return the name to record; what names no account may be a mistyped password, so only its hash is kept."""
        return actor.username if actor else _hashed(self.username)


def _hashed(username: str) -> str:
    return f"?{hashlib.sha256(username.encode()).hexdigest()[:16]}"


def put_on_record(conn: Connection, attempt: Attempt, actor: Actor | None, outcome: str, *, wall: datetime) -> None:
    """Record an attempt; `actor` is the account it names, if there is one."""
    SIGN_INS.labels(outcome).inc()
    conn.execute(
        insert(SignIn).values(
            area=actor.area if actor else attempt.area,
            username=attempt.name_for(actor),
            roles=" ".join(sorted(actor.role_names())) if actor else "",
            address=attempt.address,
            outcome=outcome,
            means=attempt.means,
            at=wall,
        )
    )


def seconds_to_wait(conn: Connection, attempt: Attempt, *, wall: datetime) -> int:
    """Return how many seconds must pass before the next attempt counts; 0 if it may be made now.

    Successes cost nothing. A success ends the failures of its account, not those of its address.
    """
    mine = SignIn.username.in_((attempt.username, _hashed(attempt.username)))
    from_here = and_(SignIn.address == attempt.address, SignIn.outcome == FAILED)
    rows = conn.execute(
        select(mine.label("is_mine"), from_here.label("is_from_here"), SignIn.outcome, SignIn.at)
        .where(SignIn.at > wall - COUNTED_FOR, or_(mine, from_here))
        .order_by(SignIn.at.desc(), SignIn.id.desc())
        .limit(MOST_COUNTED)
    ).all()
    own = [row for row in rows if row.is_mine]
    since = next((place for place, row in enumerate(own) if row.outcome == SUCCEEDED), len(own))
    ends = [_end(own[:since], OF_ACCOUNT), _end([row for row in rows if row.is_from_here], OF_ADDRESS)]
    left = max((end - wall for end in ends if end is not None), default=timedelta(0))
    if left > timedelta(0):
        SIGN_INS.labels(DELAYED).inc()
    return max(0, -(-left // timedelta(seconds=1)))


def _end(failures: Sequence[Row[*tuple[object, ...]]], patience: Patience) -> datetime | None:
    """Return the end of the delay after failures, the latest first."""
    return failures[0].at + patience.delay(len(failures)) if failures else None
