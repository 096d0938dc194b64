"""Powers of attorney on record, and the law-enforcement number of officers.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the column."""
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "power_of_attorney",
        sa.Column("id", big, nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("principal_uscc", sa.String(), nullable=False),
        sa.Column("principal_name", sa.String(), nullable=False),
        sa.Column("agent_id", big, nullable=True),
        sa.Column("agent", json, nullable=False),
        sa.Column("application_id", big, nullable=True),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.String(), nullable=True),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("storage_key", sa.String(), nullable=False),
        sa.Column("uploaded_by", big, nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["user_account.id"], name=op.f("fk_power_of_attorney_agent_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_power_of_attorney_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["user_account.id"], name=op.f("fk_power_of_attorney_uploaded_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_power_of_attorney")),
    )
    with op.batch_alter_table("power_of_attorney") as batch_op:
        batch_op.create_index("ix_power_of_attorney_agent_id", ["agent_id"], unique=False)
        batch_op.create_index("ix_power_of_attorney_principal", ["area", "principal_uscc"], unique=False)
    with op.batch_alter_table("user_account") as batch_op:
        batch_op.add_column(sa.Column("enforcement_number", sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("user_account") as batch_op:
        batch_op.drop_column("enforcement_number")
    op.drop_table("power_of_attorney")
