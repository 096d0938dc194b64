"""Passkeys of accounts.

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None
# whether processes of the version before go on serving: nothing they read or write is gone, renamed or refused
EXPANDS = True

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the table; nobody has a passkey yet."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "passkey",
        sa.Column("id", number, nullable=False),
        sa.Column("user_id", number, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("credential_id", "public_key")),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_passkey_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_user_id"), "passkey", ["user_id"])


def downgrade() -> None:
    """Drop it; passkeys open nothing any more."""
    op.drop_table("passkey")
