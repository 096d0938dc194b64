"""The chain of acts on the office of each area, links, devices and tokens with an end of people.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

POSTGRESQL = (
    """create trigger office_event_no_change before update or delete on office_event
for each row execute function refuse_change()""",
    """create trigger office_event_no_truncate before truncate on office_event
for each statement execute function refuse_change()""",
)
SQLITE = (
    """create trigger office_event_no_update before update on office_event
begin select raise(abort, 'the trail is append-only'); end""",
    """create trigger office_event_no_delete before delete on office_event
begin select raise(abort, 'the trail is append-only'); end""",
    """create trigger office_event_no_replace before insert on office_event
when exists (select 1 from office_event where area = new.area and seq = new.seq)
begin select raise(abort, 'the trail is append-only'); end""",
)


def upgrade() -> None:
    """Create the tables; a known area begins its chain with its next act."""
    op.add_column("area", sa.Column("four_eyes", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("area", sa.Column("event_seq", sa.Integer(), server_default="0", nullable=False))
    op.add_column("area", sa.Column("event_hash", sa.String(), server_default="0" * 64, nullable=False))
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "office_event",
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("type", "actor", "actor_kind")),
        sa.Column("at", moment, nullable=False),
        sa.Column("payload", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("prev_hash", "hash")),
        sa.ForeignKeyConstraint(["area"], ["area.code"], name=op.f("fk_office_event_area_area")),
        sa.PrimaryKeyConstraint("area", "seq", name=op.f("pk_office_event")),
    )
    _people(moment)
    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)


def _people(moment: sa.DateTime) -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    to_account = ["user_account.id"]
    op.create_table(
        "one_time_link",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("user_id", number, nullable=False),
        sa.Column("ends_at", moment, nullable=False),
        sa.Column("used_at", moment, nullable=True),
        sa.Column(
            "told", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), server_default="{}", nullable=False
        ),
        sa.ForeignKeyConstraint(["user_id"], to_account, name=op.f("fk_one_time_link_user_id_user_account")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_one_time_link")),
    )
    op.create_index("ix_one_time_link_user_id", "one_time_link", ["user_id"])
    op.create_table(
        "known_device",
        sa.Column("user_id", number, nullable=False),
        sa.Column("device_hash", sa.String(), nullable=False),
        sa.Column("first_at", moment, nullable=False),
        sa.ForeignKeyConstraint(["user_id"], to_account, name=op.f("fk_known_device_user_id_user_account")),
        sa.PrimaryKeyConstraint("user_id", "device_hash", name=op.f("pk_known_device")),
    )
    op.add_column("api_token", sa.Column("ends_at", moment, nullable=True))
    op.create_table(
        "role_request",
        sa.Column("id", number, nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.Column("user_id", number, nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in ("role", "asked_by")),
        sa.Column("asked_at", moment, nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", moment, nullable=True),
        sa.Column("is_granted", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], to_account, name=op.f("fk_role_request_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_request")),
    )
    op.create_index("ix_role_request_area", "role_request", ["area", "decided_at"])


def downgrade() -> None:
    """Drop them, with their triggers."""
    for table in ("role_request", "known_device", "one_time_link", "office_event"):
        op.drop_table(table)
    with op.batch_alter_table("api_token") as token:
        token.drop_column("ends_at")
    with op.batch_alter_table("area") as area:
        for name in ("event_hash", "event_seq", "four_eyes"):
            area.drop_column(name)
