"""The SVG of a case: complete without colour, without eyes, and in the width it has."""

import pytest

from tests.workflows.pictures.test_diagrams import PLANNING, POLICE, ROADS, SVG, TREES, case, parsed
from workflows.pictures.casepath import LOOKS, CasePath, Lane, Step
from workflows.pictures.diagrams import case_svg


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


def test_the_end_is_dashed_until_it_is_reached() -> None:
    assert case_svg(case()).count('class="terminal"') == 2
    assert 'rx="18" fill="#ffffff"' in case_svg(case())
    assert 'rx="18" fill="#ffffff"' not in case_svg(case(is_finished=True))
