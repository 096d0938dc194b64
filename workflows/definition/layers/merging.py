"""Lay what an overlay writes over its base: tables by key, rows by what names them, all else as a whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from workflows.definition.layers.nodes import Node
from workflows.definition.reading.faults import Fault
from workflows.errors import N_

# by the key of a list: what tells its rows apart; elsewhere the first of `USUAL` that every row has
ROW_NAMES: Mapping[str, tuple[str, ...]] = {
    "because": ("when",),
    "items": ("kind", "department"),
    "procedures": ("ground",),
    "sections": ("title",),
    "serial": ("department",),
    "shown_when": ("question",),
    "steps": ("from_month",),
}
USUAL = ("key", "value")
LANGUAGES = frozenset({"zh", "en"})
REMOVE, ADD = "remove", "add"
NOT_THERE = N_("%(place)s: the base has no %(name)s to remove")
SEVERAL = N_("%(place)s: the base has several rows called %(name)s: which one is meant?")
SAME = N_("%(place)s: the base says the same")


@dataclass(slots=True)
class Notes:
    """What is noted while files are laid over each other."""

    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    def refuse(self, node: Node, message: str, **params: object) -> None:
        """Note a fault where a node stands."""
        self.faults.append(_fault(node, message, params))

    def warn(self, node: Node, message: str) -> None:
        """Note a warning where a node stands."""
        self.warnings.append(_fault(node, message, {}))


def _fault(node: Node, message: str, params: Mapping[str, object]) -> Fault:
    said = {"place": f"{node.file}, {node.path}", **params}
    return Fault(node.file, node.line, node.path, message, said)


def laid_over(base: Node, over: Node, notes: Notes, *, key: str = "", naming: Iterable[str] = ()) -> Node:
    """Return a base with what an overlay writes in the place of what it says; the base is left as it is.

    `naming` are the keys of a row that only say which one is meant.
    """
    if base.table and over.table:
        if over.table.keys() <= LANGUAGES:
            return _replaced(base, Node({**base.table, **over.table}, over.layer, over.path), notes)
        return _tables(base, over, notes, naming)
    if base.rows and over.rows and all(one.table for one in (*base.rows, *over.rows)):
        named = _naming(key, base.rows)
        if named and all(_name(one, named) for one in over.rows):
            return _rows(base, over, notes, named)
    if isinstance(base.value, list) and over.table and over.table.keys() <= {ADD, REMOVE}:
        return _words(base, over, notes)
    return _replaced(base, over, notes)


def is_removal(node: Node) -> bool:
    """Return whether an overlay writes that something goes."""
    return REMOVE in node.table and node.table[REMOVE].value is True


def _replaced(base: Node, over: Node, notes: Notes) -> Node:
    if base.plain() == over.plain():
        notes.warn(over, SAME)
    return over


def _tables(base: Node, over: Node, notes: Notes, naming: Iterable[str]) -> Node:
    found = dict(base.table)
    for key, node in over.table.items():
        if is_removal(node):
            _remove(found, key, node, notes)
        elif key not in found:
            found[key] = node
        elif key not in naming:
            found[key] = laid_over(found[key], node, notes, key=key)
    return Node(found, over.layer, over.path)


def _remove(found: dict[str, Node], key: str, node: Node, notes: Notes) -> None:
    if found.pop(key, None) is None:
        notes.refuse(node, NOT_THERE, name=key)


def _rows(base: Node, over: Node, notes: Notes, naming: tuple[str, ...]) -> Node:
    found = list(base.rows)
    for node in over.rows:
        name = _name(node, naming)
        meant = [index for index, one in enumerate(found) if _name(one, naming) == name]
        if len(meant) > 1:
            notes.refuse(node, SEVERAL, name=name)
        elif meant and is_removal(node):
            del found[meant[0]]
        elif meant:
            found[meant[0]] = laid_over(found[meant[0]], node, notes, naming=naming)
        elif is_removal(node):
            notes.refuse(node, NOT_THERE, name=name)
        else:
            found.append(node)
    return Node(found, over.layer, over.path)


def _words(base: Node, over: Node, notes: Notes) -> Node:
    """Add words to a list of them and take others out of it."""
    gone = over.table[REMOVE].rows if REMOVE in over.table else []
    there = {str(one.value) for one in base.rows}
    for one in gone:
        if str(one.value) not in there:
            notes.refuse(one, NOT_THERE, name=one.value)
    values = {one.value for one in gone}
    kept = [one for one in base.rows if one.value not in values]
    added = over.table[ADD].rows if ADD in over.table else []
    return Node([*kept, *added], over.layer, over.path)


def _naming(key: str, rows: Iterable[Node]) -> tuple[str, ...]:
    if key in ROW_NAMES:
        return ROW_NAMES[key]
    return next(((one,) for one in USUAL if all(one in row.table for row in rows)), ())


def _name(row: Node, naming: Iterable[str]) -> str:
    return ":".join(_said(row.table[one]) for one in naming if one in row.table)


def _said(node: Node) -> str:
    return str(node.table["zh"].value) if "zh" in node.table else str(node.value)


def filled(own: Node, shared: Iterable[Node], *, takes_whole: bool) -> Node:
    """Return a file with what it leaves out and shared tables say; its own values win.

    A row takes what it leaves out from the shared row of its key. A table that the file has not is taken whole, but
    not by an overlay, whose base has it already.
    """
    found = dict(own.table)
    for tables in shared:
        for key, table in tables.table.items():
            if key not in found and takes_whole:
                found[key] = table
            elif key in found and found[key].table:
                rows = {name: _completed(row, table.table.get(name)) for name, row in found[key].table.items()}
                found[key] = Node(rows, found[key].layer, found[key].path)
    return Node(found, own.layer, own.path)


def _completed(row: Node, shared: Node | None) -> Node:
    if shared is None or not isinstance(row.value, dict) or is_removal(row):
        return row
    return Node({**shared.table, **row.table}, row.layer, row.path)
