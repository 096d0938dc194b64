"""What a change of the calendar supersedes: the notice it amends and the official days it replaces.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of changes made before nothing is known."""
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    with op.batch_alter_table("calendar_change") as batch_op:
        batch_op.add_column(sa.Column("supersedes", json, server_default="{}", nullable=False))


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("calendar_change") as batch_op:
        batch_op.drop_column("supersedes")
