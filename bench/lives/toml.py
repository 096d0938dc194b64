"""Write a bundle's data as the TOML of a bundle file."""

import json
import re
from collections.abc import Iterator, Mapping

BARE = re.compile(r"[A-Za-z0-9_-]+")


def written(data: Mapping[str, object]) -> str:
    """Return the text of a bundle file: single values first, then each table, a line for each of its keys."""
    tables = {key: value for key, value in data.items() if isinstance(value, Mapping) or _is_tables(value)}
    lines = [f"{_name(key)} = {_value(value)}" for key, value in data.items() if key not in tables]
    for key, value in tables.items():
        lines += ["", *_table(key, value)]
    return "\n".join(lines) + "\n"


def _table(key: str, value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield f"[{_name(key)}]"
        yield from (f"{_name(inner)} = {_value(one)}" for inner, one in value.items())
    elif isinstance(value, list):
        for row in value:
            yield f"[[{_name(key)}]]"
            yield from (f"{_name(inner)} = {_value(one)}" for inner, one in row.items())


def _is_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _name(key: str) -> str:
    return key if BARE.fullmatch(key) else json.dumps(key)


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_name(key)} = {_value(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    # strings, numbers and booleans are written as in JSON
    return json.dumps(value, ensure_ascii=False)
