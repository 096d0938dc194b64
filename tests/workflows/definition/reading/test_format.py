"""The format that the reader asks for, as JSON Schema and as a list."""

from workflows.definition.reading.format import reference_of, scaffold, schema_of
from workflows.definition.tables import Shape, Table


def read(*files: dict[str, object]) -> Shape:
    """Read tables as a reader would: a word, an optional number, one of two words, rows and named tables."""
    shape = Shape()
    for number, data in enumerate(files):
        table = Table(data, f"{number}.toml", [], shape)
        table.take("key", str)
        table.get("most", int, None)
        table.one_of("kind", ("one", "two"), "one")
        table.text("name")
        for row in table.tables("rows"):
            row.words("names")
        for inner in table.named("parts").values():
            inner.scalars()
    return shape


FILE = {"key": "a", "name": {"zh": "甲", "en": "a"}, "rows": [{}], "parts": {"x": {"y": 1}, "z": {}}}


def test_the_schema_has_every_key_and_no_other() -> None:
    found = schema_of(read(FILE, {"key": "b"}))

    assert found["additionalProperties"] is False
    assert found["required"] == ["key", "name", "parts"]
    assert found["properties"] == {
        "key": {"type": "string"},
        "most": {"type": "integer"},
        "kind": {"enum": ["one", "two"]},
        "name": {"$ref": "#/$defs/text"},
        "rows": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {"names": {"type": "array", "items": {"type": "string"}}},
            },
        },
        "parts": {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": {"type": ["string", "number", "boolean"]},
            },
        },
    }


def test_the_list_has_a_section_for_each_table() -> None:
    told = reference_of(read(FILE))

    assert [line for line in told.splitlines() if line.startswith("## ")] == [
        "## At the top",
        "## parts",
        "## parts.NAME",
        "## rows[]",
    ]
    assert "| `kind` | `one`, `two` |  |" in told
    assert "| `key` | word | yes |" in told


def test_a_scaffold_has_the_key_it_was_asked_for() -> None:
    assert 'key = "street-music"' in scaffold("street-music")
