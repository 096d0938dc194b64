"""Every token has an end, its last use and the warnings before it; a message may be about no case.

Revision ID: 0025
Revises: 0024
"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None
# a token without an end is refused, and a message about no case is none to the version before
EXPANDS = False

A_YEAR = timedelta(days=365)


def upgrade() -> None:
    """Add the columns; tokens without an end get a year from now."""
    op.add_column("api_token", sa.Column("used_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("api_token", sa.Column("warned_days", sa.Integer(), nullable=True))
    moment = sa.DateTime(timezone=True)
    now = op.get_bind().execute(sa.select(sa.func.current_timestamp(type_=moment))).scalar_one()
    token = sa.table("api_token", sa.column("ends_at", sa.DateTime(timezone=True)))
    op.execute(token.update().where(token.c.ends_at.is_(None)).values(ends_at=now + A_YEAR))
    with op.batch_alter_table("api_token") as token:
        token.alter_column("ends_at", existing_type=sa.DateTime(timezone=True), nullable=False)
    with op.batch_alter_table("notification") as message:
        message.alter_column("application_id", existing_type=sa.BigInteger(), nullable=True)


def downgrade() -> None:
    """Drop the columns; messages about no case are lost, and tokens with scopes open nothing."""
    op.execute("delete from notification where application_id is null")
    with op.batch_alter_table("notification") as message:
        message.alter_column("application_id", existing_type=sa.BigInteger(), nullable=False)
    with op.batch_alter_table("api_token") as token:
        token.alter_column("ends_at", existing_type=sa.DateTime(timezone=True), nullable=True)
        token.drop_column("warned_days")
        token.drop_column("used_at")
