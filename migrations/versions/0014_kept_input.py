"""What somebody typed into a form whose session had ended.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "kept_input",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("fields", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("had_files", sa.Boolean(), nullable=False),
        sa.Column("is_awaited", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_kept_input_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_input")),
    )
    with op.batch_alter_table("kept_input") as batch_op:
        batch_op.create_index("ix_kept_input_user_path", ["user_id", "path"], unique=True)
        batch_op.create_index("ix_kept_input_expires", ["expires_at"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("kept_input")
