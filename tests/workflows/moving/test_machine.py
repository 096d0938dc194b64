"""The door to the state machine library: shared, stateless, and strict about names."""

from pathlib import Path
from threading import Thread

import pytest

from workflows.conditions.facts import Facts, PermitFacts, WorkItemFacts
from workflows.conditions.guards import GUARDS
from workflows.definition.lifecycles import read_lifecycle
from workflows.errors import ActionNotOpen, BundleError
from workflows.moving.machine import LifecycleMachine

SMALL = """
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
[[action]]
name = "urge"
label = { zh = "催", en = "Urge" }
from = ["open"]
roles = ["applicant"]
"""


def machine(tmp_path: Path, text: str = SMALL, kind: type[Facts] = WorkItemFacts) -> LifecycleMachine:
    path = tmp_path / "small.toml"
    path.write_text(text, encoding="utf-8")
    return LifecycleMachine(read_lifecycle(path), GUARDS, kind)


def test_a_ready_move_leads_on_and_keeps_nothing(tmp_path: Path) -> None:
    shared = machine(tmp_path)

    assert shared.fire("open", "finish", WorkItemFacts(is_assignee=True)) == "done"
    assert shared.fire("open", "finish", WorkItemFacts(is_assignee=True)) == "done"


def test_a_guard_holds_a_move_back(tmp_path: Path) -> None:
    assert machine(tmp_path).fire("open", "finish", WorkItemFacts.unknown()) is None


def test_a_move_without_a_target_stays(tmp_path: Path) -> None:
    assert machine(tmp_path).fire("open", "urge", WorkItemFacts.unknown()) == "open"


@pytest.mark.parametrize(
    ("state", "action"), [("done", "finish"), ("open", "to_done"), ("open", "nothing"), ("nowhere", "finish")]
)
def test_what_the_file_does_not_name_is_not_open(tmp_path: Path, state: str, action: str) -> None:
    with pytest.raises(ActionNotOpen):
        machine(tmp_path).fire(state, action, WorkItemFacts(is_assignee=True))


def test_a_misspelt_guard_is_refused_at_load(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"small\.toml: action finish: no guard asignee"):
        machine(tmp_path, SMALL.replace('"assignee"', '"asignee"'))


def test_a_guard_that_reads_facts_of_another_lifecycle_is_refused_at_load(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"action finish: guard assignee reads is_assignee, which is no fact"):
        machine(tmp_path, kind=PermitFacts)


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('to = "done"', 'to = "gone"', "action finish: no state gone"),
        ('from = ["open"]\nto', 'from = ["opened"]\nto', "action finish: no state opened"),
        ('initial = "open"', 'initial = "new"', "initial: no state new"),
        ('name = "urge"', 'name = "finish"', "action finish: stands twice from open"),
        ('roles = ["applicant"]', "", "roles"),
        ('roles = ["applicant"]', 'roles = ["applicant"]\nguard = "assignee"', "action urge: unknown field guard"),
        ('key = "small"', "key = ", "small.toml"),
        ("[[action]]", '[groups]\nopen = ["opened"]\n[[action]]', "group open: no state opened"),
        ("[[action]]", "[groups]\nopen = []\n[[action]]", "group open: names no state"),
        ("[[action]]", '[groups]\nended = ["open"]\n[[action]]', "group ended: not the final states"),
    ],
)
def test_a_malformed_lifecycle_is_refused_with_its_place(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    with pytest.raises(BundleError, match=said):
        machine(tmp_path, SMALL.replace(right, wrong, 1))


def test_threads_share_one_machine_without_disturbing_each_other(tmp_path: Path) -> None:
    shared = machine(tmp_path)
    seen: set[tuple[bool, str | None]] = set()

    def work(is_assignee: bool) -> None:
        seen.update(
            (is_assignee, shared.fire("open", "finish", WorkItemFacts(is_assignee=is_assignee))) for _ in range(100)
        )

    threads = [Thread(target=work, args=(number % 2 == 0,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == {(True, "done"), (False, None)}
