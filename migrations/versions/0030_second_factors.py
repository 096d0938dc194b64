"""Second factors of accounts; by which means a session and a sign-in were made.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None
# whether processes of the version before go on serving: nothing they read or write is gone, renamed or refused
EXPANDS = True

MOMENT = sa.DateTime(timezone=True)
TO_ACCOUNT = ["user_account.id"]


def upgrade() -> None:
    """Create the tables; sessions and sign-ins so far were made by a password."""
    number = sa.BigInteger()
    op.create_table(
        "authenticator",
        sa.Column("user_id", number.with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.String(), server_default="", nullable=False) for name in ("secret", "pending")),
        sa.Column("pending_at", MOMENT, nullable=True),
        sa.Column("last_step", number, server_default="0", nullable=False),
        sa.ForeignKeyConstraint(["user_id"], TO_ACCOUNT, name=op.f("fk_authenticator_user_id_user_account")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_authenticator")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("user_id", number.with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], TO_ACCOUNT, name=op.f("fk_recovery_code_user_id_user_account")),
        sa.PrimaryKeyConstraint("user_id", "code_hash", name=op.f("pk_recovery_code")),
    )
    for table in ("user_session", "sign_in"):
        op.add_column(table, sa.Column("means", sa.String(), server_default="password", nullable=False))
    op.add_column("user_session", sa.Column("proven_at", MOMENT, nullable=True))


def downgrade() -> None:
    """Drop them; second factors are lost, passwords alone let people in again."""
    with op.batch_alter_table("user_session") as session:
        session.drop_column("proven_at")
        session.drop_column("means")
    with op.batch_alter_table("sign_in") as sign_in:
        sign_in.drop_column("means")
    op.drop_table("recovery_code")
    op.drop_table("authenticator")
