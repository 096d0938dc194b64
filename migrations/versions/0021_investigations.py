"""Whether permits are needed, as the office investigates and finds it before acceptance.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; cases handed in before have nothing under investigation."""
    document = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("application", sa.Column("investigations", document, nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("application", "investigations")
