from datetime import date
from typing import Any

import pytest

from permits.services.case.parties import checked_parts, warnings_about
from workflows import FIELD_PARTS, load_bundles

ROAD = load_bundles()["road-access"]
COMPANY = {"kind": "company", "name": " 通江建设 ", "uscc": "91320699YYDEM0016R"}


def check(applicant: Any = None, **parts: Any) -> tuple[dict[str, Any], list[str]]:
    whole = {**{key: {} for key in FIELD_PARTS}, "applicant": applicant or {}, **parts}
    found, problems = checked_parts(ROAD, whole, on=date(2026, 3, 2))
    return found, [field for field, _, _ in problems]


def test_what_is_right_comes_back_trimmed() -> None:
    found, problems = check(COMPANY, agent={"name": "陈建", "phone": None, "email": ""})

    assert problems == []
    assert found["applicant"]["name"] == "通江建设"
    assert found["agent"] == {"name": "陈建"}


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"applicant": {"kind": "club"}}, "applicant.kind"),
        ({"applicant": {"name": 5}}, "applicant.name"),
        ({"applicant": {"name": "x" * 301}}, "applicant.name"),
        ({"applicant": {"resident_id": "320699190001010017"}}, "applicant.resident_id"),
        ({"agent": {"phone": "12"}}, "agent.phone"),
        ({"agent": {"nickname": "x"}}, "agent.nickname"),
        ({"project": {"type": "castle"}}, "project.type"),
        ({"site": {"road": ["x"]}}, "site.road"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(parts: dict[str, Any], field: str) -> None:
    assert check(**parts)[1] == [field]


def test_a_credit_code_whose_check_character_does_not_fit_is_kept_with_a_warning() -> None:
    odd = {**COMPANY, "uscc": "91320699YYDEM0016X"}

    assert check(odd)[1] == []
    assert [field for field, _, _ in warnings_about(ROAD, {"applicant": odd})] == ["applicant.uscc"]
    assert warnings_about(ROAD, {"applicant": COMPANY}) == []


def test_the_number_of_another_kind_of_applicant_is_not_kept() -> None:
    person = {"kind": "person", "name": "陈建", "resident_id": "320699190001010016"}

    assert check({**person, "uscc": COMPANY["uscc"]})[0]["applicant"] == person
    assert "resident_id" not in check({**COMPANY, "resident_id": person["resident_id"]})[0]["applicant"]
