"""Addresses printed on notices, and verification codes of licences: short enough to type, too long to guess."""

import hashlib
import hmac
from urllib.parse import quote

from forms.checks.lines import compact, typed_number

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base 32: no I, L, O, U to misread
_LENGTH = 10  # 50 bits
_MISREAD = str.maketrans("ILO", "110", " -\u3000")


def verification_code(number: str, *, secret: str) -> str:
    """Compute the ten-character code printed on the licence with this number."""
    digest = hmac.new(secret.encode(), b"licence-code:" + number.encode(), hashlib.sha256).digest()
    value = int.from_bytes(digest[:8]) >> (64 - 5 * _LENGTH)
    return "".join(_ALPHABET[value >> shift & 31] for shift in range(5 * (_LENGTH - 1), -1, -5))


def is_verification_code(given: str, number: str, *, secret: str) -> bool:
    """Return whether a typed code belongs to the licence; ignores case, spaces, dashes and misread letters."""
    typed = compact(given).upper().translate(_MISREAD)
    right = verification_code(typed_number(number), secret=secret)
    return hmac.compare_digest(typed.encode("utf-8", "replace"), right.encode())


def grouped(code: str) -> str:
    """Format a code in two groups of five, as printed."""
    return f"{code[:5]}-{code[5:]}"


def case_url(public_url: str, area: str, application_id: int) -> str:
    """Return the URL of a case; it names the area, which neither the host nor the account of a reader tells."""
    return f"{public_url.rstrip('/')}/{area}/applications/{application_id}"


def verify_url(public_url: str, number: str, code: str) -> str:
    """Return the URL of a licence's verification page; its QR image encodes it."""
    return f"{public_url.rstrip('/')}/verify/{quote(number)}?code={quote(code)}"
