"""Keyed digests: find a number again, or name somebody by it, without keeping the number."""

import hmac

from forms.checks.phones import canonical_phone


def keyed(secret: str, text: str) -> str:
    """Return the digest of a text under the installation's secret; `text` begins with what it is for."""
    return hmac.new(secret.encode(), text.encode(), "sha256").hexdigest()


def phone_digest(secret: str, phone: str) -> str | None:
    """Return under which digest a telephone number is found again, however it was written; None without one."""
    number = canonical_phone(phone)
    return keyed(secret, f"phone:{number}") if number else None
