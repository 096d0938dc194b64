"""What a verdict rests on, as one fingerprint: it moves with the declared inputs and with nothing else."""

import pytest

from tests.workflows.definition.test_catalogue import broken
from workflows import Bundle, fingerprint, inputs_of, load_bundles, parse_bundle
from workflows.errors import BundleError
from workflows.routing.fingerprints import PARTS

POLICE, PLANNING = "road-occupation:police:co_approval", "road-occupation:planning:opinion"
FORM = {
    "site": {"road": "紫琅路", "address": "C22037地块"},
    "project": {"name": "星湖新城", "type": "private"},
    "answers": {
        "period": {"from": "2026-08-20", "to": "2026-10-20"},
        "occupy": {"part": "footway", "area_m2": 60, "days": 60},
        "excavate": {"area_m2": 30},
    },
}
LATER = {**FORM, "answers": {**FORM["answers"], "period": {"from": "2026-09-10", "to": "2026-11-10"}}}


@pytest.fixture
def bundle() -> Bundle:
    return load_bundles()["road-access"]


def of(bundle: Bundle, item: str, form: object = FORM, papers: dict[str, int] | None = None) -> str:
    return fingerprint(inputs_of(bundle, item), form, papers or {})  # type: ignore[arg-type]  # forms of this test


def test_another_period_moves_those_who_rest_on_it_and_nobody_else(bundle: Bundle) -> None:
    items = [rule.id for permit in bundle.permits.values() for rule in permit.items]
    moved = {item for item in items if of(bundle, item) != of(bundle, item, LATER)}

    assert {
        "road-occupation:police:co_approval",
        "road-occupation:greening:opinion",
        "green-space:roads:opinion",
    } <= moved
    assert not any(item.startswith("road-utilities:") or ":planning:" in item for item in moved)


def test_every_piece_of_work_declares_what_it_rests_on(bundle: Bundle) -> None:
    assert all(rule.inputs for permit in bundle.permits.values() for rule in permit.items)


def test_work_the_bundle_does_not_know_rests_on_everything(bundle: Bundle) -> None:
    assert inputs_of(bundle, "trees:police:opinion") == (*PARTS, *bundle.materials)


def test_who_applies_is_no_input(bundle: Bundle) -> None:
    assert of(bundle, "trees:police:opinion") == of(bundle, "trees:police:opinion", {**FORM, "agent": {"name": "陈建"}})


@pytest.mark.parametrize(
    "same",
    [
        {"occupy": {"days": 60, "area_m2": 60.0, "part": "footway"}},
        {"distances": {}},
        {"distances": {"junction_m": None}},
        {"ancient_trees": []},
        {"emergency": None},
    ],
)
def test_what_makes_no_difference_leaves_it_alone(bundle: Bundle, same: dict[str, object]) -> None:
    form = {**FORM, "answers": {**FORM["answers"], **same}}

    assert of(bundle, POLICE) == of(bundle, POLICE, form)
    assert of(bundle, "trees:police:opinion") == of(bundle, "trees:police:opinion", form)


def test_a_number_that_differs_by_a_tenth_differs(bundle: Bundle) -> None:
    wider = {**FORM, "answers": {**FORM["answers"], "excavate": {"area_m2": 30.1}}}

    assert of(bundle, PLANNING) != of(bundle, PLANNING, wider)


def test_a_newer_version_of_a_paper_counts_for_those_who_read_it(bundle: Bundle) -> None:
    assert of(bundle, POLICE, papers={"M08": 1}) != of(bundle, POLICE, papers={"M08": 2})
    assert of(bundle, PLANNING, papers={"M08": 1}) == of(bundle, PLANNING, papers={"M08": 2})


def test_a_paper_promised_for_later_equals_its_first_version(bundle: Bundle) -> None:
    assert of(bundle, POLICE, papers={}) == of(bundle, POLICE, papers={"M07": 1})


def test_a_rule_that_rests_on_something_unknown_is_refused() -> None:
    with pytest.raises(BundleError) as refused:
        parse_bundle(broken('"answers.excavate", "answers.distances", "M04"', '"answers.excavation", "M04"'), "x.toml")

    assert "answers.excavation" in str(refused.value)
