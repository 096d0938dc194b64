"""What one decision means for its siblings, as the bundle says it."""

from datetime import date

import pytest

from tests.workflows.definition.test_catalogue import broken
from workflows import Bundle, in_effect, load_bundles, made_moot, parse_bundle, standing, uncovered
from workflows.errors import BundleError

ON = date(2026, 3, 2)
NO_TREE = {"kind": "no_tree_touched", "text": "No tree is touched."}
OTHER = {"kind": "other_decision", "text": "Once the green office has decided."}
LOST = {"green": {"area_m2": 20, "stays_after": True}}


@pytest.fixture
def bundle() -> Bundle:
    return load_bundles()["road-access"]


def test_without_the_road_the_others_have_no_purpose(bundle: Bundle) -> None:
    assert made_moot(bundle, "road-occupation") == {"road-utilities", "green-space", "trees"}
    assert made_moot(bundle, "trees") == frozenset()


def test_nothing_is_in_effect_before_anything_is_refused(bundle: Bundle) -> None:
    assert in_effect(bundle, {}, ON) == ()


def test_a_refusal_calls_up_its_dependencies(bundle: Bundle) -> None:
    assert [one.key for one in in_effect(bundle, {}, ON, refused={"trees"})] == ["trees_stay"]


def test_a_fact_of_the_case_calls_one_up_without_any_refusal(bundle: Bundle) -> None:
    assert [one.key for one in in_effect(bundle, LOST, ON)] == ["green_change_first"]


@pytest.mark.parametrize("permit", ["road-occupation", "green-space"])
@pytest.mark.parametrize("condition", [NO_TREE, OTHER])
def test_either_condition_covers_the_refused_trees(bundle: Bundle, permit: str, condition: dict[str, str]) -> None:
    found = in_effect(bundle, {}, ON, refused={"trees"})

    assert [one.key for one in uncovered(found, permit, [])] == ["trees_stay"]
    assert uncovered(found, permit, [condition]) == ()


def test_a_condition_of_another_kind_covers_nothing(bundle: Bundle) -> None:
    assert uncovered(in_effect(bundle, LOST, ON), "road-occupation", [NO_TREE])
    assert not uncovered(in_effect(bundle, LOST, ON), "road-occupation", [OTHER])


def test_whom_it_does_not_concern_needs_no_condition(bundle: Bundle) -> None:
    assert uncovered(in_effect(bundle, LOST, ON, refused={"trees"}), "road-utilities", []) == ()


def test_felling_binds_to_replanting_and_an_ancient_tree_to_years_of_care(bundle: Bundle) -> None:
    trees = [{"species": "香樟", "dbh_cm": 18, "count": 3, "action": "fell"}]
    moved = [{"grade": 3, "action": "relocate"}]

    assert standing(bundle, "trees", {"trees": [{**trees[0], "action": "transplant"}]}, ON) == []
    assert standing(bundle, "road-occupation", {"trees": trees}, ON) == []
    ((kind, text, law),) = standing(bundle, "trees", {"trees": trees}, ON)
    assert (kind, text.zh) == ("replanting", "每砍伐一株树木补植2株，或者采取其他补救措施。")
    assert "20" in law.en
    ((kind, text, law),) = standing(bundle, "trees", {"ancient_trees": moved}, ON)
    assert (kind, "5 years" in text.en, "16" in law.en) == ("aftercare", True, True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('refused = "trees"\n', ""),
        ('when = "green_lost"\npermits', 'when = "green_lost"\nrefused = "trees"\npermits'),
        ('when = "felled > 0.0"\npermits', 'refused = "road-occupation"\npermits'),
        ('condition_kinds = ["other_decision"]\n', ""),
        ('condition_kinds = ["other_decision"]', 'condition_kinds = ["good_will"]'),
        ('refused = "road-occupation"\n', 'refused = "rail-occupation"\n'),
    ],
)
def test_a_dependency_that_contradicts_itself_is_refused(old: str, new: str) -> None:
    with pytest.raises(BundleError):
        parse_bundle(broken(old, new), "x.toml")
