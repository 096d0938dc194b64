"""Pictures of lifecycles and cases: complete, well-formed, readable without colour and without eyes."""

from datetime import date
from xml.etree import ElementTree as ET

import bpmn_io
import pytest

from workflows.definition.lifecycles import NAMES
from workflows.moving.engine import lifecycle
from workflows.pictures.casepath import LOOKS, CasePath, Lane, Step, flow_of
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


def test_forks_and_joins_of_several_branches_have_gateways() -> None:
    flow = flow_of(case())
    edges = set(flow.edges)

    assert {node.id for node in flow.nodes if node.kind == "gateway"} == {"fork_begin", "join_step_3", "join_finish"}
    assert edges >= {("begin", "fork_begin"), ("step_1", "join_step_3"), ("join_step_3", "step_3")}
    assert edges >= {("step_3", "join_finish"), ("join_finish", "finish")}


def test_a_single_branch_needs_no_gateway() -> None:
    path = CasePath("x", "a", "b", (Lane("roads", "Roads", (TREES,)),))

    assert flow_of(path).edges == (("begin", "step_1"), ("step_1", "finish"))


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


def test_the_svg_stands_alone_and_is_told_to_those_who_cannot_see_it() -> None:
    root = parsed(case_svg(case()))
    spoken = root.findtext(f"{SVG}desc") or ""

    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "DK3206992026091700023"
    assert "规划部门, 规划意见, 已办, 05-06 – 05-08" in spoken
    assert all(step.label in spoken for step in (PLANNING, POLICE, ROADS, TREES))
    assert not list(root.iter(f"{SVG}style"))
    assert not list(root.iter(f"{SVG}script"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_each_step_is_shown_by_colour_sign_and_word(lang: str) -> None:
    root = parsed(case_svg(case(lang=lang)))
    groups = {group.get("class"): group for group in root.iter(f"{SVG}g")}

    assert set(groups) == {"step step-done", "step step-claimed", "step step-waiting", "step step-refused"}
    for state in ("done", "claimed", "waiting", "refused"):
        look, group = LOOKS[state], groups[f"step step-{state}"]
        box = group.find(f"{SVG}rect")
        assert box is not None
        assert (box.get("fill"), box.get("stroke")) == (look.fill, look.stroke)
        assert any(
            (text.text or "").startswith(f"{look.sign} {look.word.get(lang)}") for text in group.iter(f"{SVG}text")
        )


def test_a_long_label_is_broken_into_two_lines_and_kept_whole_in_the_title() -> None:
    label = "占用和挖掘城市道路并迁移附属管线以及临时占用城市绿地的综合行政许可决定"
    path = CasePath("x", "a", "b", (Lane("roads", "Roads", (Step("s", label, "open"),)),))
    group = next(parsed(case_svg(path)).iter(f"{SVG}g"))
    lines = [text.text or "" for text in group.iter(f"{SVG}text") if text.get("font-weight")]

    assert label in (group.findtext(f"{SVG}title") or "")
    assert len(lines) == 2
    assert label.startswith(lines[0])
    assert lines[1].endswith("…")


def test_a_case_without_steps_still_draws() -> None:
    empty = CasePath("x", "受理", "办结", ())

    assert "begin --> finish" in case_mermaid(empty)
    assert "受理" in case_svg(empty)


def test_the_end_is_dashed_until_it_is_reached() -> None:
    assert case_svg(case()).count('class="terminal"') == 2
    assert 'rx="18" fill="#ffffff"' in case_svg(case())
    assert 'rx="18" fill="#ffffff"' not in case_svg(case(is_finished=True))


def test_control_characters_in_a_name_break_neither_bpmn_nor_svg() -> None:
    path = CasePath("a\x00b", "s", "e", (Lane("r", "R\x0b", (Step("s", "x\x1by\nz", "done"),)),))

    assert bpmn_io.check(case_bpmn(path)).ok
    assert parsed(case_svg(path)).findtext(f"{SVG}title") == "a b"
