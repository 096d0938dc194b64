"""A power of attorney is confirmed by its principal; letters and links may be for somebody without an account.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None
# the version before takes a power that nobody has confirmed for a valid one
EXPANDS = False

MOMENT = sa.DateTime(timezone=True)
ALL = '["file", "change", "receive", "withdraw"]'
ADDED = ("principal_kind", "principal_email", "acts", "confirmed_at", "confirmed_by", "confirmed_as")


def upgrade() -> None:
    """Add the columns; powers recorded before count as confirmed, so that no running case loses its agent."""
    document = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    table = "power_of_attorney"
    op.add_column(table, sa.Column("principal_kind", sa.String(), server_default="company", nullable=False))
    op.add_column(table, sa.Column("principal_email", sa.String(), server_default="", nullable=False))
    op.add_column(table, sa.Column("acts", document, server_default=ALL, nullable=False))
    op.add_column(table, sa.Column("confirmed_at", MOMENT, nullable=True))
    for name in ("confirmed_by", "confirmed_as"):
        op.add_column(table, sa.Column(name, sa.String(), nullable=True))
    op.execute("update power_of_attorney set confirmed_at = uploaded_at, confirmed_as = 'earlier'")
    _strangers(allowed=True)


def downgrade() -> None:
    """Drop the columns, and powers that were never confirmed; letters and links to strangers are lost."""
    op.execute("delete from power_of_attorney where confirmed_at is null or principal_kind <> 'company'")
    with op.batch_alter_table("power_of_attorney") as power:
        for name in ADDED:
            power.drop_column(name)
    op.execute("delete from mail where user_id is null")
    op.execute("delete from one_time_link where user_id is null")
    _strangers(allowed=False)


def _strangers(*, allowed: bool) -> None:
    for table in ("mail", "one_time_link"):
        with op.batch_alter_table(table) as one:
            one.alter_column("user_id", existing_type=sa.BigInteger(), nullable=allowed)
