"""A bundle speaks only of what it defines, and its items do not wait for each other in a circle."""

import pytest

from tests.workflows.definition.test_catalogue import broken
from workflows import load_bundles, parse_bundle
from workflows.definition.reading.references import known_inputs
from workflows.errors import BundleError


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('after = ["trees:greening:opinion"], blocks', 'after = ["trees:x:opinion"], blocks', "trees:x:opinion is not"),
        ('after = ["road-utilities:police:co_approval"]', "after = []", "blocks its permit, but no decision waits"),
        (
            'drawings" }, permits = ["road-utilities"]',
            'drawings" }, permits = ["utilities"]',
            "materials.M14: utilities is not",
        ),
        ('refer_to = "highway"', 'refer_to = "railway"', "gates.highway: railway is not defined"),
        ('lead_department = "lead"', 'lead_department = "boss"', "lead_department: boss is not defined"),
        ('suffix = "P2"', 'suffix = "P1"', "two permits have the same suffix"),
        ('shown_when = [{ question = "excavate" }]', 'shown_when = [{ question = "dig" }]', "dig is not defined"),
        ('moratorium_approver = "city_government"', 'moratorium_approver = "zone"', "zone is not defined"),
    ],
)
def test_what_the_bundle_does_not_define_is_named(old: str, new: str, sentence: str) -> None:
    with pytest.raises(BundleError) as refused:
        parse_bundle(broken(old, new), "x.toml")

    assert sentence in str(refused.value)
    assert str(refused.value).startswith("x.toml")


def test_items_that_wait_for_each_other_are_refused() -> None:
    circle = 'after = ["road-occupation:government:government"]'
    source = broken('when = "in_moratorium", blocks = true', f'when = "in_moratorium", blocks = true, {circle}')

    with pytest.raises(BundleError, match=r"these items wait for each other: .*road-occupation:roads:opinion"):
        parse_bundle(source, "x.toml")


def test_a_piece_of_work_may_rest_on_parts_fields_questions_and_papers() -> None:
    inputs = known_inputs(load_bundles()["road-access"])

    assert {"answers", "site.road", "answers.occupy", "M01"} <= inputs
    assert not {"occupy", "answers.occupy.days", "M99"} & inputs
