"""Officers are people on record with a law-enforcement number, two at least."""

import pytest

from permits.db import reading
from permits.errors import Invalid
from permits.services.case.officers import officers_on_record
from tests.permits.changes import act_context
from tests.permits.lives import Life


def test_records_name_officers_with_their_numbers(life: Life) -> None:
    with reading(life.engine) as conn:
        found = officers_on_record(act_context(life, conn), ["32069900301", "32069900201", "32069900301"], sentence="")

    assert found == ["刘路（32069900301）", "张警（32069900201）"]


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        (["32069900301", "李四"], "No officer with the law-enforcement number 李四 is on record"),
        (["32069900301", " 32069900301"], "two at least"),
        ([], "two at least"),
    ],
)
def test_a_name_is_no_officer(life: Life, numbers: list[str], said: str) -> None:
    with reading(life.engine) as conn, pytest.raises(Invalid) as refused:
        officers_on_record(act_context(life, conn), numbers, sentence="two at least")

    ((field, message, params),) = refused.value.problems
    assert (field, message % params) == ("officers", said)
