"""The statutory holidays of a year, used until the State Council has issued its notice."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import holidays

from workflows import Text

NAMES: Mapping[str, Text] = MappingProxyType(
    {
        "New Year's Day": Text("元旦", "New Year's Day"),
        "Chinese New Year": Text("春节", "Spring Festival"),
        "Tomb-Sweeping": Text("清明节", "Tomb-Sweeping Day"),
        "Labor Day": Text("劳动节", "Labour Day"),
        "Dragon Boat": Text("端午节", "Dragon Boat Festival"),
        "Mid-Autumn": Text("中秋节", "Mid-Autumn Festival"),
        "National Day": Text("国庆节", "National Day"),
    }
)


def statutory_days(year: int, *, with_substitutes: bool) -> dict[date, tuple[Text, ...]]:
    """List the statutory holidays of a year, optionally with the substitute weekdays for those on a weekend.

    Two holidays may fall on one day. A State Council notice moves substitute days, never the holidays themselves.
    Law: Regulation on Public Holidays for National Annual Festivals and Memorial Days art. 2, 6.
    """
    known = holidays.country_holidays("CN", years={year}, observed=with_substitutes, language="en_US")
    found = {on: tuple(text for part, text in NAMES.items() if part in names) for on, names in known.items()}
    return {on: met for on, met in found.items() if met and on.year == year}
