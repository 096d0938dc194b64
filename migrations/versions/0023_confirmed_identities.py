"""What an account says of itself and the office has not seen: who the person is, which company they act for.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; whoever has an account or a company so far is confirmed."""
    op.add_column("user_account", sa.Column("identity_seen", sa.Boolean(), server_default=sa.true(), nullable=False))
    for name in ("claimed_uscc", "claimed_company"):
        op.add_column("user_account", sa.Column(name, sa.String(), server_default="", nullable=False))


def downgrade() -> None:
    """Drop them; a claim that nobody has confirmed is lost."""
    with op.batch_alter_table("user_account") as account:
        for name in ("claimed_company", "claimed_uscc", "identity_seen"):
            account.drop_column(name)
