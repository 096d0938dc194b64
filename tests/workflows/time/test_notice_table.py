"""A notice as a table: rows of entries, a head, one row a holiday."""

import pytest

from workflows.time.notice_table import is_table, read_table

HEAD = "Holiday;From;To;make_up\n"


@pytest.mark.parametrize(
    ("cell", "day"),
    [("2026-1-1", "2026-01-01"), ("2026/01/01", "2026-01-01"), ("2026年1月1日", "2026-01-01"), ("46023", "2026-01-01")],
)
def test_days_are_read_as_people_type_them(cell: str, day: str) -> None:
    read = read_table(f"{HEAD}元旦;{cell};{cell};{cell}、{cell}\n")

    assert read.data["holidays"] == [
        {"name_zh": "元旦", "name_en": "New Year's Day", "from": day, "to": day, "make_up": [day, day]}
    ]
    assert read.lines == {"holidays.0": 2}


def test_an_entry_nobody_knows_is_named_with_its_line() -> None:
    (problem,) = read_table(f"\n备注;x\n{HEAD}").problems

    assert (problem.field, problem.params) == ("line 2", {"quote": "备注"})


def test_other_text_is_no_table() -> None:
    assert not is_table("一、元旦：1月1日放假。")
    assert not is_table("")
