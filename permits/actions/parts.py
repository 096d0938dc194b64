"""OpenAPI schemas of the parts of a form, from their declared fields; the service validates the values."""

from typing import Annotated

from pydantic import WithJsonSchema

from forms.checks.geometry import geometry_schema
from workflows import FormField, form_fields


def part_schema(part: str) -> dict[str, object]:
    """Return the schema of one part: its fields by key, each with its English name; an empty field counts as absent."""
    fields = [one for one in form_fields().values() if one.part == part]
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {one.key: _described(one) for one in fields},
    }


def _described(field: FormField) -> dict[str, object]:
    said: dict[str, object] = {"description": field.name.en}
    if field.kind == "geometry":
        return {**said, "anyOf": [geometry_schema(), {"type": "null"}]}
    text: dict[str, object] = {"type": "string", "maxLength": field.longest}
    if field.choices:
        text = {"type": "string", "enum": [*(str(one.value) for one in field.choices), ""]}
    return {**said, "anyOf": [text, {"type": "null"}]}


Applicant = Annotated[dict[str, object], WithJsonSchema(part_schema("applicant"))]
Agent = Annotated[dict[str, object], WithJsonSchema(part_schema("agent"))]
Project = Annotated[dict[str, object], WithJsonSchema(part_schema("project"))]
# the place is asked in the words of the matter
SITE = {"type": "object", "description": "The place, by the fields that `GET /bundles/{key}` lists as `form`"}
Site = Annotated[dict[str, object], WithJsonSchema(SITE)]
