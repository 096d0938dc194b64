"""Numbers without gaps: cases by day, documents by body and year."""

from dataclasses import replace
from typing import NoReturn

import pytest

from permits.casefile import ActContext
from permits.documents.numbering import is_case_number, split_licence_number
from permits.services.case.numbers import draw_case_number, draw_document_number
from tests.bundles import bundle_of
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
    road = bundle_of(life.office)
    today = [life.act("contractor", draw_case_number, road) for _ in range(2)]
    life.now = moment("2026-03-03 10:00")

    tomorrow = life.act("contractor", draw_case_number, road)

    # the last sign is a check digit
    assert today[0][:-1].replace("20260302", "20260303") == tomorrow[:-1]
    assert len({*today, tomorrow}) == 3


def test_a_matter_has_letters_of_its_own_and_may_count_by_year(life: Life) -> None:
    road = bundle_of(life.office)
    yearly = replace(road, switches={**road.switches, "case_number_letters": "CYD", "case_number_per": "year"})

    drawn = []
    for day in ("2026-03-02 10:00", "2026-12-31 23:59", "2027-01-01 00:00"):
        life.now = moment(day)
        drawn.append(life.act("contractor", draw_case_number, yearly))

    assert [one[9:-1] for one in drawn] == ["20260000001", "20260000002", "20270000001"]
    assert all(one.startswith("CYD") and is_case_number(one) for one in drawn)
    assert all(split_licence_number(f"{one}-P1") == (one, "P1") for one in drawn)
