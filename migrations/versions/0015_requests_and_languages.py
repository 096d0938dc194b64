"""Requests for more time, and whether a person chose the language of the account.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the column."""
    op.add_column(
        "user_account", sa.Column("has_chosen_language", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_table(
        "extension_request",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("application_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("permit", sa.String(), nullable=False),
        sa.Column("department", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_extension_request_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension_request")),
    )
    with op.batch_alter_table("extension_request") as batch_op:
        batch_op.create_index("ix_extension_request_application", ["application_id"])
        batch_op.create_index("ix_extension_request_open", ["area", "state", "department"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("extension_request")
    with op.batch_alter_table("user_account") as batch_op:
        batch_op.drop_column("has_chosen_language")
