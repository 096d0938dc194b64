"""The walk over a bundle meets each condition both ways, with answers a person could give."""

from dataclasses import replace
from datetime import date
from itertools import islice

import pytest

from workflows import Bundle, check_answers, route
from workflows.checking.variants import Variant, variants
from workflows.definition.catalogue import collect
from workflows.definition.expressions import compile_expression
from workflows.definition.facts import conditions, derive
from workflows.definition.layers.shelves import BUNDLES
from workflows.definition.layers.whole import resolve

ON = date(2026, 6, 1)


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    """Every question is asked, also where no local choice offers it."""
    return collect(resolve((BUNDLES / "road-access.toml").read_text(encoding="utf-8"), "road-access.toml"))[0]


@pytest.fixture(scope="module")
def walked(bundle: Bundle) -> list[Variant]:
    return list(variants(bundle))


def test_each_condition_is_met_once_true_and_once_false(bundle: Bundle, walked: list[Variant]) -> None:
    known = [derive(bundle, answers, ON, project) for answers, project in walked]
    varying = [one for one in conditions(bundle) if one.names]

    one_sided = [one.place for one in varying if len({facts.holds(one) for facts in known}) < 2]

    assert one_sided == []


def test_every_permit_work_item_and_paper_is_met(bundle: Bundle, walked: list[Variant]) -> None:
    routes = [route(bundle, answers, ON, project) for answers, project in walked]

    assert {permit.key for one in routes for permit in one.permits} == set(bundle.permits)
    assert {one.id for found in routes for one in found.work_items} == {
        item.id for rule in bundle.permits.values() for item in rule.items
    }
    assert {one.code for found in routes for one in found.materials} == set(bundle.materials)
    assert {found.outcome for found in routes} == {"proceed", "not_required", "refer", "blocked"}


def test_every_variant_is_a_complete_application(bundle: Bundle, walked: list[Variant]) -> None:
    assert [check_answers(bundle, answers, "submission") for answers, _ in walked] == [[]] * len(walked)


def test_the_walk_is_no_cross_product_and_repeats_nothing(walked: list[Variant]) -> None:
    assert len(walked) < 100
    assert len({repr(one) for one in walked}) == len(walked)


def test_the_first_is_the_plainest_and_the_last_asks_for_everything(bundle: Bundle, walked: list[Variant]) -> None:
    assert route(bundle, walked[0][0], ON).outcome == "not_required"
    assert len(route(bundle, walked[-1][0], ON, walked[-1][1]).permits) == 4


def test_the_walk_looks_the_same_on_every_day(bundle: Bundle, walked: list[Variant]) -> None:
    early, late = date(2024, 1, 1), date(2090, 12, 31)

    outcomes = [[len(route(bundle, a, on, p).work_items) for a, p in islice(walked, 40)] for on in (early, late)]

    assert outcomes[0] == outcomes[1]


def test_a_condition_nothing_can_meet_is_left_out(bundle: Bundle) -> None:
    answered = [fact for fact in bundle.facts if fact.name == "on_bridge"]
    never = compile_expression("on_bridge && !on_bridge", {"on_bridge"}, place="here")
    impossible = replace(bundle.warnings[0], when=never)
    left_out = {"permits": {}, "materials": {}, "gates": (), "derived": {}, "dependencies": (), "fast_lane": None}
    small = replace(bundle, **left_out, facts=tuple(answered), warnings=(impossible,))

    walked = list(variants(small))

    assert len(walked) == 1
