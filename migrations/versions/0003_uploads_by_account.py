"""An index over who handed papers in when: the quota of an account adds them up with each file.

Revision ID: 0003
Revises: 0002
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the index."""
    with op.batch_alter_table("material") as batch_op:
        batch_op.create_index("ix_material_uploaded_by", ["uploaded_by", "uploaded_at"])


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("material") as batch_op:
        batch_op.drop_index("ix_material_uploaded_by")
