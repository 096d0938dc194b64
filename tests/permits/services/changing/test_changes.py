"""What differs between two versions of a form, in words: label, before, after, and no number of a person."""

from typing import Any

from permits.services.changing.changes import NOTHING, change_lines
from workflows import load_bundles

BUNDLE = load_bundles()["road-access"]
RESIDENT_ID, PHONE = "320699190001010016", "13800000000"


def line(part: str, key: str, before: Any, after: Any) -> Any:
    (found,) = change_lines(BUNDLE, {part: {key: before}}, {part: {key: after}})
    return found


def test_an_answer_is_told_in_the_words_of_its_question() -> None:
    asked = next(one for one in BUNDLE.questions if one.key == "road_class")

    found = line("answers", "road_class", None, asked.options[0].value)

    assert found["label"] == {"zh": asked.label.zh, "en": asked.label.en}
    assert (found["before"], found["after"]["en"]) == (NOTHING, asked.options[0].label.en)


def test_a_group_names_its_fields_and_a_list_its_rows() -> None:
    group = line("answers", "occupy", {"area_m2": 60}, {"area_m2": 60, "days": 30})
    rows = line("answers", "trees", [], [{"species": "香樟", "count": 2}])

    assert group["after"]["zh"].startswith(group["before"]["zh"])
    assert group["after"]["zh"].count("；") == 1
    assert rows["before"] == NOTHING
    assert "香樟" in rows["after"]["zh"]


def test_numbers_of_a_person_are_masked_before_and_after() -> None:
    identity = line("agent", "resident_id", RESIDENT_ID, "320699190001010024")
    phone = line("agent", "phone", "", PHONE)

    assert RESIDENT_ID not in str(identity)
    assert "320699190001010024" not in str(identity)
    assert (phone["before"], PHONE in str(phone)) == (NOTHING, False)


def test_only_the_changed_fields_are_told() -> None:
    before = {"site": {"road": "紫琅路", "address": "1"}, "project": {"name": "星湖新城"}}

    lines = change_lines(BUNDLE, before, {"site": {"road": "通盛大道"}})

    assert [(one["before"], one["after"]) for one in lines] == [("紫琅路", "通盛大道")]
