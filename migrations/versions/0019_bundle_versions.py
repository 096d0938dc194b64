"""Bundle versions, each kept whole, and the days from which they are in force.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

POSTGRESQL = (
    """create trigger bundle_version_no_change before update or delete on bundle_version
for each row execute function refuse_change()""",
    """create trigger bundle_version_no_truncate before truncate on bundle_version
for each statement execute function refuse_change()""",
)
SQLITE = (
    """create trigger bundle_version_no_update before update on bundle_version
begin select raise(abort, 'bundle versions are append-only'); end""",
    """create trigger bundle_version_no_delete before delete on bundle_version
begin select raise(abort, 'bundle versions are append-only'); end""",
    """create trigger bundle_version_no_replace before insert on bundle_version
when exists (select 1 from bundle_version where key = new.key and version = new.version)
begin select raise(abort, 'bundle versions are append-only'); end""",
)


def upgrade() -> None:
    """Create the tables; `flask prepare` imports the shipped bundles."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "bundle_version",
        sa.Column("id", number, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("key", "version", "digest", "content")),
        sa.Column("imported_at", moment, nullable=False),
        sa.Column("imported_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle_version")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_bundle_version_key_version")),
    )
    op.create_table(
        "bundle_term",
        sa.Column("id", number, nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("set_at", moment, nullable=False),
        sa.Column("set_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle_term")),
    )
    op.create_index("ix_bundle_term_key", "bundle_term", ["key", "version"])
    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    """Drop them, with their triggers."""
    op.drop_table("bundle_term")
    op.drop_table("bundle_version")
