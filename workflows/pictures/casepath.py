"""The path of a case for diagrams: lanes of departments, steps and their order."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from workflows.definition.questions import Text

StepState = Literal["waiting", "open", "claimed", "suspended", "done", "refused", "cancelled"]


@dataclass(frozen=True, slots=True)
class Look:
    """The look of a state: colour, sign and word, never colour alone."""

    word: Text
    sign: str
    fill: str
    stroke: str


LOOKS: dict[StepState, Look] = {
    "waiting": Look(Text("待开启", "Waiting"), "…", "#f6f7f9", "#6b7480"),
    "open": Look(Text("待签收", "Open"), "○", "#fff6e0", "#8a5a00"),
    "claimed": Look(Text("办理中", "Being worked on"), "▶", "#e7f0fb", "#1f5fa8"),
    "suspended": Look(Text("已中止", "Stopped"), "‖", "#f3ebfa", "#6b3fa0"),
    "done": Look(Text("已办", "Done"), "✓", "#e6f4ea", "#1a6b32"),
    "refused": Look(Text("不同意", "Refused"), "✕", "#fdeaea", "#a4262c"),
    "cancelled": Look(Text("已取消", "Cancelled"), "-", "#eeeeee", "#5c5c5c"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the path; `label` is in the reader's language, `after` names step keys."""

    key: str
    label: str
    state: StepState
    from_on: date | None = None
    to_on: date | None = None
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """One department and its steps, in the order they began."""

    department: str
    name: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class CasePath:
    """A whole case: its beginning, its lanes and steps, its actual or expected end."""

    title: str
    start: str
    end: str
    lanes: tuple[Lane, ...]
    lang: str = "zh"
    is_finished: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the flow; a step has the name of its lane."""

    id: str
    kind: Literal["start", "step", "gateway", "end"]
    label: str = ""
    lane: str = ""
    step: Step | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """The path as a graph: every fork and join of more than one branch has its own gateway."""

    nodes: tuple[Node, ...]
    edges: tuple[tuple[str, str], ...]

    def step_nodes(self) -> tuple[Node, ...]:
        """Return the nodes that are steps."""
        return tuple(node for node in self.nodes if node.kind == "step")


def flow_of(path: CasePath) -> Flow:
    """Convert a path to a graph."""
    placed = [(lane, step) for lane in path.lanes for step in lane.steps]
    ids = {step.key: f"step_{number}" for number, (_, step) in enumerate(placed, start=1)}
    steps = tuple(Node(ids[step.key], "step", step.label, lane.name, step) for lane, step in placed)
    edges = list(_edges(placed, ids))
    gateways, edges = _with_gateways(edges)
    nodes = (Node("begin", "start", path.start), *steps, *gateways, Node("finish", "end", path.end))
    return Flow(nodes, tuple(edges))


def _edges(placed: list[tuple[Lane, Step]], ids: dict[str, str]) -> Iterator[tuple[str, str]]:
    followed: set[str] = set()
    for _, step in placed:
        before = [ids[key] for key in step.after if key in ids]
        followed.update(before)
        for source in before or ["begin"]:
            yield source, ids[step.key]
    for _, step in placed:
        if ids[step.key] not in followed:
            yield ids[step.key], "finish"
    if not placed:
        yield "begin", "finish"


def _with_gateways(edges: list[tuple[str, str]]) -> tuple[list[Node], list[tuple[str, str]]]:
    leaving = Counter(source for source, _ in edges)
    arriving = Counter(target for _, target in edges)
    forks = {node: f"fork_{node}" for node, count in leaving.items() if count > 1}
    joins = {node: f"join_{node}" for node, count in arriving.items() if count > 1}
    routed = [(forks.get(source, source), joins.get(target, target)) for source, target in edges]
    routed += list(forks.items())
    routed += [(gateway, node) for node, gateway in joins.items()]
    return [Node(name, "gateway") for name in (*forks.values(), *joins.values())], routed


def span_of(step: Step) -> str:
    """Format the beginning and end of a step; a running one has an open end."""
    if step.from_on is None:
        return ""
    if step.to_on is None:
        return f"{step.from_on:%m-%d} –"
    return f"{step.from_on:%m-%d}" if step.from_on == step.to_on else f"{step.from_on:%m-%d} – {step.to_on:%m-%d}"
