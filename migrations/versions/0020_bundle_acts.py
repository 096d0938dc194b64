"""Proposed bundle versions, and the chain of acts on bundles.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

POSTGRESQL = (
    """create trigger bundle_event_no_change before update or delete on bundle_event
for each row execute function refuse_change()""",
    """create trigger bundle_event_no_truncate before truncate on bundle_event
for each statement execute function refuse_change()""",
)
SQLITE = (
    """create trigger bundle_event_no_update before update on bundle_event
begin select raise(abort, 'acts on bundles are append-only'); end""",
    """create trigger bundle_event_no_delete before delete on bundle_event
begin select raise(abort, 'acts on bundles are append-only'); end""",
    """create trigger bundle_event_no_replace before insert on bundle_event
when exists (select 1 from bundle_event where seq = new.seq)
begin select raise(abort, 'acts on bundles are append-only'); end""",
)


def upgrade() -> None:
    """Create the tables; acts before this day are not on the chain."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    document = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "bundle_proposal",
        sa.Column("id", number, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("key", "version", "digest", "content")),
        sa.Column("area", sa.String(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("proposed_at", moment, nullable=False),
        sa.Column("proposed_by", number, nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("closed_at", moment, nullable=True),
        sa.Column("closed_by", number, nullable=True),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["user_account.id"], name=op.f("fk_bundle_proposal_proposed_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["closed_by"], ["user_account.id"], name=op.f("fk_bundle_proposal_closed_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle_proposal")),
    )
    op.create_table(
        "bundle_event",
        sa.Column("seq", number, autoincrement=False, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("type", "key", "version", "actor")),
        sa.Column("at", moment, nullable=False),
        sa.Column("payload", document, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("prev_hash", "hash")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_bundle_event")),
    )
    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    """Drop them, with their triggers."""
    op.drop_table("bundle_event")
    op.drop_table("bundle_proposal")
