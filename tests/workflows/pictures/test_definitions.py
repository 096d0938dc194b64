"""A bundle is drawn with all of its departments and work."""

from tests.bundles import by_bureau
from workflows import load_bundles
from workflows.pictures.casepath import flow_of
from workflows.pictures.definitions import KINDS, definition_path


def test_every_item_stands_in_the_lane_of_its_department_behind_what_it_waits_for() -> None:
    bundle = load_bundles()["road-access"]
    items = {item.id: item for rule in bundle.permits.values() for item in rule.items}

    path = definition_path(bundle, "en")

    placed = {step.key: (lane.department, step.after) for lane in path.lanes for step in lane.steps}
    assert placed == {key: (item.department, item.after) for key, item in items.items()}
    assert [node.label for node in flow_of(path).nodes if node.kind in {"start", "end"}] == ["Accepted", "Delivered"]
    assert set(KINDS) >= {item.kind for item in items.values()}


def test_a_department_heard_under_two_conditions_is_drawn_once() -> None:
    path = definition_path(by_bureau(load_bundles()["road-access"]), "en")

    keys = [step.key for lane in path.lanes for step in lane.steps]
    assert len(keys) == len(set(keys))
    assert "road-occupation:roads:opinion" in keys
