"""Challenges that a passkey signs: drawn for one purpose, good for five minutes and once."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import Connection

from permits.services.house.once import spend

GOOD_FOR = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Site:
    """The site that passkeys are bound to, and the key by which its challenges are known again."""

    public_url: str
    secret: str

    @property
    def origin(self) -> str:
        """The origin of the pages on which a passkey is used."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def rp_id(self) -> str:
        """The host that passkeys are made for."""
        return urlsplit(self.public_url).hostname or ""

    def draw(self, purpose: str, *, wall: datetime) -> bytes:
        """Draw a challenge for a purpose; nothing is written."""
        body = f"{int(wall.timestamp())}.{secrets.token_urlsafe(24)}"
        return f"{body}.{self._mark(purpose, body)}".encode()

    def spend(self, conn: Connection, purpose: str, challenge: bytes, *, wall: datetime) -> bool:
        """Use a challenge up; False if it was not drawn here for this purpose, is too old or was used before."""
        body, _, mark = challenge.decode(errors="replace").rpartition(".")
        if not hmac.compare_digest(mark.encode(), self._mark(purpose, body).encode()):
            return False
        ends_at = datetime.fromtimestamp(int(body.partition(".")[0]), UTC) + GOOD_FOR
        return ends_at > wall and spend(conn, body, ends_at=ends_at, wall=wall)

    def _mark(self, purpose: str, body: str) -> str:
        return hmac.new(self.secret.encode(), f"challenge of {purpose}: {body}".encode(), "sha256").hexdigest()
