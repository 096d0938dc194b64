"""The values of a bundle file with the file and the line each of them stands in."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from workflows.definition.reading.positions import lines_of, path_to


class Layer:
    """One file among those a bundle is made of."""

    def __init__(self, file: str, source: str) -> None:
        """Hold the text of a file; it is read when first asked for."""
        self.file = file
        self.source = source

    @cached_property
    def data(self) -> dict[str, object]:
        """The file's data.

        Raises:
            tomllib.TOMLDecodeError: it is no TOML.
        """
        return tomllib.loads(self.source)

    def says(self, key: str, value: str) -> bool:
        """Return whether a key of the file has a value, or none is asked for."""
        try:
            return value in ("", self.data.get(key))
        except tomllib.TOMLDecodeError:
            return False

    @cached_property
    def lines(self) -> Mapping[str, int]:
        """The line of each key and row, by path."""
        return lines_of(self.source)

    def root(self) -> "Node":
        """Return the values of the file."""
        return node_of(self.data, self, "")


@dataclass(slots=True)
class Node:
    """One value: a table or rows of nodes, or a leaf; `path` is its place in the file of its layer."""

    value: object
    layer: Layer
    path: str

    @property
    def table(self) -> "dict[str, Node]":
        """The inner nodes by key; empty for anything but a table."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def rows(self) -> "list[Node]":
        """The inner nodes in order; empty for anything but a list."""
        return self.value if isinstance(self.value, list) else []

    @property
    def file(self) -> str:
        """The file it stands in."""
        return self.layer.file

    @property
    def line(self) -> int:
        """The line it stands in; of the nearest place above that the file has."""
        return next((self.layer.lines[one] for one in above(self.path) if one in self.layer.lines), 1)

    def plain(self) -> object:
        """Return the value without its places."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


def node_of(data: object, layer: Layer, path: str) -> Node:
    """Return plain data as nodes of a file."""
    if isinstance(data, dict):
        return Node({key: node_of(one, layer, path_to(path, key)) for key, one in data.items()}, layer, path)
    if isinstance(data, list):
        return Node([node_of(one, layer, f"{path}[{index}]") for index, one in enumerate(data)], layer, path)
    return Node(data, layer, path)


def made_of(data: object, like: Node) -> Node:
    """Return plain data that no file holds, placed where another node stands."""
    if isinstance(data, dict):
        return Node({key: made_of(one, like) for key, one in data.items()}, like.layer, like.path)
    if isinstance(data, list):
        return Node([made_of(one, like) for one in data], like.layer, like.path)
    return Node(data, like.layer, like.path)


def places_of(node: Node, path: str = "") -> Iterator[tuple[str, Node]]:
    """Yield every node below one, by its path among the resolved values."""
    inner = [(path_to(path, key), one) for key, one in node.table.items()]
    inner += [(f"{path}[{index}]", one) for index, one in enumerate(node.rows)]
    for place, one in inner:
        yield place, one
        yield from places_of(one, place)


def above(path: str) -> Iterator[str]:
    """Yield a path and those above it, the nearest first."""
    while path:
        yield path
        cut = max(path.rfind("."), path.rfind("["))
        path = path[:cut] if cut > 0 else ""
