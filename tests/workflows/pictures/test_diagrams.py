"""Pictures of lifecycles and cases: complete, well-formed, readable without colour and without eyes."""

from datetime import date
from xml.etree import ElementTree as ET

import bpmn_io
import pytest

from workflows.definition.lifecycles import NAMES
from workflows.moving.engine import lifecycle
from workflows.pictures.casepath import CasePath, Lane, Step, flow_of
from workflows.pictures.diagrams import case_bpmn, case_mermaid, case_svg, lifecycle_mermaid

SVG, BPMN = "{http://www.w3.org/2000/svg}", "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
PLANNING = Step("planning", "规划意见", "done", date(2026, 5, 6), date(2026, 5, 8))
POLICE = Step("police", 'Police <agree> & "sign"; or: not', "claimed", date(2026, 5, 6))
ROADS = Step("roads", "道路决定", "waiting", after=("planning", "police", "never-heard-of"))
TREES = Step("trees", "树木决定", "refused", date(2026, 5, 6), date(2026, 5, 6))


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text)  # noqa: S314 - our own drawing, nothing from outside


def case(*, lang: str = "zh", is_finished: bool = False) -> CasePath:
    lanes = (
        Lane("planning", "规划部门", (PLANNING,)),
        Lane("police", "公安交警", (POLICE,)),
        Lane("roads", "市政道路", (ROADS,)),
        Lane("greening", "园林绿化", (TREES,)),
    )
    return CasePath("DK3206992026091700023", "受理", "办结", lanes, lang=lang, is_finished=is_finished)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_a_lifecycle_is_drawn_with_every_state_and_every_move(name: str, lang: str) -> None:
    found, drawn = lifecycle(name), lifecycle_mermaid(name, lang)

    assert drawn.startswith("stateDiagram-v2\n")
    assert f"[*] --> {found.initial}\n" in drawn
    assert all(f'state "{state.name.get(lang)}" as {state.key}\n' in drawn for state in found.states)
    for action in found.actions:
        for source in action.sources:
            assert f"{source} --> {action.target(source)}: {action.label.get(lang)}\n" in drawn


def test_mermaid_spells_out_what_it_would_take_for_syntax() -> None:
    drawn = case_mermaid(case())

    assert "Police #lt;agree#gt; & #quot;sign#quot;#59; or#58; not" in drawn
    assert 'subgraph lane_1["规划部门"]' in drawn
    assert "✓ 已办 05-06 – 05-08" in drawn


def test_bpmn_is_valid_and_laid_out_with_a_lane_a_department() -> None:
    drawn = case_bpmn(case())
    root = parsed(drawn)

    assert bpmn_io.check(drawn).ok
    assert [lane.get("name") for lane in root.iter(f"{BPMN}lane")] == ["规划部门", "公安交警", "市政道路", "园林绿化"]
    assert [task.get("name") for task in root.iter(f"{BPMN}userTask")][1] == POLICE.label
    assert drawn.count("<bpmndi:BPMNShape ") == len(flow_of(case()).nodes)
    assert drawn.count("<bpmndi:BPMNEdge ") == len(flow_of(case()).edges)


def test_a_case_without_steps_still_draws() -> None:
    empty = CasePath("x", "受理", "办结", ())

    assert "begin --> finish" in case_mermaid(empty)
    assert "受理" in case_svg(empty)


def test_control_characters_in_a_name_break_neither_bpmn_nor_svg() -> None:
    path = CasePath("a\x00b", "s", "e", (Lane("r", "R\x0b", (Step("s", "x\x1by\nz", "done"),)),))

    assert bpmn_io.check(case_bpmn(path)).ok
    assert parsed(case_svg(path)).findtext(f"{SVG}title") == "a b"
