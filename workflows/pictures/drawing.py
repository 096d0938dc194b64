"""Draw a laid-out case as SVG: colours as attributes and as classes, so that it works alone and can be themed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from unicodedata import east_asian_width

from workflows.definition.questions import Text
from workflows.pictures.casepath import LOOKS, CasePath, Flow, Node, span_of

WIDER = 1.7
MARGIN = 24
LINE_PIXELS = 150
INK, MUTED = "#1b1f24", "#4a525c"
FONT = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
SHAPE = re.compile(
    r'<bpmndi:BPMNShape[^>]*bpmnElement="(?P<of>[^"]+)"[^>]*>\s*'
    r'<dc:Bounds x="(?P<x>[-\d.]+)" y="(?P<y>[-\d.]+)" width="(?P<w>[-\d.]+)" height="(?P<h>[-\d.]+)"'
)
EDGE = re.compile(r"<bpmndi:BPMNEdge[^>]*>(?P<points>.*?)</bpmndi:BPMNEdge>", re.DOTALL)
WAYPOINT = re.compile(r'<di:waypoint x="([-\d.]+)" y="([-\d.]+)"')
ARROW = (
    '<defs><marker id="case-diagram-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
    f'orient="auto"><path d="M0 0 8 4 0 8z" fill="{MUTED}"/></marker></defs>'
)
SUMMARY = Text("办理路径", "Path of the case")


@dataclass(frozen=True, slots=True)
class Box:
    """The place of a node, widened for text."""

    x: float
    y: float
    width: float
    height: float


def draw(path: CasePath, flow: Flow, bpmn: str) -> str:
    """Draw the flow at the places of the laid-out BPMN."""
    boxes = {found["of"]: _box(found) for found in SHAPE.finditer(bpmn)}
    width = max(box.x + box.width for box in boxes.values()) + MARGIN
    height = max(box.y + box.height for box in boxes.values()) + MARGIN
    parts = [
        _opening(width, height),
        f'<title id="case-diagram-title">{_clean(path.title)}</title>',
        f'<desc id="case-diagram-desc">{_clean(_aloud(path, flow))}</desc>',
        ARROW,
        *(_line(found["points"]) for found in EDGE.finditer(bpmn)),
        *(part for node in flow.nodes if node.id in boxes for part in _node(node, boxes[node.id], path)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _opening(width: float, height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="case-diagram" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" role="img" aria-labelledby="case-diagram-title case-diagram-desc" '
        f'font-family="{escape(FONT)}" font-size="12">'
    )


def _box(found: re.Match[str]) -> Box:
    x, y, width, height = (float(found[name]) for name in ("x", "y", "w", "h"))
    return Box(x * WIDER, y, width * WIDER, height)


def _line(points: str) -> str:
    placed = " ".join(f"{float(x) * WIDER:g},{float(y):g}" for x, y in WAYPOINT.findall(points))
    return (
        f'<polyline class="edge" points="{placed}" fill="none" stroke="{MUTED}" stroke-width="1.5" '
        'marker-end="url(#case-diagram-arrow)"/>'
    )


def _node(node: Node, box: Box, path: CasePath) -> Iterator[str]:
    if node.kind == "gateway":
        yield from _gateway(box)
    elif node.step is None:
        yield from _terminal(node, box, is_reached=node.kind == "start" or path.is_finished)
    else:
        yield from _step(node, box, path.lang)


def _gateway(box: Box) -> Iterator[str]:
    x, y = box.x + box.width / 2, box.y + box.height / 2
    corners = f"{x:g},{box.y:g} {box.x + box.width:g},{y:g} {x:g},{box.y + box.height:g} {box.x:g},{y:g}"
    yield f'<polygon class="gateway" points="{corners}" fill="#ffffff" stroke="{MUTED}" stroke-width="1.5"/>'
    yield f'<path d="M{x - 8:g} {y:g}h16M{x:g} {y - 8:g}v16" stroke="{MUTED}" stroke-width="2.5"/>'


def _terminal(node: Node, box: Box, *, is_reached: bool) -> Iterator[str]:
    x, y = box.x + box.width / 2, box.y + box.height / 2
    fill, dashes = ("#dfe5ec", "") if is_reached else ("#ffffff", ' stroke-dasharray="4 3"')
    yield (
        f'<rect class="terminal" x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" '
        f'rx="{box.height / 2:g}" fill="{fill}" stroke="{INK}" stroke-width="1.5"{dashes}/>'
    )
    below = box.y + box.height + 16
    yield f'<text x="{x:g}" y="{below:g}" text-anchor="middle" fill="{INK}">{_clean(node.label)}</text>'
    mark = "●" if node.kind == "start" else "■"
    yield f'<text x="{x:g}" y="{y + 4:g}" text-anchor="middle" fill="{INK}" aria-hidden="true">{mark}</text>'


def _step(node: Node, box: Box, lang: str) -> Iterator[str]:
    if node.step is None:
        return
    look, dashes = LOOKS[node.step.state], ' stroke-dasharray="5 3"' if node.step.state == "waiting" else ""
    yield f'<g class="step step-{node.step.state}"><title>{_clean(_spoken(node, lang))}</title>'
    yield (
        f'<rect x="{box.x:g}" y="{box.y:g}" width="{box.width:g}" height="{box.height:g}" rx="6" '
        f'fill="{look.fill}" stroke="{look.stroke}" stroke-width="1.5"{dashes}/>'
    )
    x = box.x + 10
    yield f'<text x="{x:g}" y="{box.y + 17:g}" font-size="11" fill="{MUTED}">{_clean(_cut(node.lane))}</text>'
    for number, line in enumerate(_wrapped(node.label)):
        y = box.y + 34 + 15 * number
        yield f'<text x="{x:g}" y="{y:g}" font-weight="600" fill="{INK}">{_clean(line)}</text>'
    said = " ".join(filter(None, (look.sign, look.word.get(lang), span_of(node.step))))
    yield f'<text x="{x:g}" y="{box.y + 70:g}" font-size="11" fill="{look.stroke}">{_clean(_cut(said))}</text></g>'


def _aloud(path: CasePath, flow: Flow) -> str:
    steps = "; ".join(_spoken(node, path.lang) for node in flow.step_nodes())
    return f"{SUMMARY.get(path.lang)}: {path.start} → {steps} → {path.end}"


def _spoken(node: Node, lang: str) -> str:
    if node.step is None:
        return node.label
    word = LOOKS[node.step.state].word.get(lang)
    return ", ".join(filter(None, (node.lane, node.label, word, span_of(node.step))))


def _wrapped(label: str) -> list[str]:
    """Break a label into at most two lines; the rest is cut, the title holds it whole."""
    head = _fitting(label)
    rest = label[len(head) :].strip()
    return [head.strip(), _cut(rest)] if rest else [head]


def _fitting(text: str) -> str:
    """Return the longest prefix that fits on a line, ending at a word boundary where there is one."""
    used = 0
    for place, letter in enumerate(text):
        used += _pixels(letter)
        if used > LINE_PIXELS:
            space = text.rfind(" ", 0, place + 1)
            return text[:space] if space > 0 else text[:place]
    return text


def _cut(text: str) -> str:
    if sum(map(_pixels, text)) <= LINE_PIXELS:
        return text
    while sum(map(_pixels, text)) > LINE_PIXELS - 10:
        text = text[:-1]
    return text.rstrip() + "…"


def _pixels(letter: str) -> int:
    return 12 if east_asian_width(letter) in {"W", "F"} else 7


def _clean(text: str) -> str:
    return escape("".join(letter if letter.isprintable() else " " for letter in text))
