"""The working days of a range of years: official where the State Council's notice is known, else provisional."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType

import chinese_calendar

from permits.services.calendar.statutory_days import statutory_days
from workflows import MADE_UP, Day, Text

_NAMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "New Year's Day": ("元旦", "New Year's Day"),
        "Spring Festival": ("春节", "Spring Festival"),
        "Tomb-sweeping Day": ("清明节", "Tomb-Sweeping Day"),
        "Labour Day": ("劳动节", "Labour Day"),
        "Dragon Boat Festival": ("端午节", "Dragon Boat Festival"),
        "Mid-autumn Festival": ("中秋节", "Mid-Autumn Festival"),
        "National Day": ("国庆节", "National Day"),
        "Anti-Fascist 70th Day": ("抗战胜利70周年纪念日", "Victory Day, 70th Anniversary"),
    }
)
# the notice of each year; days of a break that was amended later name it too
_SOURCES: Mapping[int, str] = MappingProxyType(
    {
        2015: "国办发明电〔2014〕28号",
        2016: "国办发明电〔2015〕18号",
        2017: "国办发明电〔2016〕17号",
        2018: "国办发明电〔2017〕12号",
        2019: "国办发明电〔2018〕15号",
        2020: "国办发明电〔2019〕16号",
        2021: "国办发明电〔2020〕27号",
        2022: "国办发明电〔2021〕11号",
        2023: "国办发明电〔2022〕16号",
        2024: "国办发明电〔2023〕7号",
        2025: "国办发明电〔2024〕12号",
        2026: "国办发明电〔2025〕7号",
    }
)
_SATURDAY = 5


def official_days(first_year: int, last_year: int) -> list[Day]:
    """Return every day of these years: official where the notice is known, else statutory holidays and weekends.

    Law: Regulation on Public Holidays for National Annual Festivals and Memorial Days art. 2, 6.
    """
    announced = range(min(chinese_calendar.holidays).year, max(chinese_calendar.holidays).year + 1)
    years = range(first_year, last_year + 1)
    statutory = {
        on: names
        for year in sorted(set(years) - set(announced))
        for on, names in statutory_days(year, with_substitutes=True).items()
    }
    return [
        _announced(on) if year in announced else _provisional(on, statutory.get(on, ()))
        for year in years
        for on in _days_of(year)
    ]


def _days_of(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=number) for number in range((date(year + 1, 1, 1) - first).days)]


def _announced(on: date) -> Day:
    is_off, key = chinese_calendar.get_holiday_detail(on)
    source = _SOURCES.get(on.year, "")
    if not key:
        return Day(on, working=not is_off, source=source)
    name_zh, name_en = _NAMES[key]
    if is_off:
        return Day(on, working=False, name_zh=name_zh, name_en=name_en, source=source)
    return Day(
        on, working=True, name_zh=f"{name_zh}{MADE_UP}", name_en=f"{name_en}: make-up working day", source=source
    )


def _provisional(on: date, statutory: Sequence[Text]) -> Day:
    return Day(
        on,
        working=not statutory and on.weekday() < _SATURDAY,
        official=False,
        name_zh="、".join(name.zh for name in statutory),
        name_en=", ".join(name.en for name in statutory),
    )
