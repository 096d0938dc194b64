"""Numbers without gaps: cases by day, documents by body and year."""

from typing import NoReturn

import pytest

from permits.casefile import ActContext
from permits.services.case.numbers import draw_case_number, draw_document_number
from tests.permits.lives import Life, moment

PREFIX = "江住建"


def draw_and_fail(context: ActContext, prefix: str) -> NoReturn:
    raise LookupError(draw_document_number(context, prefix))


def test_a_number_drawn_in_vain_is_drawn_again(life: Life) -> None:
    first = life.act("roads", draw_document_number, PREFIX)
    with pytest.raises(LookupError) as lost:
        life.act("roads", draw_and_fail, PREFIX)

    second = life.act("roads", draw_document_number, PREFIX)

    assert first != second == str(lost.value)


def test_documents_count_by_body_and_calendar_year(life: Life) -> None:
    first = life.act("roads", draw_document_number, PREFIX)
    other = life.act("roads", draw_document_number, "江公交")
    life.now = moment("2027-01-04 10:00")

    again = life.act("roads", draw_document_number, PREFIX)

    assert first.replace(PREFIX, "") == other.replace("江公交", "")
    assert first.replace("2026", "2027") == again


def test_cases_count_by_day(life: Life) -> None:
    today = [life.act("contractor", draw_case_number) for _ in range(2)]
    life.now = moment("2026-03-03 10:00")

    tomorrow = life.act("contractor", draw_case_number)

    # the last sign is a check digit
    assert today[0][:-1].replace("20260302", "20260303") == tomorrow[:-1]
    assert len({*today, tomorrow}) == 3
