"""Outbox rows are marked as sent; those somebody waits for go first.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.add_column(sa.Column("sent_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("requested_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("outbox") as batch_op:
        batch_op.drop_column("requested_at")
        batch_op.drop_column("sent_until")
