"""What a permit costs: exact to the fen, day by day, and nothing that is not listed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.definition.test_catalogue import SOURCE
from workflows import Asked, Bundle, FeeLine, assess, load_bundles, parse_bundle, route, total_fen, yuan
from workflows.definition.capabilities import FeeRule
from workflows.definition.expressions import compile_expression
from workflows.definition.questions import Text
from workflows.errors import BundleError

ON = date(2026, 3, 2)
ROADS = "road-occupation"
NAMES = frozenset({"occupied_m2", "occupied_days", "broken_m2", "in_moratorium", "moratorium_fee_multiplier"})


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundles()["road-access"]


def asked(part: str = "carriageway", area: Any = 100, days: int = 30, **more: Any) -> Asked:
    return Asked({"road_class": "urban", "occupy": {"part": part, "area_m2": area, "days": days}, **more}, ON)


def excavation(**more: Any) -> FeeRule:
    def of(source: str) -> Any:
        return compile_expression(source, NAMES, place="fees")

    return FeeRule(
        key="reinstatement",
        permit=ROADS,
        name=Text("挖掘修复费", "Reinstatement charge"),
        unit=Text("平方米", "m²"),
        law=Text("《城市道路管理条例》第三十七条", "art. 37"),
        when=of("broken_m2 > 0.0"),
        quantity=of("broken_m2"),
        multiplier=of("in_moratorium ? moratorium_fee_multiplier : 1.0"),
        rate_fen=25_000,
        **more,
    )


@pytest.mark.parametrize(
    ("part", "days", "fen"),
    [
        ("carriageway", 1, 100 * 30),
        ("footway", 1, 100 * 20),
        ("carriageway", 30, 100 * 30 * 30),
        ("carriageway", 31, 100 * (30 * 30 + 45)),
        ("carriageway", 60, 100 * (30 * 30 + 30 * 45)),
        ("carriageway", 61, 100 * (30 * 30 + 30 * 45 + 60)),
        ("footway", 200, 100 * (30 * 20 + 30 * 30 + 140 * 40)),
    ],
)
def test_the_rate_steps_up_by_month_and_never_more_than_doubles(bundle: Bundle, part: str, days: int, fen: int) -> None:
    assert total_fen(assess(bundle, ROADS, asked(part, days=days))) == fen


@given(
    area=st.integers(1, 100_000).map(lambda tenths: Decimal(tenths) / 10),
    days=st.integers(0, 800),
    rate=st.integers(1, 5_000),
    steps=st.lists(st.tuples(st.integers(1, 4), st.integers(1, 60)), max_size=4),
    month_days=st.integers(1, 45),
    most=st.none() | st.integers(0, 800),
)
def test_it_is_the_sum_of_its_days(
    bundle: Bundle, area: Decimal, days: int, rate: int, steps: Any, month_days: int, most: int | None
) -> None:
    rising = [(1 + sum(m for m, _ in steps[: n + 1]), sum(p for _, p in steps[: n + 1])) for n in range(len(steps))]
    rule = replace(bundle.fees[0], rate_fen=rate, steps=tuple(rising), month_days=month_days)
    priced = replace(bundle, fees=(rule,))

    lines = assess(priced, ROADS, replace(asked(area=float(area), days=days), most_days=most))

    by_percent: dict[int, Decimal] = {}
    for day in range(min(days, days if most is None else most)):
        month = day // month_days + 1
        percent = max((plus for start, plus in rising if month >= start), default=0)
        at = by_percent.get(percent, Decimal(0))
        by_percent[percent] = at + area * rate * (100 + percent) / 100
    expected = {key: value for key, value in by_percent.items() if _fen(value)}
    assert abs(total_fen(lines) - sum(expected.values(), Decimal(0))) <= Decimal(len(lines)) / 2
    for percent, value in expected.items():
        mine = [line for line in lines if line.plus_percent == percent]
        if len(mine) == 1:
            assert mine[0].amount_fen == _fen(value)


def _fen(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def test_what_is_not_listed_costs_nothing(bundle: Bundle) -> None:
    answers: Mapping[str, Any] = {
        "excavate": {"area_m2": 45},
        "green": {"area_m2": 80, "months": 6},
        "utilities": {"works": ["lamp"]},
    }
    asks = Asked(answers, ON)

    assert [assess(bundle, key, asks) for key in bundle.permits] == [(), (), (), ()]


def test_breaking_a_road_in_its_moratorium_costs_a_multiple_once_a_rate_is_listed(bundle: Bundle) -> None:
    listed = replace(bundle, fees=(*bundle.fees, excavation()))
    free = Asked({"excavate": {"area_m2": 30}, "road_opened_on": "2015-06-30"}, ON)
    barred = Asked({"excavate": {"area_m2": 30}, "road_opened_on": "2023-06-30"}, ON)

    (plain,), (line,) = assess(listed, ROADS, free), assess(listed, ROADS, barred)

    assert (plain.amount_fen, line.amount_fen) == (30 * 25_000, 5 * 30 * 25_000)
    assert (line.days, line.to_data()["multiplier"]) == (None, "5")
    assert assess(listed, ROADS, replace(barred, most_days=0)) == ()


def test_every_listed_fee_names_its_law(bundle: Bundle) -> None:
    assert all("第三十七条" in rule.law.zh and "37" in rule.law.en for rule in bundle.fees)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("rate_fen = 30", "rate_fen = 0", "a rate and its month are at least 1"),
        ("rate_fen = 30", "rate_fen = 0.3", "rate_fen must be of kind integer"),
        ("from_month = 2, plus_percent = 50", "from_month = 1, plus_percent = 50", "steps rise month by month"),
        ("from_month = 3, plus_percent = 100", "from_month = 3, plus_percent = 40", "steps rise month by month"),
        ('permit = "road-occupation"\nname', 'permit = "road"\nname', "road is not defined"),
        ('quantity = "occupied_m2"', 'quantity = "lanes"', "names lanes, which is not declared"),
    ],
)
def test_a_mistake_in_a_rate_table_is_named(old: str, new: str, sentence: str) -> None:
    assert old in SOURCE
    with pytest.raises(BundleError) as refused:
        parse_bundle(SOURCE.replace(old, new, 1), "x.toml")

    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("fen", "said"), [(0, "¥0.00"), (5, "¥0.05"), (123_456_789, "¥1,234,567.89"), (-150, "-¥1.50")]
)
def test_amounts_are_written_in_yuan(fen: int, said: str) -> None:
    assert yuan(fen) == said


def test_a_line_rounds_half_a_fen_up_once(bundle: Bundle) -> None:
    (line,) = assess(bundle, ROADS, asked("footway", area=0.125, days=1))
    assert isinstance(line, FeeLine)
    assert (str(line.quantity), line.amount_fen) == ("1/8", 3)


@pytest.mark.parametrize(
    ("opened_on", "is_listed", "is_told"),
    [("2025-01-01", True, True), ("2025-01-01", False, False), ("2015-01-01", True, False)],
)
def test_a_multiplied_charge_is_announced_only_where_a_rate_is_listed_and_multiplied(
    bundle: Bundle, opened_on: str, is_listed: bool, is_told: bool
) -> None:
    listed = replace(bundle, fees=(excavation(),) if is_listed else ())
    said = {"road_class": "urban", "excavate": {"area_m2": 30}, "road_opened_on": opened_on}

    told = {one.key for one in route(listed, said, ON).warnings}

    assert ("moratorium_fee" in told) is is_told
    assert ("moratorium_variant" in told) is (opened_on == "2025-01-01")
