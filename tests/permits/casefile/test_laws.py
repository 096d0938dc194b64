"""An act rests on the law its matter declares for it, else on the general one."""

import pytest

from permits.casefile.laws import by_own_law, own_law
from workflows import ActionNotOpen, Article, load_bundles

ROAD, SHOP = load_bundles()["road-access"], load_bundles()["restaurant"]


@pytest.mark.parametrize(
    ("action", "permit", "law"),
    [
        ("report_emergency", "", "《城市道路管理条例》第三十四条"),
        ("request_inspection", "road-occupation", "《城市道路管理条例》第三十五条"),
        ("accept_inspection", "green-space", "《城市绿化条例》第十九条"),
        ("record_survival", "trees", "《城市绿化条例》第二十条"),
        ("check_site", "road-occupation", None),
        ("submit", "", None),
    ],
)
def test_the_matter_names_the_law_of_its_own_acts(action: str, permit: str, law: str | None) -> None:
    found = own_law(ROAD, action, permit)

    assert (found.zh if found else None) == law


@pytest.mark.parametrize(("action", "permit"), [("report_emergency", ""), ("request_inspection", "food-service")])
def test_a_matter_without_such_acts_names_none(action: str, permit: str) -> None:
    assert own_law(SHOP, action, permit) is None


def test_a_refusal_rests_on_the_matters_law_in_both_languages() -> None:
    with pytest.raises(ActionNotOpen) as refused, by_own_law(ROAD, "request_inspection", "trees"):
        raise ActionNotOpen(law="Administrative Licensing Law art. 61")

    assert refused.value.law == "Urban Greening Regulations art. 20"
    assert isinstance(refused.value.law, Article)
    assert refused.value.law.words.zh == "《城市绿化条例》第二十条"


def test_without_a_law_of_its_own_the_general_one_stands() -> None:
    with pytest.raises(ActionNotOpen) as refused, by_own_law(SHOP, "request_inspection", "food-service"):
        raise ActionNotOpen(law="Administrative Licensing Law art. 61")

    assert refused.value.law == "Administrative Licensing Law art. 61"
