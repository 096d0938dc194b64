"""Who decides and who is heard in either mode: the file names departments, the switch says who signs."""

import pytest

from tests.bundles import by_bureau, version_of
from tests.workflows.routing.planned import OCCUPY, ON, S01, answers, item, trees
from workflows import Bundle, Route, load_bundles, parse_bundle, route
from workflows.routing.fingerprints import inputs_of
from workflows.routing.serial import serial_days
from workflows.routing.succession import Succession, narrowed

OWN = load_bundles()["road-access"]
ANCIENT = answers(ancient_trees=[{"grade": 3, "action": "relocate"}])


@pytest.fixture(scope="module")
def bureau() -> Bundle:
    return by_bureau(OWN)


def work(found: Route, permit: str) -> set[str]:
    return {one.id.partition(":")[2] for one in found.work_items if one.permit == permit}


def test_as_shipped_each_department_decides_and_supervises_its_own_permit() -> None:
    found = route(OWN, S01, ON)

    assert {one.key: one.department for one in found.permits} == {
        "road-occupation": "roads",
        "road-utilities": "roads",
        "green-space": "greening",
        "trees": "greening",
    }
    assert {rule.supervisor for rule in OWN.permits.values()} == {"roads", "greening"}
    assert not any(one.is_internal for rule in OWN.permits.values() for one in rule.items)


def test_where_the_bureau_signs_the_department_in_charge_is_heard_and_supervises(bureau: Bundle) -> None:
    before, found = route(OWN, S01, ON), route(bureau, S01, ON)

    assert {one.department for one in found.permits} == {"lead"}
    assert {key: rule.supervisor for key, rule in bureau.permits.items()} == {
        key: rule.department for key, rule in OWN.permits.items()
    }
    assert work(found, "road-occupation") == work(before, "road-occupation") - {"roads:decision"} | {
        "roads:opinion",
        "lead:decision",
    }
    decision, opinion = item(found, "road-occupation:lead:decision"), item(found, "road-occupation:roads:opinion")
    assert "road-occupation:roads:opinion" in decision.after
    assert (decision.opens, decision.limit_working_days) == ("acceptance", 7)
    assert (opinion.opens, opinion.limit_working_days, opinion.blocks) == ("acceptance", 5, False)
    assert "第二十五条" in decision.law.zh
    assert "市政" not in decision.reason.zh
    assert [one.committed_working_days for one in found.permits] == [
        one.committed_working_days for one in before.permits
    ]


def test_consulted_and_agreeing_departments_are_the_same_in_either_mode(bureau: Bundle) -> None:
    same = {"co_approval", "government"}

    before, found = route(OWN, S01, ON), route(bureau, S01, ON)

    assert [one for one in before.work_items if one.kind in same] == [
        one for one in found.work_items if one.kind in same
    ]


def test_what_the_law_leaves_to_a_government_stays_with_it(bureau: Bundle) -> None:
    project = {"type": "infrastructure"}

    before, found = route(OWN, ANCIENT, ON, project), route(bureau, ANCIENT, ON, project)

    assert [one.id for one in found.work_items] == [one.id for one in before.work_items]
    assert [one.department for one in found.permits] == ["government"]
    assert serial_days(bureau, found) == serial_days(OWN, before)


def test_a_department_that_reviews_for_the_government_is_asked_once(bureau: Bundle) -> None:
    found = route(bureau, answers(excavate={"area_m2": 30}, road_opened_on="2023-06-30"), ON)

    of_roads = [one for one in found.work_items if one.department == "roads"]
    assert [(one.kind, one.blocks, one.limit_working_days) for one in of_roads] == [("opinion", True, 20)]
    assert item(found, "road-occupation:government:government").after == ("road-occupation:roads:opinion",)


@pytest.mark.parametrize(
    ("trees_felled", "own", "signed"),
    [
        (2, "区园林绿化主管部门", "区行政审批局"),
        (30, "市园林绿化主管部门", "市行政审批局"),
        (60, "市人民政府", "市人民政府"),
    ],
)
def test_the_level_is_called_by_who_decides_there(bureau: Bundle, trees_felled: int, own: str, signed: str) -> None:
    asked = answers(occupy=OCCUPY, trees=trees(trees_felled, "fell"))

    levels = [next(one.level for one in route(read, asked, ON).permits if one.key == "trees") for read in (OWN, bureau)]

    assert [one.zh for one in levels if one] == [own, signed]


def test_a_renewal_asks_the_department_in_charge_again(bureau: Bundle) -> None:
    left = narrowed(bureau, route(bureau, S01, ON), Succession("green-space", is_renewal=True))

    assert {(one.department, one.kind) for one in left.work_items} == {("lead", "decision"), ("greening", "opinion")}
    assert item(left, "green-space:lead:decision").after == ("green-space:greening:opinion",)


def test_an_opinion_rests_on_what_the_decision_would_have_rested_on(bureau: Bundle) -> None:
    assert inputs_of(bureau, "road-utilities:roads:opinion") == inputs_of(OWN, "road-utilities:roads:decision")
    both = set(inputs_of(bureau, "road-occupation:roads:opinion"))
    assert both == {*inputs_of(OWN, "road-occupation:roads:opinion"), *inputs_of(OWN, "road-occupation:roads:decision")}


def test_a_file_chooses_by_its_switch() -> None:
    found = parse_bundle(version_of("9", ('decider_mode = "department"', 'decider_mode = "bureau"')), "x.toml")

    assert {rule.department for rule in found.permits.values()} == {"lead"}
    assert by_bureau(found).permits.keys() == found.permits.keys()


def test_every_matter_can_be_signed_by_the_bureau() -> None:
    for bundle in load_bundles().values():
        for rule in (one for one in by_bureau(bundle).permits.values() if one.kind == "licence"):
            assert {("lead", "decision"), (rule.supervisor, "opinion")} <= {
                (one.department, one.kind) for one in rule.items
            }
