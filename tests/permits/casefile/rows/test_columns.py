from dataclasses import fields

import pytest

from permits.casefile.rows import Form, Held, PermitRow, columns, table_of
from permits.casefile.rows.columns import UNWRITTEN, held_columns, unwritten
from permits.casefile.writing.changes import ROW_CLASSES
from permits.models import Application, Permit


@pytest.mark.parametrize("row", ROW_CLASSES, ids=lambda row: row.__name__)
def test_a_row_class_holds_columns_of_its_table_by_their_key(row: type[Held]) -> None:
    names = [column.key for column in columns(row.model, row)]

    assert names[0] == "id"
    assert set(names) <= set(table_of(row.model).c.keys())
    assert set(names) == held_columns(row)


def test_the_form_is_part_of_the_application() -> None:
    assert [column.key for column in columns(Application, Form)] == [field.name for field in fields(Form)]


def test_a_row_not_written_yet_has_no_key_and_the_defaults_of_its_table() -> None:
    row = unwritten(PermitRow, {"key": "green-space", "state": "waiting", "law": {"zh": "", "en": ""}})

    assert isinstance(row, PermitRow)
    assert (row.id, row.key, row.version, row.is_moot, row.decision) == (UNWRITTEN, "green-space", 1, False, None)


def test_a_table_is_that_of_its_model() -> None:
    assert table_of(Permit).name == "permit"
