"""Recovery codes: ten, each stands for a second factor once; only their hashes are stored."""

import hashlib
import secrets
from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert

from permits.models import RecoveryCode

COUNT, LETTERS, GROUP = 10, 16, 4
# without what is read for something else: 0 and o, 1 and l and i
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def issue(conn: Connection, user_id: int) -> Sequence[str]:
    """Issue codes to an account and return them this once; earlier ones are void."""
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(COUNT)]
    forget(conn, user_id)
    conn.execute(insert(RecoveryCode), [{"user_id": user_id, "code_hash": _key(code)} for code in codes])
    return ["-".join(code[at : at + GROUP] for at in range(0, LETTERS, GROUP)) for code in codes]


def accept(conn: Connection, user_id: int, code: str) -> bool:
    """Use up a code, written without hyphens; False if the account has no such code any more."""
    mine = (RecoveryCode.user_id == user_id) & (RecoveryCode.code_hash == _key(code))
    return conn.execute(delete(RecoveryCode).where(mine)).rowcount == 1


def forget(conn: Connection, user_id: int) -> None:
    """Void the codes of an account."""
    conn.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))


def _key(code: str) -> str:
    # of 79 random bits: a plain hash is not guessed
    return hashlib.sha256(code.encode()).hexdigest()
