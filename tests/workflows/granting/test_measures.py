from datetime import date
from fractions import Fraction

import pytest

from workflows.granting.measures import Value, hours, measured, window

NIGHT = ((0, 360), (1200, 1440))


@pytest.mark.parametrize(
    ("measure", "said", "value"),
    [
        ("hours", "20:00-06:00", NIGHT),
        ("hours", "每日20：00～次日06：00施工", NIGHT),
        ("hours", "From 20:00 to 06:00.", NIGHT),
        ("hours", "20时至次日6时", NIGHT),
        ("hours", "09:00–17:00", ((540, 1020),)),
        ("hours", "夜间施工", None),
        ("hours", "00:00-24:00", None),
        ("hours", "9:00-12:00, 14:00-17:00", None),
        ("hours", "25:00-26:00", None),
        ("days", "30 days", Fraction(30)),
        ("days", "不超过30天", Fraction(30)),
        ("days", 30, Fraction(30)),
        ("days", "2026年10月20日", None),
        ("day", "2026年10月20日前完工", date(2026, 10, 20)),
        ("day", "2026-10-20", date(2026, 10, 20)),
        ("day", "2026-02-30", None),
        ("side", "只占用北侧", "north"),
        ("side", "south side only", "south"),
        ("side", "南北两侧，先北侧后南侧", None),
        ("area_m2", "不超过40.5平方米", Fraction(81, 2)),
        ("lanes", 1, Fraction(1)),
        ("lanes", True, None),
        ("lanes", "1 of 2 lanes", None),
        ("", "30", None),
    ],
)
def test_a_measure_is_read_as_people_write_it_and_nothing_is_guessed(
    measure: str, said: object, value: Value | None
) -> None:
    assert measured(measure, said) == value


@pytest.mark.parametrize("said", ["20:00-06:00", "09:00-17:00", "00:00-06:30", "18:15-24:00"])
def test_a_window_is_written_as_it_was_read(said: str) -> None:
    spans = hours(said)

    assert spans is not None
    assert window(spans) == said
