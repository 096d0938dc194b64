import pytest

from forms.part_fields import canonical, findings, masked, part_rows, shape_faults, worded
from workflows import FormField, form_fields, load_bundles

ROAD = load_bundles()["road-access"]
POINT = {"type": "Point", "coordinates": [120.9, 31.9]}


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("agent.name", 5, "Write this as text"),
        ("agent.name", "x" * 301, "At most %(count)s characters"),
        ("site.geometry", 5, "Send a GeoJSON geometry: its type (%(kinds)s) and its coordinates, nothing else"),
        ("project.type", "castle", "Choose one of: %(choices)s"),
        ("agent.name", "\u200b", "There is nothing to see in this: write it anew"),
    ],
)
def test_what_has_no_place_in_a_field_is_refused(path: str, value: object, said: str) -> None:
    assert [one.message for one in shape_faults(form_fields(ROAD)[path], value)] == [said]


@pytest.mark.parametrize(
    ("path", "value"),
    [("agent.name", "x" * 300), ("agent.name", None), ("project.type", ""), ("site.geometry", POINT)],
)
def test_what_fits_or_is_empty_is_no_fault(path: str, value: object) -> None:
    assert shape_faults(form_fields(ROAD)[path], value) == []


@pytest.mark.parametrize("path", ["applicant.uscc", "applicant.resident_id", "applicant.phone", "agent.phone"])
def test_numbers_are_checked_by_their_standard(path: str) -> None:
    field = form_fields()[path]

    assert findings(field, {field.key: "12"})
    assert findings(field, {field.key: ""}) == []


def test_a_number_is_checked_as_that_of_the_document_beside_it() -> None:
    field = form_fields()["applicant.resident_id"]

    assert findings(field, {"id_kind": "passport", "resident_id": "E12345678"}) == []
    assert findings(field, {"resident_id": "E12345678"})
    assert findings(field, {"id_kind": "passport", "resident_id": "11010519491231002X"})


def test_a_part_is_kept_in_canonical_form_without_what_is_empty() -> None:
    typed = {
        "name": " 甲\u202e乙 ",
        "uscc": "91320699 yydem0016r",
        "phone": "+86 138-0000-0000",
        "address": " ",
        "x": None,
    }

    assert canonical("applicant", typed) == {"name": "甲乙", "uscc": "91320699YYDEM0016R", "phone": "13800000000"}


@pytest.mark.parametrize("field", [one for one in form_fields().values() if one.kind in {"person_id", "phone"}])
def test_every_number_of_a_person_is_masked_in_data_and_in_words(field: FormField) -> None:
    number = "320699190001010016"

    assert "*" in str(masked(field.part, {field.key: number})[field.key])
    assert "*" in worded(field, number).en
    assert worded(field, number, is_masked=False).en == number


def test_what_is_not_declared_stays_as_it_is() -> None:
    assert masked("agent", {"nickname": "x", "name": "陈建", "phone": ""}) == {
        "nickname": "x",
        "name": "陈建",
        "phone": "",
    }


def test_a_value_is_said_in_words() -> None:
    fields = form_fields(ROAD)

    assert worded(fields["project.type"], "private").en == "Private or ordinary project"
    assert worded(fields["site.geometry"], POINT).en == "point"
    assert worded(fields["site.geometry"], {"type": "Point"}).en == "drawn"
    assert worded(fields["site.geometry"], {}).en == ""
    assert worded(fields["agent.name"], None).en == ""


def test_a_page_gets_the_rows_it_shows() -> None:
    parts = {"project": {"name": "二期", "type": "private"}, "site": {"road": "紫琅路"}}

    assert part_rows(ROAD, parts, "case", "zh") == [
        ("项目名称", "二期"),
        ("道口接入的道路", "紫琅路"),
        ("具体位置", ""),
        ("位置图形", ""),
    ]
