"""Rings of keys, one a purpose: the first key of a ring signs and encrypts, every key of it verifies and decrypts."""

import base64
import hmac
from dataclasses import dataclass, field
from functools import cached_property

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

# a former key may be a SECRET_KEY, from the time before its ring was set
SHORTEST_SECRET, SHORTEST_KEY, LEAST_DIFFERENT = 16, 32, 8
DATA = b"personal data at rest"

Ring = tuple[str, ...]


class Unreadable(Exception):
    """No key of the ring made this token: a key was dropped too early, or the text was changed."""

    def __init__(self, message: str = "no key of DATA_KEYS reads what is stored: was one dropped too early?") -> None:
        """Say what to look at."""
        super().__init__(message)


def is_weak(key: str, *, shortest: int) -> bool:
    """Return whether a key can be guessed: shorter than `shortest` characters, or of few different ones."""
    return len(key) < shortest or len(set(key)) < LEAST_DIFFERENT


def ring_of(setting: str) -> Ring:
    """Read the keys of a setting, separated by commas; empty without any."""
    return tuple(key.strip() for key in setting.split(",") if key.strip())


@dataclass(frozen=True)
class Keys:
    """The rings of an installation: for verification codes of licences, and for personal data at rest."""

    codes: Ring = field(repr=False)
    data: Ring = field(repr=False)

    def sign_code(self, number: str) -> bytes:
        """Return the digest from which the verification code of a licence is computed now."""
        return _signed(self.codes[0], number)

    def signed_codes(self, number: str) -> list[bytes]:
        """Return the digests of every code that was ever printed for a licence, as far as its key is in the ring."""
        return [_signed(key, number) for key in self.codes]

    def encrypt(self, text: str) -> str:
        """Encrypt a text under the first data key; the same text gives another token each time."""
        return self._fernet.encrypt(text.encode()).decode()

    def decrypt(self, token: str) -> str:
        """Return the text of a token of any data key.

        Raises:
            Unreadable: no key of the ring made it.
        """
        try:
            return self._fernet.decrypt(token.encode()).decode()
        except InvalidToken:
            raise Unreadable from None

    def is_current(self, token: str) -> bool:
        """Return whether the first data key made a token."""
        try:
            self._first.decrypt(token.encode())
        except InvalidToken:
            return False
        return True

    def rotate(self, token: str) -> str:
        """Encrypt the text of a token anew, under the first data key.

        Raises:
            Unreadable: no key of the ring made it.
        """
        try:
            return self._fernet.rotate(token.encode()).decode()
        except InvalidToken:
            raise Unreadable from None

    @cached_property
    def _first(self) -> Fernet:
        return Fernet(_derived(self.data[0], DATA))

    @cached_property
    def _fernet(self) -> MultiFernet:
        return MultiFernet([self._first, *(Fernet(_derived(key, DATA)) for key in self.data[1:])])


def _signed(key: str, number: str) -> bytes:
    return hmac.digest(key.encode(), b"licence-code:" + number.encode(), "sha256")


def _derived(key: str, purpose: bytes) -> bytes:
    """Derive a Fernet key for one purpose, so that one secret may stand in several rings."""
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key.encode())
    return base64.urlsafe_b64encode(made)
