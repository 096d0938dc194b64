"""The hosts at which the pages of an area are asked for.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; an area known before is found by its code alone."""
    document = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("area", sa.Column("hosts", document, nullable=False, server_default="[]"))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("area", "hosts")
