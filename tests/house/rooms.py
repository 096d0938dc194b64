"""Draw the rooms of the house from its imports, into docs/architecture.md: `python3 manage.py rooms`."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import TopologicalSorter

import grimp

from permits.config import ROOT

PAGE = ROOT / "docs" / "architecture.md"
FOLDERS = ("workflows", "forms", "permits", "tasks")
# rooms whose own rooms are drawn in a picture of their own
INSIDE = ("permits", "permits.services", "permits.queries", "workflows")
MARKS = "<!-- rooms of {0} -->\n", "<!-- end of {0} -->"
Graph = Mapping[str, frozenset[str]]


@cache
def imports() -> grimp.ImportGraph:
    """Read the imports of the product, those for types included."""
    return grimp.build_graph(*FOLDERS, exclude_type_checking_imports=False)


def rooms_of(parent: str) -> Graph:
    """Say which rooms inside `parent` import which others; without a parent, the four folders."""
    graph = imports()
    found: dict[str, set[str]] = defaultdict(set)
    for module in graph.modules:
        room = _room(module, parent)
        if room is None:
            continue
        found[room] |= set()
        below = (_room(one, parent) for one in graph.find_modules_directly_imported_by(module))
        found[room] |= {one for one in below if one is not None and one != room}
    return {room: frozenset(below) for room, below in found.items()}


def _room(module: str, parent: str) -> str | None:
    if not parent:
        return module.split(".", maxsplit=1)[0]
    if not module.startswith(f"{parent}."):
        return None
    return module.removeprefix(f"{parent}.").split(".")[0]


def floors(rooms: Graph) -> list[list[str]]:
    """Put the rooms on floors, ground first: a room stands above all that it imports."""
    sorter = TopologicalSorter(rooms)
    sorter.prepare()
    found = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        found.append(ready)
        sorter.done(*ready)
    return found


def direct(rooms: Graph) -> Graph:
    """Leave out arrows that a longer way already implies."""
    return {
        room: frozenset(one for one in below if not any(one in _reach(rooms, other) for other in below - {one}))
        for room, below in rooms.items()
    }


def _reach(rooms: Graph, room: str) -> frozenset[str]:
    below = rooms.get(room, frozenset())
    return below.union(*(_reach(rooms, one) for one in below))


def drawing(parent: str) -> str:
    """Draw the rooms inside `parent` as a Mermaid flow chart, the top floor first."""
    return "\n".join(_lines(rooms_of(parent)))


def _lines(rooms: Graph) -> Iterator[str]:
    yield "```mermaid"
    yield "flowchart TD"
    for number, floor in reversed(list(enumerate(floors(rooms), start=1))):
        yield f'  subgraph floor{number}["floor {number}"]'
        yield from (f"    {room}" for room in floor)
        yield "  end"
    for room, below in sorted(direct(rooms).items()):
        yield from (f"  {room} --> {one}" for one in sorted(below))
    yield "```"


def drawn(page: str) -> str:
    """Put the drawings of today between their marks on a page."""
    for parent in ("", *INSIDE):
        begin, end = (mark.format(parent or "the house") for mark in MARKS)
        before, _, rest = page.partition(begin)
        _, _, after = rest.partition(end)
        page = f"{before}{begin}{drawing(parent)}\n{end}{after}"
    return page


if __name__ == "__main__":
    PAGE.write_text(drawn(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
