"""Diagrams of a lifecycle or a case as Mermaid, BPMN 2.0 and SVG."""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from html import escape

import bpmn_io

from workflows.moving.engine import lifecycle
from workflows.pictures.casepath import LOOKS, CasePath, Flow, Node, flow_of, span_of
from workflows.pictures.drawing import draw

NAMESPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'id="case" targetNamespace="urn:daokou:case" exporter="Daokou"'
)
TAGS = {"start": "startEvent", "step": "userTask", "gateway": "parallelGateway", "end": "endEvent"}


def lifecycle_mermaid(name: str, lang: str = "zh") -> str:
    """Format a lifecycle as a Mermaid state diagram.

    Raises:
        BundleError: the lifecycle's file is malformed.
    """
    found = lifecycle(name)
    lines = ["stateDiagram-v2"]
    lines += [f'  state "{_quoted(state.name.get(lang))}" as {state.key}' for state in found.states]
    lines.append(f"  [*] --> {found.initial}")
    for action in found.actions:
        label = _quoted(action.label.get(lang))
        lines += [f"  {source} --> {action.target(source)}: {label}" for source in action.sources]
    lines += [f"  {state.key} --> [*]" for state in found.states if state.final]
    return "\n".join(lines) + "\n"


def case_mermaid(path: CasePath) -> str:
    """Format the path of a case as a Mermaid flow chart, one box per department."""
    flow = flow_of(path)
    lines = ["flowchart LR", *_mermaid_lanes(flow, path.lang)]
    lines += [f"  {node.id}{_mermaid_shape(node)}" for node in flow.nodes if node.kind != "step"]
    lines += [f"  {source} --> {target}" for source, target in flow.edges]
    lines += [
        f"  classDef {state} fill:{look.fill},stroke:{look.stroke},color:#1b1f24" for state, look in LOOKS.items()
    ]
    return "\n".join(lines) + "\n"


def case_bpmn(path: CasePath) -> str:
    """Format the path of a case as BPMN 2.0 with a layout, one lane per department."""
    return _laid_out(_process(path))


def case_svg(path: CasePath) -> str:
    """Draw the path of a case as a standalone SVG that screen readers can read."""
    return draw(path, flow_of(path), case_bpmn(path))


@lru_cache(maxsize=64)
def _laid_out(process: str) -> str:
    return str(bpmn_io.layout_process(process))


def _mermaid_lanes(flow: Flow, lang: str) -> Iterator[str]:
    for number, (lane, nodes) in enumerate(_by_lane(flow).items(), start=1):
        yield f'  subgraph lane_{number}["{_quoted(lane)}"]'
        for node in nodes:
            if node.step:
                look = LOOKS[node.step.state]
                spoken = " ".join(filter(None, (look.sign, look.word.get(lang), span_of(node.step))))
                yield f'    {node.id}["{_quoted(node.label)}<br/>{spoken}"]:::{node.step.state}'
        yield "  end"


def _by_lane(flow: Flow) -> dict[str, list[Node]]:
    lanes: dict[str, list[Node]] = defaultdict(list)
    for node in flow.step_nodes():
        lanes[node.lane].append(node)
    return lanes


def _mermaid_shape(node: Node) -> str:
    return '{"+"}' if node.kind == "gateway" else f'(["{_quoted(node.label)}"])'


def _quoted(text: str) -> str:
    """Escape Mermaid syntax as entities; one line only."""
    marks = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", ";": "#59;", ":": "#58;"}
    return "".join(marks.get(letter, letter) for letter in " ".join(text.split()))


def _process(path: CasePath) -> str:
    flow = flow_of(path)
    named = [(f"flow_{number}", *edge) for number, edge in enumerate(flow.edges, start=1)]
    nodes = "".join(_element(node, named, path.lang) for node in flow.nodes)
    edges = "".join(f'<bpmn:sequenceFlow id="{key}" sourceRef="{a}" targetRef="{b}"/>' for key, a, b in named)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><bpmn:definitions {NAMESPACES}>'
        f'<bpmn:process id="path" name="{_attribute(path.title)}" isExecutable="false">'
        f"{_lane_set(flow)}{nodes}{edges}</bpmn:process></bpmn:definitions>"
    )


def _lane_set(flow: Flow) -> str:
    lanes = "".join(
        f'<bpmn:lane id="lane_{number}" name="{_attribute(name)}">'
        + "".join(f"<bpmn:flowNodeRef>{node.id}</bpmn:flowNodeRef>" for node in nodes)
        + "</bpmn:lane>"
        for number, (name, nodes) in enumerate(_by_lane(flow).items(), start=1)
    )
    return f'<bpmn:laneSet id="departments">{lanes}</bpmn:laneSet>' if lanes else ""


def _element(node: Node, edges: list[tuple[str, str, str]], lang: str) -> str:
    tag = TAGS[node.kind]
    direction = ""
    if node.kind == "gateway":
        direction = f' gatewayDirection="{"Diverging" if node.id.startswith("fork_") else "Converging"}"'
    name = f' name="{_attribute(node.label)}"' if node.label else ""
    said = f"<bpmn:documentation>{_attribute(_told(node, lang))}</bpmn:documentation>" if node.step else ""
    arriving = "".join(f"<bpmn:incoming>{key}</bpmn:incoming>" for key, _, target in edges if target == node.id)
    leaving = "".join(f"<bpmn:outgoing>{key}</bpmn:outgoing>" for key, source, _ in edges if source == node.id)
    return f'<bpmn:{tag} id="{node.id}"{name}{direction}>{said}{arriving}{leaving}</bpmn:{tag}>'


def _told(node: Node, lang: str) -> str:
    if node.step is None:
        return node.label
    return " · ".join(filter(None, (node.lane, LOOKS[node.step.state].word.get(lang), span_of(node.step))))


def _attribute(text: str) -> str:
    return escape(" ".join("".join(letter if letter.isprintable() else " " for letter in text).split()))
