"""How much one application and one account may hand in."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from permits.casefile import CaseFile
from permits.errors import Conflict
from permits.models import Material
from permits.services.files.uploads import MEGABYTE
from workflows import N_

WINDOW = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Quota:
    """Most megabytes an application takes in all, and an account hands in within 24 hours."""

    application_mb: int = 500
    account_mb: int = 2000


def check_quota(case: CaseFile, size_bytes: int, quota: Quota) -> None:
    """Refuse a file that would exceed what the application or the account may hand in.

    Raises:
        Conflict.
    """
    context = case.context
    in_all = select(func.coalesce(func.sum(Material.size_bytes), 0))
    of_case = in_all.where(Material.application_id == case.app.id, Material.removed_at.is_(None))
    if context.conn.execute(of_case).scalar_one() + size_bytes > quota.application_mb * MEGABYTE:
        raise Conflict(
            "quota_exceeded",
            N_(
                "This application takes %(size)s MB of materials in all: save the files smaller, or bring them on paper"
            ),
            params={"size": quota.application_mb},
        )
    of_account = in_all.where(Material.uploaded_by == context.actor.person, Material.uploaded_at > context.at - WINDOW)
    if context.conn.execute(of_account).scalar_one() + size_bytes > quota.account_mb * MEGABYTE:
        raise Conflict(
            "quota_exceeded",
            N_("This account has handed in %(size)s MB within 24 hours: go on tomorrow, or bring the files on paper"),
            params={"size": quota.account_mb},
        )
