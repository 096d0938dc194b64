"""The last day to pay a fee, and what the sentence of a letter says beside the number of its case.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; a notice issued before says no day."""
    op.add_column("fee_notice", sa.Column("pay_by", sa.Date(), nullable=True))
    as_json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("mail", sa.Column("params", as_json, nullable=True))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("mail", "params")
    op.drop_column("fee_notice", "pay_by")
