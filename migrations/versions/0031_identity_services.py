"""Identities of a service linked to accounts; what was good for one sign-in.

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None
# whether processes of the version before go on serving: nothing they read or write is gone, renamed or refused
EXPANDS = True

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Create the tables; nobody is linked yet."""
    op.create_table(
        "federated_identity",
        *(sa.Column(name, sa.String(), nullable=False) for name in ("issuer", "subject")),
        sa.Column("user_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("linked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_federated_identity_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_federated_identity")),
        sa.UniqueConstraint("user_id", "issuer", name=op.f("uq_federated_identity_user_id_issuer")),
    )
    op.create_table(
        "spent_challenge",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spent_challenge")),
    )
    op.create_index(op.f("ix_spent_challenge_ends_at"), "spent_challenge", ["ends_at"])


def downgrade() -> None:
    """Drop them; people of an identity service need a password again."""
    op.drop_table("spent_challenge")
    op.drop_table("federated_identity")
