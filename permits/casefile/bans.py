"""Records of false papers against an applicant: bans that run, and warnings; subjects carry no raw identity numbers."""

import hashlib
import hmac
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from permits.casefile.casefile import CaseFile
from permits.models import Ban

EVERY_PERMIT = ""
WARNING = "warning"
RUNNING = (
    select(Ban.permit, Ban.ground, Ban.law, Ban.from_on, Ban.to_on)
    .where(Ban.area == bindparam("area"), Ban.subject == bindparam("subject"))
    .where(Ban.from_on <= bindparam("today"), Ban.to_on >= bindparam("today"))
    .order_by(Ban.to_on.desc(), Ban.id)
)


@dataclass(frozen=True, slots=True)
class BanRecord:
    """A ban or a warning; without a permit it reaches all of them."""

    permit: str
    ground: str
    law: str
    from_on: date
    to_on: date


def subject_of(applicant: Mapping[str, object], *, secret: str) -> str:
    """Name an applicant in the register: the credit code, or a salted hash of the identity number; empty if neither."""
    if applicant.get("kind") != "person":
        return str(applicant.get("uscc") or "").strip().upper()
    number = str(applicant.get("resident_id") or "").strip().upper()
    if not number:
        return ""
    return hmac.new(secret.encode(), b"ban-subject:" + number.encode(), hashlib.sha256).hexdigest()


def records_against(case: CaseFile) -> Sequence[BanRecord]:
    """List the bans and warnings of the case's applicant that run today, the longest first."""
    subject = subject_of(case.form.applicant, secret=case.context.office.secret)
    if not subject:
        return ()
    wanted = {"area": case.app.area, "subject": subject, "today": case.context.today}
    return [BanRecord(*values) for values in case.context.conn.execute(RUNNING, wanted)]


def bans_on(case: CaseFile, permits: Collection[str]) -> list[BanRecord]:
    """List the bans that run today on one of these permits.

    Law: Administrative Licensing Law art. 78, 79.
    """
    reached = {EVERY_PERMIT, *permits}
    return [one for one in records_against(case) if one.ground != WARNING and one.permit in reached]
