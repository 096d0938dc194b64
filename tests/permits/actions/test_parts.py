"""OpenAPI shows the fields of each part as they are declared."""

from permits.actions.parts import part_schema
from tests.offices import Office
from workflows import FIELD_PARTS, form_fields


def test_each_body_that_carries_a_form_shows_the_fields_of_its_parts(office: Office) -> None:
    schemas = office.caller("").get("/openapi.json")["components"]["schemas"]

    for shape in ("Draft", "Changes", "Parts"):
        assert "GET /bundles/{key}" in str(schemas[shape]["properties"]["site"])
        for part in FIELD_PARTS[:-1]:
            shown = schemas[shape]["properties"][part]
            fields = shown.get("properties") or shown["anyOf"][0]["properties"]
            assert list(fields) == [one.key for one in form_fields().values() if one.part == part], (shape, part)


def test_a_choice_lists_its_values_and_a_text_its_length() -> None:
    fields = part_schema("project")["properties"]

    assert isinstance(fields, dict)
    assert fields["type"]["anyOf"][0]["enum"] == ["private", "infrastructure", "provincial_key", "national_key", ""]
    assert fields["name"]["anyOf"][0]["maxLength"] == 300
    assert fields["name"]["description"] == "Name of the project"
