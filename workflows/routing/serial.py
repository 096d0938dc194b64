"""The old procedure as a baseline: the same permits applied for one after the other, with the same special steps."""

from workflows.definition.bundle import Bundle
from workflows.definition.deciders import GOVERNMENT
from workflows.routing.route import Route, RoutedPermit


def serial_days(bundle: Bundle, found: Route) -> list[tuple[str, int]]:
    """List department and working days of each step of the old procedure.

    What the promise adds for a special step, such as the government's approval, the old procedure needed too.
    """
    needed = sorted(found.permits, key=lambda permit: bundle.permits[permit.key].serial_order)
    return [step for permit in needed for step in _steps(bundle, found, permit)]


def serial_order(bundle: Bundle) -> dict[tuple[str, str], int]:
    """Number the steps of the old procedure, each a department's part of a permit."""
    rules = sorted(bundle.permits.values(), key=lambda rule: rule.serial_order)
    steps = [(rule.key, step.department) for rule in rules for step in rule.serial]
    return {step: place for place, step in enumerate(dict.fromkeys(steps))}


def _steps(bundle: Bundle, found: Route, permit: RoutedPermit) -> list[tuple[str, int]]:
    rule = bundle.permits[permit.key]
    steps = [(step.department, step.working_days) for step in rule.serial]
    # the promise may be shorter in the fast lane, the limit of the law never is
    special = permit.statutory_working_days - rule.statutory_working_days if permit.kind == "licence" else 0
    mine = (item for item in found.work_items if item.permit == permit.key)
    above = any(GOVERNMENT in {item.kind, item.department} for item in mine)
    return [*steps, (GOVERNMENT if above else rule.supervisor, special)] if special else steps
