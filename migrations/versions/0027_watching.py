"""Processes seen alive, nightly checks, and the request that caused a job.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None
# whether processes of the version before go on serving: nothing they read or write is gone, renamed or refused
EXPANDS = True

JSON = sa.JSON().with_variant(sa.dialects.postgresql.JSONB(), "postgresql")
UNFINISHED = sa.text("state <> 'done'")
BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add the tables, the columns and the index that the figures of unfinished jobs read."""
    op.create_table(
        "process_seen",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("queues", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("seconds_ahead", sa.Double(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_process_seen"),
    )
    op.create_table(
        "check_run",
        sa.Column("id", BIG, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("place", BIG, nullable=False),
        sa.Column("checked", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("findings", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_check_run"),
        sa.UniqueConstraint("kind", "night", name="uq_check_run_kind_night"),
    )
    op.add_column("outbox", sa.Column("request_id", sa.String(), nullable=True))
    op.add_column("outbox", sa.Column("trace", sa.String(), nullable=True))
    op.create_index(
        "ix_outbox_unfinished",
        "outbox",
        ["job", "state", "available_at"],
        sqlite_where=UNFINISHED,
        postgresql_where=UNFINISHED,
    )


def downgrade() -> None:
    """Drop them; what the nightly checks found is lost."""
    op.drop_index("ix_outbox_unfinished", "outbox")
    op.drop_column("outbox", "trace")
    op.drop_column("outbox", "request_id")
    op.drop_table("check_run")
    op.drop_table("process_seen")
