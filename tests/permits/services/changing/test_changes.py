"""What differs between two versions of a form, in words."""

from permits.services.case.worded import NOTHING
from permits.services.changing.changes import change_lines
from workflows import load_bundles

BUNDLE = load_bundles()["road-access"]


def test_a_field_is_called_as_it_is_declared_and_a_choice_said_in_words() -> None:
    (line,) = change_lines(BUNDLE, {"project": {"type": "private"}}, {"project": {"type": "infrastructure"}})

    assert line == {
        "label": {"zh": "项目类型", "en": "Kind of project"},
        "before": {"zh": "社会投资或一般项目", "en": "Private or ordinary project"},
        "after": {"zh": "基础设施项目", "en": "Public infrastructure"},
    }


def test_numbers_of_people_are_masked_and_what_is_empty_is_none() -> None:
    (line,) = change_lines(BUNDLE, {"agent": {"phone": None}}, {"agent": {"phone": "13800000000"}})

    assert (line["before"], line["after"]) == (NOTHING, "138****0000")


def test_a_shape_on_the_map_is_drawn_or_not() -> None:
    (line,) = change_lines(BUNDLE, {"site": {"geometry": {}}}, {"site": {"geometry": {"type": "Point"}}})

    assert (line["before"], line["after"]) == (NOTHING, {"zh": "已标绘", "en": "drawn"})


def test_a_question_is_called_as_the_bundle_asks_it() -> None:
    asked = {question.key: question for question in BUNDLE.questions}["access_kind"]

    (line,) = change_lines(BUNDLE, {"answers": {"access_kind": "temporary"}}, {"answers": {"access_kind": None}})

    assert line["label"] == {"zh": asked.label.zh, "en": asked.label.en}
    assert line["after"] == NOTHING


def test_a_field_of_an_earlier_declaration_is_called_by_its_key() -> None:
    (line,) = change_lines(BUNDLE, {"agent": {}}, {"agent": {"fax": "0513-1"}})

    assert (line["label"], line["after"]) == ({"zh": "fax", "en": "fax"}, "0513-1")


def test_a_group_names_its_fields_and_a_list_its_rows() -> None:
    before = {"answers": {"occupy": {"area_m2": 60}, "trees": []}}
    after = {"occupy": {"area_m2": 60, "days": 30}, "trees": [{"species": "香樟", "count": 2}]}

    group, rows = change_lines(BUNDLE, before, {"answers": after})

    assert group["after"]["zh"].startswith(group["before"]["zh"])
    assert group["after"]["zh"].count("；") == 1
    assert rows["before"] == NOTHING
    assert "香樟" in rows["after"]["zh"]


def test_only_the_changed_fields_are_told() -> None:
    before = {"site": {"road": "紫琅路", "address": "1"}, "project": {"name": "星湖新城"}}

    lines = change_lines(BUNDLE, before, {"site": {"road": "通盛大道"}})

    assert [(one["before"], one["after"]) for one in lines] == [("紫琅路", "通盛大道")]
