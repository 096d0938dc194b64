"""Addresses printed on notices, and verification codes of licences: short enough to type, too long to guess."""

import hmac
from urllib.parse import quote

from forms.checks.lines import compact, typed_number
from permits.keys import Keys

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base 32: no I, L, O, U to misread
_LENGTH = 10  # 50 bits
_MISREAD = str.maketrans("ILO", "110", " -\u3000")


def verification_code(number: str, *, keys: Keys) -> str:
    """Compute the ten-character code printed on the licence with this number."""
    return _written(keys.sign_code(number))


def is_verification_code(given: str, number: str, *, keys: Keys) -> bool:
    """Return whether a typed code belongs to the licence under any key of the ring.

    Ignores case, spaces, dashes and misread letters.
    """
    typed = compact(given).upper().translate(_MISREAD).encode("utf-8", "replace")
    right = [_written(digest).encode() for digest in keys.signed_codes(typed_number(number))]
    return any(hmac.compare_digest(typed, code) for code in right)


def grouped(code: str) -> str:
    """Format a code in two groups of five, as printed."""
    return f"{code[:5]}-{code[5:]}"


def case_url(public_url: str, area: str, application_id: int) -> str:
    """Return the URL of a case; it names the area, which neither the host nor the account of a reader tells."""
    return f"{public_url.rstrip('/')}/{area}/applications/{application_id}"


def verify_url(public_url: str, number: str, code: str) -> str:
    """Return the URL of a licence's verification page; its QR image encodes it."""
    return f"{public_url.rstrip('/')}/verify/{quote(number)}?code={quote(code)}"


def _written(digest: bytes) -> str:
    value = int.from_bytes(digest[:8]) >> (64 - 5 * _LENGTH)
    return "".join(_ALPHABET[value >> shift & 31] for shift in range(5 * (_LENGTH - 1), -1, -5))
