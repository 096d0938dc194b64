from datetime import UTC, date, datetime, timedelta

import pytest
from flask_openapi3.openapi import OpenAPI

from permits import clock
from permits.app.rendering import day, moment, relative_day, say_word
from workflows import SHANGHAI

THURSDAY = date(2026, 5, 28)


@pytest.mark.parametrize(("lang", "said"), [("zh", "2026年5月28日（周四）"), ("en", "Thu 28 May 2026")])
def test_a_day_is_written_as_the_reader_writes_it(app: OpenAPI, lang: str, said: str) -> None:
    with app.test_request_context(headers={"Accept-Language": lang}):
        assert day(THURSDAY) == said


def test_a_moment_is_one_of_the_office(app: OpenAPI) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert moment(datetime(2026, 5, 28, 16, 30, tzinfo=UTC)) == "Fri 29 May 2026 00:30"


@pytest.mark.parametrize(
    ("due_on", "said"),
    [
        (date(2027, 1, 15), "Due today"),
        (date(2027, 1, 18), "1 working day left"),
        (date(2027, 1, 20), "3 working days left"),
        (date(2027, 1, 14), "1 working day overdue"),
        (date(2027, 1, 8), "5 working days overdue"),
    ],
)
def test_a_due_day_is_told_in_working_days(app: OpenAPI, due_on: date, said: str) -> None:
    clock.set_offset((datetime(2027, 1, 15, 12, tzinfo=SHANGHAI) - clock.wall()) / timedelta(seconds=1))

    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert relative_day(due_on) == said


@pytest.mark.parametrize(
    ("kind", "code", "zh", "en"),
    [
        ("application", "in_review", "审批中", "In review"),
        ("kind", "co_approval", "会签", "Concurrence"),
        ("light", "green", "正常", "In time"),
        ("role", "unheard-of", "unheard-of", "unheard-of"),
    ],
)
def test_codes_are_said_in_words(app: OpenAPI, kind: str, code: str, zh: str, en: str) -> None:
    with app.test_request_context(headers={"Accept-Language": "zh"}):
        assert say_word(kind, code) == zh
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert say_word(kind, code) == en
