"""A definition that contradicts itself is found out: one fault planted at a time."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from pathlib import Path
from time import perf_counter

import pytest

from workflows.checking import soundness
from workflows.checking.soundness import MESSAGES, Finding, Report, check_bundle, check_lifecycle, examine
from workflows.definition.bundle import Bundle, ItemRule
from workflows.definition.catalogue import load_bundles, parse_bundle
from workflows.definition.lifecycles import NAMES, Lifecycle, read_lifecycle

ON = date(2026, 6, 1)
TEXT = '{ zh = "文", en = "text" }'
TINY = f"""
key = "tiny"
version = "1"
name = {TEXT}
law = {TEXT}
lead_department = "roads"
nothing_needed = {{ message = {TEXT}, law = {TEXT} }}
join = {{ kind = "all", on_refusal = "finish_all" }}
remedies = {{ reconsideration_days = 60, lawsuit_months = 6, text = {TEXT} }}
switches = {{}}
derived = {{}}
refer_agencies = {{}}
deficiency_codes = {{}}
refusal_codes = {{}}
condition_kinds = {{}}
gates = []
warnings = []

[limits]
intake_working_days = 5
intake_target_working_days = 1
department_check_working_days = 2
verification = 20
supplement_working_days = 10
committed = 7
statutory = 20
statutory_extension = 10
joint = 45
joint_extension = 15
delivery = 10
delivery_target = 1
closing = 10
government = 20
supervision_answer_working_days = 3
explanation_working_days = 3

[departments]
roads = {{ name = {TEXT}, short = {TEXT}, limit_working_days = 5 }}
police = {{ name = {TEXT}, short = {TEXT}, limit_working_days = 3 }}

[[questions]]
key = "digs"
kind = "flag"
label = {TEXT}

[[questions]]
key = "fells"
kind = "flag"
label = {TEXT}

[facts]
digs = {{ from = "digs" }}
fells = {{ from = "fells" }}

[permits.dig]
suffix = "P1"
name = {TEXT}
short = {TEXT}
department = "roads"
law = {TEXT}
document = {TEXT}
not_needed = {TEXT}
validity = {{ renewable = false, text = {TEXT} }}
serial_order = 1
serial = []
because = [{{ when = "digs", reason = {TEXT}, law = {TEXT} }}]

[[permits.dig.items]]
kind = "co_approval"
department = "police"
when = "true"
blocks = true
reason = {TEXT}
law = {TEXT}

[[permits.dig.items]]
kind = "decision"
department = "roads"
when = "true"
parallel = true
after = ["dig:police:co_approval"]
reason = {TEXT}
law = {TEXT}

[permits.fell]
suffix = "P2"
name = {TEXT}
short = {TEXT}
department = "roads"
law = {TEXT}
document = {TEXT}
not_needed = {TEXT}
validity = {{ renewable = false, text = {TEXT} }}
serial_order = 2
serial = []
because = [{{ when = "fells", reason = {TEXT}, law = {TEXT} }}]
items = [{{ kind = "decision", department = "roads", when = "true", reason = {TEXT}, law = {TEXT} }}]

[materials]
M01 = {{ name = {TEXT}, permits = ["dig", "fell"] }}
"""
LOOP = """
key = "small"
name = { zh = "小", en = "Small" }
initial = "open"
state = [
  { key = "open", name = { zh = "开", en = "Open" } },
  { key = "done", name = { zh = "完", en = "Done" }, final = true },
]
[[action]]
name = "finish"
label = { zh = "完成", en = "Finish" }
from = ["open"]
to = "done"
roles = ["clerk"]
guards = ["assignee"]
"""
ROOM = '  { key = "room", name = { zh = "室", en = "Room" } },\n]'
MORE = '\n[[action]]\nname = "more"\nlabel = { zh = "多", en = "More" }\nfrom = ["%s"]\nto = "%s"\nroles = ["clerk"]\n'


def tiny() -> Bundle:
    return parse_bundle(TINY, "tiny.toml")


def with_items(bundle: Bundle, key: str, items: Collection[ItemRule]) -> Bundle:
    changed = replace(bundle.permits[key], items=tuple(items))
    return replace(bundle, permits={**bundle.permits, key: changed})


def kinds(report: Report) -> set[tuple[str, str]]:
    return {(finding.kind, finding.place) for finding in report.findings}


def small(tmp_path: Path, text: str) -> Lifecycle:
    path = tmp_path / "small.toml"
    path.write_text(text, encoding="utf-8")
    return read_lifecycle(path)


@pytest.mark.parametrize("name", NAMES)
def test_every_lifecycle_of_the_house_is_sound(name: str) -> None:
    assert check_lifecycle(name) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (LOOP, set()),
        (LOOP.replace("]\n[[", ROOM + "\n[[", 1), {("unreachable_state", "small: room")}),
        (LOOP.replace("]\n[[", ROOM + "\n[[", 1) + MORE % ("open", "room"), {("deadlock", "small: room")}),
        (LOOP + MORE % ("done", "open"), {("final_left", "small: done")}),
        (LOOP.replace('"assignee"', '"asignee"'), {("unknown_guard", "small: finish: asignee")}),
        (
            LOOP.replace('"small"', '"permit"'),
            {("unfit_guard", "permit: finish: assignee")},
        ),
        (LOOP.replace('"clerk"', '"clark"'), {("unknown_role", "small: finish: clark")}),
        (
            LOOP.replace("]\n[[", ROOM + "\n[[", 1) + MORE % ("room", "done"),
            {("unreachable_state", "small: room"), ("dead_move", "small: more")},
        ),
        (
            LOOP.replace('to = "done"', 'to = "open"'),
            {("deadlock", "small: open"), ("unreachable_state", "small: done")},
        ),
    ],
)
def test_a_fault_planted_in_a_lifecycle_is_found(tmp_path: Path, text: str, found: set[tuple[str, str]]) -> None:
    assert {(finding.kind, finding.place) for finding in examine(small(tmp_path, text))} == found


def test_a_circle_without_a_way_out_is_found(tmp_path: Path) -> None:
    text = LOOP.replace("]\n[[", ROOM + "\n[[", 1) + MORE % ("open", "room") + (MORE % ("room", "back"))
    text = text.replace("]\n[[", '  { key = "back", name = { zh = "回", en = "Back" } },\n]\n[[', 1)
    text += (MORE % ("back", "room")).replace('"more"', '"again"')

    assert [(finding.kind, finding.place) for finding in examine(small(tmp_path, text))] == [
        ("final_unreachable", "small: back"),
        ("final_unreachable", "small: room"),
    ]


def test_a_tiny_sound_bundle_has_no_findings() -> None:
    report = check_bundle(tiny(), ON)

    assert report.findings == ()
    assert report.is_sound
    assert report.routes == 4  # nothing, dig, fell, both
    assert report.combinations > report.explored > 0


def test_the_bundles_of_the_house_are_sound_and_soon_walked() -> None:
    began = perf_counter()
    reports = [check_bundle(bundle, ON) for bundle in load_bundles().values()]

    assert {report.bundle: report.findings for report in reports} == {report.bundle: () for report in reports}
    assert perf_counter() - began <= 10


def test_a_permit_and_a_paper_no_answer_reaches_are_found() -> None:
    text = (
        TINY.replace('when = "fells"', 'when = "fells && !fells"') + f'M02 = {{ name = {TEXT}, permits = ["fell"] }}\n'
    )

    assert kinds(check_bundle(parse_bundle(text, "tiny.toml"), ON)) == {
        ("permit_never_required", "fell"),
        ("item_never_needed", "fell:roads:decision"),
        ("material_never_needed", "M02"),
    }


def test_work_for_a_department_the_bundle_does_not_have_is_found() -> None:
    found = tiny()
    items = [replace(found.permits["fell"].items[0], department="moon")]

    assert kinds(check_bundle(with_items(found, "fell", items), ON)) == {("unknown_department", "fell:moon:decision")}


def test_items_that_wait_for_each_other_are_found_with_what_follows_from_it() -> None:
    found = tiny()
    agreement, decision = found.permits["dig"].items
    items = [replace(agreement, after=(decision.id,)), replace(decision, parallel=False)]

    assert kinds(check_bundle(with_items(found, "dig", items), ON)) == {
        ("cycle", "dig:police:co_approval, dig:roads:decision"),
        ("join_never_finishes", "dig"),
        ("item_never_done", "dig:police:co_approval"),
        ("item_never_done", "dig:roads:decision"),
    }


def test_an_agreement_that_can_never_be_given_leaves_only_refusal() -> None:
    found = tiny()
    agreement, decision = found.permits["dig"].items
    items = [replace(agreement, after=(decision.id,)), decision]

    assert ("never_granted", "dig") in kinds(check_bundle(with_items(found, "dig", items), ON))


def test_a_permit_nobody_decides_is_found() -> None:
    found = tiny()
    report = check_bundle(with_items(found, "dig", found.permits["dig"].items[:1]), ON)

    assert kinds(report) == {("no_decision", "dig"), ("join_never_finishes", "dig")}


def test_a_permit_decided_by_two_is_found() -> None:
    found = tiny()
    decision = found.permits["fell"].items[0]
    report = check_bundle(with_items(found, "fell", [decision, replace(decision, department="police")]), ON)

    assert ("several_decisions", "fell") in kinds(report)


def test_the_same_work_given_twice_is_found() -> None:
    found = tiny()
    agreement, decision = found.permits["dig"].items

    assert kinds(check_bundle(with_items(found, "dig", [agreement, agreement, decision]), ON)) == {
        ("duplicate_item", agreement.id)
    }


def test_work_waiting_for_an_item_nobody_has_is_found() -> None:
    found = tiny()
    items = [replace(found.permits["fell"].items[0], after=("fell:ghost:opinion",))]

    assert kinds(check_bundle(with_items(found, "fell", items), ON)) == {
        ("unknown_prerequisite", "fell:roads:decision: fell:ghost:opinion")
    }


def test_moves_no_case_ever_makes_are_found() -> None:
    text = TINY.replace('when = "digs"', 'when = "digs && !digs"').replace('when = "fells"', 'when = "fells && !fells"')
    dead = {place for kind, place in kinds(check_bundle(parse_bundle(text, "tiny.toml"), ON)) if kind == "dead_move"}

    assert dead >= {"application: accept", "application: join", "permit: grant", "work_item: approve"}


def test_too_many_combinations_are_said_and_not_walked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflows.checking.exploration.MAX_STATES", 8)

    assert "too_large" in {kind for kind, _ in kinds(check_bundle(tiny(), ON))}


def test_a_report_turns_into_plain_data() -> None:
    report = replace(check_bundle(tiny(), ON), findings=(Finding("cycle", "a, b"),))

    assert report.to_data()["findings"] == [
        {"kind": "cycle", "place": "a, b", "message": "These items wait for each other in a circle"}
    ]
    assert report.to_data()["is_sound"] is False


def test_each_kind_of_finding_has_a_sentence_of_its_own() -> None:
    assert len(set(MESSAGES.values())) == len(soundness.MESSAGES)


def test_a_matter_that_every_answer_requires_a_permit_of_is_sound() -> None:
    text = TINY.replace('when = "digs"', 'when = "true"', 1)

    dead = {place for kind, place in kinds(check_bundle(parse_bundle(text, "tiny.toml"), ON)) if kind == "dead_move"}

    assert "application: declare_not_required" not in dead
