"""A deficiency keeps the question and the answer as they were seen, and the version of the form.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add what was seen; older items have none."""
    for column in (
        sa.Column("question", DOCUMENT),
        sa.Column("answer", DOCUMENT),
        sa.Column("form_version", sa.Integer),
    ):
        op.add_column("deficiency", column)


def downgrade() -> None:
    """Drop it."""
    with op.batch_alter_table("deficiency") as batch_op:
        for name in ("question", "answer", "form_version"):
            batch_op.drop_column(name)
