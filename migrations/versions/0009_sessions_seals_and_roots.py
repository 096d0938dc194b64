"""Sessions and sign-ins, internal texts beside events, seals of rows, roots over all chains.

Cases filed before have no salt: their rows are sealed from their next event on.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
MOMENT = sa.DateTime(timezone=True)
POSTGRESQL: tuple[str, ...] = ()
SQLITE = (
    """create trigger event_no_replace before insert on event
when exists (select 1 from event where application_id = new.application_id and seq = new.seq)
begin select raise(abort, 'the trail is append-only'); end""",
)


def upgrade() -> None:
    """Add them; the columns are added in place, so that no trigger is lost."""
    op.add_column("event", sa.Column("internal", JSON, nullable=True))
    op.add_column("application", sa.Column("salt", sa.String(), server_default="", nullable=False))
    _sessions()
    _sign_ins()
    op.create_table(
        "chain_root",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("kid", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_chain_root")),
    )
    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)


def _sessions() -> None:
    op.create_table(
        "user_session",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("user_id", BIG, nullable=False),
        sa.Column("credentials", sa.String(), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_user_session_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_session")),
    )
    op.create_index("ix_user_session_user_id", "user_session", ["user_id"])
    op.create_index("ix_user_session_ends", "user_session", ["ends_at"])


def _sign_ins() -> None:
    op.create_table(
        "sign_in",
        sa.Column("id", BIG, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("area", "username", "roles", "address", "outcome")),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
    )
    op.create_index("ix_sign_in_username", "sign_in", ["username", "at"])
    op.create_index("ix_sign_in_address", "sign_in", ["address", "at"])
    op.create_index("ix_sign_in_area", "sign_in", ["area", "id"])


def downgrade() -> None:
    """Drop them; the texts beside the events are lost."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("drop trigger event_no_replace")
    for table in ("chain_root", "sign_in", "user_session"):
        op.drop_table(table)
    op.drop_column("application", "salt")
    op.drop_column("event", "internal")
