"""Whether permits are needed, as the office investigates and finds it before acceptance.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; cases handed in before have nothing under investigation."""
    document = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("application", sa.Column("investigations", document, nullable=True))


def downgrade() -> None:
    """Drop it."""
    op.drop_column("application", "investigations")
