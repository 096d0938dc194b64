"""The format of bundle files, as the reader asks for it: noted while files are read, told as JSON Schema or a table."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from workflows.definition.tables import ANY_NAME, Key, Shape

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TEXT = {
    "type": "object",
    "properties": {"zh": {"type": "string", "minLength": 1}, "en": {"type": "string", "minLength": 1}},
    "required": ["zh", "en"],
    "additionalProperties": False,
}
SCAFFOLD = Path(__file__).with_name("scaffold.toml")
Schema = dict[str, object]
# what shared tables may hold: names of authorities and code tables; a bundle that includes them may leave the rest out
SHAREABLE = frozenset(
    {"departments", "refer_agencies", "approvers", "deficiency_codes", "refusal_codes", "condition_kinds", "fine_flags"}
)
REFERENCE = """# Keys of a bundle

Written by `flask bundles schema --markdown`: what the reader asks for.
[bundles.md](bundles.md) tells how a bundle is built. `extends` and `include` name what a file rests on;
`overlay` is written by the office, when it keeps a district's file whole."""
SPECIAL: Mapping[str, Schema] = {
    "text": {"$ref": "#/$defs/text"},
    "scalar": {"type": ["string", "number", "boolean"]},
    "words": {"type": "array", "items": {"type": "string"}},
}


def scaffold(key: str) -> str:
    """Return the text of a small sound bundle with this key."""
    return SCAFFOLD.read_text(encoding="utf-8").replace('"KEY"', f'"{key}"', 1)


def schema_of(shape: Shape) -> Schema:
    """Return the JSON Schema of bundle files, which editors check a file with while it is written."""
    found = {"$schema": DIALECT, "title": "Bundle", "$defs": {"text": TEXT}, **_object(shape)}
    tables = _inner(found, "properties")
    for name in SHAREABLE & tables.keys():
        _inner(_inner(tables, name), "additionalProperties").pop("required", None)
    return found


def overlay_schema_of(shape: Shape) -> Schema:
    """Return the JSON Schema of overlays: nothing is needed but the base and a version, and what is there may go."""
    found = _loose({"$schema": DIALECT, "title": "Overlay of a bundle", "$defs": {"text": TEXT}, **_object(shape)})
    return {**found, "required": ["extends", "version"]}


def _inner(schema: Schema, key: str) -> Schema:
    found = schema.get(key)
    return found if isinstance(found, dict) else {}


def _loose(schema: Schema) -> Schema:
    if schema == SPECIAL["words"]:
        changed = {"type": "object", "additionalProperties": False, "properties": {"add": schema, "remove": schema}}
        return {"anyOf": [schema, changed]}
    found = {key: value for key, value in schema.items() if key != "required"}
    for key in ("items", "additionalProperties"):
        if isinstance(found.get(key), dict):
            found[key] = _loose(_inner(found, key))
    if "properties" in found:
        inner = {key: _loose(one) for key, one in _inner(found, "properties").items() if isinstance(one, dict)}
        found["properties"] = {**inner, "remove": {"const": True}}
    return found


def _object(shape: Shape) -> Schema:
    named = {name: key for name, key in shape.keys.items() if name != ANY_NAME}
    beside = shape.keys.get(ANY_NAME)
    required = sorted(name for name in named if shape.needs(name))
    found: Schema = {"type": "object", "additionalProperties": _value(beside) if beside else False}
    if named:
        found["properties"] = {name: _value(key) for name, key in sorted(named.items())}
    return {**found, "required": required} if required else found


def _value(key: Key) -> Schema:
    if key.allowed:
        return {"enum": sorted(key.allowed)}
    if key.inner is not None:
        rows = _object(key.inner)
        return {"type": "array", "items": rows} if "array" in key.kinds else rows
    special = next((SPECIAL[kind] for kind in sorted(key.kinds) if kind in SPECIAL), None)
    if special or not key.kinds:
        return special or {}
    return {"type": sorted(key.kinds) if len(key.kinds) > 1 else min(key.kinds)}


def reference_of(shape: Shape) -> str:
    """Return the reference of every key in Markdown, a section for each table of the file."""
    parts = [REFERENCE, *(_section(title, part) for title, part in _tables("", shape))]
    return "\n\n".join(parts) + "\n"


def _tables(title: str, shape: Shape) -> Iterator[tuple[str, Shape]]:
    if title or any(key.inner is None for key in shape.keys.values()):
        yield title, shape
    for name, key in sorted(shape.keys.items()):
        if key.inner is not None:
            step = "NAME" if name == ANY_NAME else name
            path = f"{title}.{step}" if title else step
            yield from _tables(f"{path}[]" if "array" in key.kinds else path, key.inner)


def _section(title: str, shape: Shape) -> str:
    rows = ["| key | value | needed |", "|---|---|---|"]
    for name, key in sorted(shape.keys.items()):
        word = "NAME" if name == ANY_NAME else name
        rows.append(f"| `{word}` | {_kind(key)} | {'yes' if shape.needs(name) else ''} |")
    return "\n".join([f"## {title or 'At the top'}", "", *rows])


WORDS: Mapping[str, str] = {
    "text": "text, `{ zh, en }`",
    "scalar": "word, number, yes or no",
    "words": "list of words",
    "array": "list of tables",
    "object": "table",
    "string": "word",
    "integer": "whole number",
    "number": "number",
    "boolean": "yes or no",
}


def _kind(key: Key) -> str:
    if key.allowed:
        return ", ".join(f"`{word}`" for word in sorted(key.allowed) if word)
    return " or ".join(WORDS[kind] for kind in sorted(key.kinds)) or "see the shipped bundles"
