"""What capabilities call by name, each with what it may name."""

from workflows import load_bundles
from workflows.definition.reading.called import after_grant, of_matter, paths_of

BUNDLE = load_bundles()["road-access"]


def test_questions_have_paths_down_to_their_fields() -> None:
    paths = paths_of(BUNDLE.questions)

    assert {"occupy", "occupy.days", "trees.count", "period.to"} <= paths.keys()
    assert paths["occupy.days"].kind == "integer"


def test_a_shipped_bundle_calls_only_what_it_defines() -> None:
    for bundle in load_bundles().values():
        called = [*of_matter(bundle), *(one for rule in bundle.permits.values() for one in after_grant(bundle, rule))]

        assert [(place, name) for place, name, known in called if name not in known] == []


def test_a_term_is_asked_as_a_whole_number_and_a_measure_as_any() -> None:
    known = {name: known for _place, name, known in after_grant(BUNDLE, BUNDLE.permits["road-occupation"])}

    assert "occupy.area_m2" not in known["occupy.days"]
    assert {"occupy.area_m2", "excavate.area_m2"} <= {*known["excavate.area_m2"]}
