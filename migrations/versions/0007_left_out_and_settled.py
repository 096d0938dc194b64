"""Conditions a decider left out of a grant, and contradictions the lead settled, each with its reason.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add both columns."""
    with op.batch_alter_table("permit") as batch_op:
        batch_op.add_column(sa.Column("left_out", JSON, nullable=True))
        batch_op.add_column(sa.Column("settlements", JSON, nullable=True))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("permit") as batch_op:
        batch_op.drop_column("settlements")
        batch_op.drop_column("left_out")
