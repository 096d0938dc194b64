"""Fields of the form by their paths: named for notices, compared between two versions."""

import pytest

from permits.services.case.fields import differences, fields_of, is_under
from workflows import load_bundles


def test_a_notice_may_flag_parts_questions_and_fields_of_a_group() -> None:
    found = fields_of(load_bundles()["road-access"])

    assert {"applicant.name", "site.road", "answers.occupy", "answers.occupy.days"} <= found.keys()
    assert found["answers.occupy.days"].en.startswith(f"{found['answers.occupy'].en} ")
    assert not [path for path in found if path.startswith("answers.trees.")], "the rows of a list have no names"


@pytest.mark.parametrize(
    ("path", "is_inside"),
    [("site.road", True), ("answers.occupy.days", True), ("site.roadside", False), ("site", False)],
)
def test_a_field_holds_what_lies_inside_it_and_no_namesake(path: str, is_inside: bool) -> None:
    assert is_under(path, frozenset({"site.road", "answers.occupy"})) is is_inside


def test_what_differs_is_named_at_the_deepest_field() -> None:
    before = {"site": {"road": "紫琅路", "address": "1"}, "trees": [1], "gone": 1}
    after = {"site": {"road": "通盛大道", "address": "1"}, "trees": [1, 2], "new": {"a": 1}}

    assert differences(before, after) == {
        "site.road": ("紫琅路", "通盛大道"),
        "trees": ([1], [1, 2]),
        "gone": (1, None),
        "new": (None, {"a": 1}),
    }
