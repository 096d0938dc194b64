"""Find a permit, and so its licence, by the number of its decision.

Revision ID: 0017
Revises: 0016
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_permit_document", "permit", ["area", "document_number"])


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_permit_document", table_name="permit")
