"""Bans and warnings for false materials handed in by an applicant; subjects hold no raw identity numbers."""

import hashlib
import hmac
from collections.abc import Collection, Mapping, Sequence

from permits.casefile.casefile import CaseFile
from permits.casefile.seen import rows_of
from permits.queries.reading.rows import Ban

EVERY_PERMIT = ""
WARNING = "warning"


def subject_of(applicant: Mapping[str, object], *, secret: str) -> str:
    """Return the register key of an applicant: credit code or salted hash of the identity number, else empty."""
    if applicant.get("kind") != "person":
        return str(applicant.get("uscc") or "").strip().upper()
    number = str(applicant.get("resident_id") or "").strip().upper()
    if not number:
        return ""
    return hmac.new(secret.encode(), b"ban-subject:" + number.encode(), hashlib.sha256).hexdigest()


def records_against(case: CaseFile) -> Sequence[Ban]:
    """List the bans and warnings in force today against the case's applicant, the longest first."""
    subject = subject_of(case.form.applicant, secret=case.context.office.secret)
    if not subject:
        return ()
    return sorted(rows_of(case, Ban, subject=subject), key=lambda one: one.to_on, reverse=True)


def bans_on(case: CaseFile, permits: Collection[str]) -> list[Ban]:
    """List the bans in force today on any of these permits.

    Law: Administrative Licensing Law art. 78, 79.
    """
    reached = {EVERY_PERMIT, *permits}
    return [one for one in records_against(case) if one.ground != WARNING and one.permit in reached]
