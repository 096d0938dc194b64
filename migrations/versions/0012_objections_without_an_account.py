"""An objection has a receipt number and whoever made it, by account or telephone; photographs are counted by account.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns and what the caps count by."""
    with op.batch_alter_table("statement") as batch_op:
        batch_op.add_column(sa.Column("number", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(sa.Column("phone", sa.String(), nullable=True))
        notice_id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
        batch_op.add_column(sa.Column("public_notice_id", notice_id, nullable=True))
        batch_op.create_foreign_key(op.f("fk_statement_made_by_user_account"), "user_account", ["made_by"], ["id"])
        batch_op.create_foreign_key(
            op.f("fk_statement_public_notice_id_public_notice"), "public_notice", ["public_notice_id"], ["id"]
        )
        batch_op.create_index("ix_statement_made_by", ["made_by", "received_at"])
        batch_op.create_index("ix_statement_phone", ["phone", "received_at"])
        batch_op.create_index("ix_statement_notice", ["public_notice_id", "received_at"])
    with op.batch_alter_table("photo") as batch_op:
        batch_op.create_index("ix_photo_uploaded_by", ["uploaded_by", "uploaded_at"])


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("photo") as batch_op:
        batch_op.drop_index("ix_photo_uploaded_by")
    with op.batch_alter_table("statement") as batch_op:
        for name in ("ix_statement_made_by", "ix_statement_phone", "ix_statement_notice"):
            batch_op.drop_index(name)
        batch_op.drop_constraint(op.f("fk_statement_made_by_user_account"), type_="foreignkey")
        batch_op.drop_constraint(op.f("fk_statement_public_notice_id_public_notice"), type_="foreignkey")
        for name in ("number", "made_by", "phone", "public_notice_id"):
            batch_op.drop_column(name)
