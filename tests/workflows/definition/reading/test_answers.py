"""A permit that names no questions is about those its reasons rest on."""

from tests.workflows.definition.test_catalogue import broken
from workflows import load_bundles, parse_bundle


def test_the_questions_of_a_permit_follow_from_its_reasons() -> None:
    derived = parse_bundle(broken('answers = ["utilities"]\n', ""), "x.toml").permits

    assert derived["road-utilities"].answers == ("utilities",)


def test_a_derived_fact_stands_for_the_questions_below_it() -> None:
    found = parse_bundle(broken('answers = ["green"]\n', ""), "x.toml").permits["green-space"]

    assert found.answers == ("access_kind", "green")


def test_what_a_bundle_says_itself_holds() -> None:
    assert load_bundles()["road-access"].permits["road-occupation"].answers == ("occupy", "excavate")
