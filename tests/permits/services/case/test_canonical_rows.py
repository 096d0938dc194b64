"""Rows written before numbers were kept in one form are rewritten by a migration, and lookups take any form."""

import importlib.util
from types import ModuleType

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import column, select, table, update

from forms.part_fields import canonical
from permits.db import reading
from permits.models import Application, Company
from permits.models.base import Json
from permits.schema import MIGRATIONS
from tests.permits.lives import Life

CODE = "91320699YYDEM0016R"
ODD = {"kind": "company", "name": "通江建设", "uscc": " 91320699yydem-0016r\u200b"}
WIDE = "".join(chr(ord(one) + 0xFEE0) for one in "320699190001010016")
# as rows stood before they were encrypted
PLAIN = table("application", column("id"), column("applicant", Json), column("agent", Json))
AGENT = {"name": "陈建", "resident_id": WIDE, "phone": "+86 138-0000 0000"}


def migration() -> ModuleType:
    (path,) = (MIGRATIONS / "versions").glob("*_canonical_numbers.py")
    spec = importlib.util.spec_from_file_location("canonical_numbers", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_old_rows_are_rewritten_and_new_ones_stay(life: Life) -> None:
    case = life.submitted()
    with life.engine.begin() as conn:
        conn.execute(update(PLAIN).where(PLAIN.c.id == case).values(applicant=ODD, agent=AGENT))
        conn.execute(update(Company).where(Company.uscc == CODE).values(uscc=CODE.lower()))

    for _ in range(2):
        with life.engine.begin() as conn, Operations.context(MigrationContext.configure(conn)):
            migration().upgrade()

    with reading(life.engine) as conn:
        row = conn.execute(select(Application.applicant, Application.agent).where(Application.id == case)).one()
        assert CODE in conn.execute(select(Company.uscc)).scalars().all()
    assert row.applicant == canonical("applicant", row.applicant) == {**ODD, "uscc": CODE}
    assert (
        row.agent
        == canonical("agent", row.agent)
        == {**AGENT, "resident_id": "320699190001010016", "phone": "13800000000"}
    )
