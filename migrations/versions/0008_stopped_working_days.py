"""Working days a clock was stopped, beside the net ones: the share of special procedures is measured.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None
TABLES = ("work_item", "permit", "application")


def upgrade() -> None:
    """Add the column; what was finished before has none."""
    for table in TABLES:
        op.add_column(table, sa.Column("stopped_working_days", sa.Integer(), nullable=True))


def downgrade() -> None:
    """Drop it."""
    for table in TABLES:
        op.drop_column(table, "stopped_working_days")
