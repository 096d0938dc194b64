"""Write the data of a bundle as TOML: tomllib only reads."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import TypeGuard

BARE = re.compile(r"[A-Za-z0-9_-]+\Z")
LANGUAGES = frozenset({"zh", "en"})


def toml_of(data: Mapping[str, object]) -> str:
    """Return data as the text of a TOML file, each table in its order; the same data give the same text."""
    return "\n".join(_table("", data)).strip("\n") + "\n"


def _table(path: str, data: Mapping[str, object]) -> Iterator[str]:
    """Yield the lines of a table: what fits a line first, then what stands under a header of its own.

    Rows of one table are all written one way, so that they keep their order.
    """
    tables = {key: value for key, value in data.items() if _is_table(value)}
    rows = {key: value for key, value in data.items() if not path and _is_rows(value)}
    if path and not any(_has_tables(one) for one in tables.values()):
        tables = {}
    yield from (f"{_key(key)} = {_line(one)}" for key, one in data.items() if key not in tables and key not in rows)
    for key in (key for key in data if key in tables or key in rows):
        inner = f"{path}.{_key(key)}" if path else _key(key)
        for row in rows.get(key, ()):
            yield from ("", f"[[{inner}]]", *_table(inner, row))
        if key in tables:
            yield from ("", f"[{inner}]", *_table(inner, tables[key]))


def _is_table(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, Mapping) and not (value and value.keys() <= LANGUAGES)


def _is_rows(value: object) -> TypeGuard[list[Mapping[str, object]]]:
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) for one in value)


def _has_tables(value: Mapping[str, object]) -> bool:
    return any(_is_table(one) or _is_rows(one) for one in value.values())


def _line(value: object) -> str:
    """Return a value after its key; rows stand on lines of their own."""
    return "\n".join(["[", *(f"  {_value(one)}," for one in value), "]"]) if _is_rows(value) else _value(value)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        return f"[{', '.join(_value(one) for one in value)}]"
    return str(value)  # numbers and days are written as they are read


def _string(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(key: str) -> str:
    return key if BARE.match(key) else _string(key)
