"""Rewrite credit codes, identity numbers and telephones kept as typed in the form registers hold.

Revision ID: 0006
Revises: 0005
"""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
APPLICATION = sa.table(
    "application",
    sa.column("id", sa.BigInteger),
    sa.column("applicant", JSON),
    sa.column("agent", JSON),
)
COMPANY = sa.table("company", sa.column("id", sa.BigInteger), sa.column("area"), sa.column("uscc"))
BAN = sa.table("ban", sa.column("id", sa.BigInteger), sa.column("subject"))
NUMBERS = ("uscc", "resident_id")
CODE = re.compile(r"[0-9A-Z]{18}")
AT_ONCE = 500


def upgrade() -> None:
    """Rewrite what differs; a company whose code another row holds already stays as it is."""
    conn = op.get_bind()
    last = 0
    while rows := conn.execute(
        sa.select(APPLICATION).where(APPLICATION.c.id > last).order_by(APPLICATION.c.id).limit(AT_ONCE)
    ).all():
        for row in rows:
            last = row.id
            parts = {"applicant": rewritten(row.applicant), "agent": rewritten(row.agent)}
            if parts != {"applicant": row.applicant, "agent": row.agent}:
                conn.execute(sa.update(APPLICATION).where(APPLICATION.c.id == row.id).values(**parts))
    held = {(row.area, row.uscc) for row in conn.execute(sa.select(COMPANY))}
    for row in conn.execute(sa.select(COMPANY)).all():
        if (row.area, canonical(row.uscc)) not in held:
            conn.execute(sa.update(COMPANY).where(COMPANY.c.id == row.id).values(uscc=canonical(row.uscc)))
    for row in conn.execute(sa.select(BAN)).all():
        # a person's subject is a hash in small letters, longer than a code
        if row.subject != canonical(row.subject) and CODE.fullmatch(canonical(row.subject)):
            conn.execute(sa.update(BAN).where(BAN.c.id == row.id).values(subject=canonical(row.subject)))


def downgrade() -> None:
    """Keep the canonical forms: what was typed is not known any more."""


def rewritten(part: dict[str, object]) -> dict[str, object]:
    """Return a part of a form with its numbers in canonical form."""
    found = dict(part or {})
    for key in NUMBERS:
        if isinstance(found.get(key), str):
            found[key] = canonical(found[key])
    if isinstance(found.get("phone"), str):
        plain = re.sub(r"^(?:\+|00)86", "", squeezed(found["phone"]))
        mobile = plain.replace("-", "")
        found["phone"] = mobile if re.fullmatch(r"1\d{10}", mobile) else plain
    return found if found != part else part


def canonical(number: str) -> str:
    """Return a number in capitals of half width without blanks, hyphens and unseen characters."""
    return re.sub(r"[-()\u2010-\u2015\u2212\[\]]", "", squeezed(number)).upper()


def squeezed(text: str) -> str:
    """Return a text in half width without blanks and unseen characters."""
    seen = (one for one in unicodedata.normalize("NFKC", text) if unicodedata.category(one) not in {"Cc", "Cf"})
    return "".join("".join(seen).split())
