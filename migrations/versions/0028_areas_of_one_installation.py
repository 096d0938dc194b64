"""The hosts at which the pages of an area are asked for; a company is one in all areas.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None
# companies are made one, and a second with the same code is refused
EXPANDS = False


# several areas may each have put the same company on record: the first record stays
ONE_COMPANY = (
    """UPDATE user_account SET company_id = (SELECT min(one.id) FROM company one
    JOIN company same ON same.uscc = one.uscc WHERE same.id = user_account.company_id) WHERE company_id IS NOT NULL""",
    """UPDATE application SET company_id = (SELECT min(one.id) FROM company one
    JOIN company same ON same.uscc = one.uscc WHERE same.id = application.company_id) WHERE company_id IS NOT NULL""",
    "DELETE FROM company WHERE id NOT IN (SELECT min(id) FROM company GROUP BY uscc)",
)


def upgrade() -> None:
    """Add the column; an area known before is found by its code alone. Make one company of those with one code."""
    document = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column("area", sa.Column("hosts", document, nullable=False, server_default="[]"))
    for statement in ONE_COMPANY:
        op.execute(statement)
    op.create_index("ix_company_uscc", "company", ["uscc"], unique=True)


def downgrade() -> None:
    """Drop the column and the index; companies that were made one stay one."""
    op.drop_index("ix_company_uscc", table_name="company")
    op.drop_column("area", "hosts")
