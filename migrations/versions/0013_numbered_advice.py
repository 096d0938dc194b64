"""The result of the questionnaire is kept as numbered advice.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    document = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.create_table(
        "advice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("area", "number", "code", "bundle", "bundle_version")
        ),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", document, nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("result", document, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice")),
        sa.UniqueConstraint("code", name=op.f("uq_advice_code")),
        sa.UniqueConstraint("area", "number", name=op.f("uq_advice_area_number")),
        sa.UniqueConstraint(
            "area",
            "bundle",
            "bundle_version",
            "given_on",
            "digest",
            name=op.f("uq_advice_area_bundle_bundle_version_given_on_digest"),
        ),
    )
    op.create_index("ix_advice_given_at", "advice", ["area", "given_at"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("advice")
