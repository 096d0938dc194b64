"""Since when a letter is being handed over, why a job failed for good, and which finished jobs are old.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None
# whether processes of the version before go on serving: nothing they read or write is gone, renamed or refused
EXPANDS = True

DONE = sa.text("state = 'done'")


def upgrade() -> None:
    """Add the columns, empty, and the index that the retention of finished jobs reads."""
    op.add_column("mail", sa.Column("handing_since", sa.DateTime(timezone=True)))
    op.add_column("outbox", sa.Column("failure", sa.String()))
    op.create_index("ix_outbox_done", "outbox", ["done_at"], sqlite_where=DONE, postgresql_where=DONE)


def downgrade() -> None:
    """Drop them; which letters nobody confirmed is lost."""
    op.drop_index("ix_outbox_done", "outbox")
    op.drop_column("outbox", "failure")
    op.drop_column("mail", "handing_since")
