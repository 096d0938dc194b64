from sqlalchemy.dialects import postgresql

from permits.casefile.rows import PermitRow, WorkItemRow
from permits.casefile.rows.statements import children, children_of_many, opening


def sql(statement: object) -> str:
    return " ".join(str(statement.compile(dialect=postgresql.dialect())).split())  # type: ignore[attr-defined]


def test_a_case_is_locked_only_where_somebody_acts() -> None:
    assert sql(opening("application", True)).endswith("FOR UPDATE")
    assert "FOR UPDATE" not in sql(opening("application", False))


def test_a_case_is_found_in_its_area_by_itself_or_by_a_work_item() -> None:
    by_item = sql(opening("work_item", True))

    assert "SELECT work_item.application_id" in by_item
    assert all("application.area = %(area)s" in sql(opening(by, True)) for by in ("application", "work_item"))


def test_the_rows_of_a_case_come_oldest_first_with_the_columns_held() -> None:
    assert sql(children(PermitRow)).startswith("SELECT permit.id, permit.key, permit.suffix, permit.state")
    assert sql(children(PermitRow)).endswith("WHERE permit.application_id = %(id)s::BIGINT ORDER BY permit.id")


def test_the_rows_of_many_cases_name_theirs_first() -> None:
    assert sql(children_of_many(WorkItemRow)).startswith("SELECT work_item.application_id, work_item.id")


def test_a_statement_is_built_once() -> None:
    assert children(PermitRow) is children(PermitRow)
    assert opening("application", True) is opening("application", True)
