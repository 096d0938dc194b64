"""Telephone numbers are encrypted, and found by a keyed digest.

`flask data encrypt` encrypts what stands there and fills in the digests: a migration has no key.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None
# processes of the version before cannot read what is encrypted
EXPANDS = False


def upgrade() -> None:
    """Add the digests and what is searched by them."""
    op.add_column("user_account", sa.Column("phone_digest", sa.String(), nullable=True))
    op.create_index("ix_user_account_phone", "user_account", ["area", "phone_digest"])
    op.add_column("statement", sa.Column("phone_digest", sa.String(), nullable=True))
    op.drop_index("ix_statement_phone", "statement")
    op.create_index("ix_statement_phone", "statement", ["phone_digest", "received_at"])


def downgrade() -> None:
    """Drop them. Decrypt first (`flask data decrypt`): the version before reads no encrypted number."""
    op.drop_index("ix_statement_phone", "statement")
    with op.batch_alter_table("statement") as statement:
        statement.drop_column("phone_digest")
    op.create_index("ix_statement_phone", "statement", ["phone", "received_at"])
    op.drop_index("ix_user_account_phone", "user_account")
    with op.batch_alter_table("user_account") as account:
        account.drop_column("phone_digest")
