"""Public notice 公示: begins by itself at acceptance, stops no clock, and blocks a grant until its last day."""

from collections.abc import Collection

from permits.casefile import CaseFile
from permits.models import PublicNotice
from workflows import Route, RoutedPermit

CLOCK = "public_notice"


def publish(case: CaseFile, route: Route) -> None:
    """Start the public notice of the permits that need it; the first day is not counted. The caller saves.

    Law: Administrative Licensing Law art. 36, 40; Civil Code art. 201.
    """
    for permit in route.permits:
        if not permit.waits_for:
            publish_one(case, permit)


def publish_one(case: CaseFile, permit: RoutedPermit) -> None:
    """Start the public notice of a permit whose review begins, if it needs one. The caller saves."""
    if permit.public_notice is not None:
        _begin(case, permit.key, permit.public_notice.working_days)


def publish_again(case: CaseFile, route: Route, permits: Collection[str]) -> None:
    """Start the public notice of permits again after a change of their works; the caller saves.

    Law: Administrative Licensing Law art. 36.
    """
    for permit in route.permits:
        has_begun = case.permits[permit.key].state != "waiting"
        if permit.public_notice is not None and permit.key in permits and has_begun:
            case.clocks.disarm([permit.key], [CLOCK])
            _begin(case, permit.key, permit.public_notice.working_days)


def _begin(case: CaseFile, permit: str, working_days: int) -> None:
    """Start a notice today; a running one starts again."""
    today = case.context.today
    to_on = case.clocks.wait(permit, CLOCK, working_days)
    if running := case.procedures.notice_on(permit, today):
        case.change(running, from_on=today, to_on=to_on)
    else:
        case.add(PublicNotice, area=case.app.area, permit=permit, from_on=today, to_on=to_on)
    case.change(case.app, has_procedures=True)
    case.record("public_notice.begun", {"permit": permit, "from_on": today.isoformat(), "to_on": to_on.isoformat()})


def notice_over(case: CaseFile, permit: str) -> None:
    """Notify the department of an ended public notice and its number of statements; the caller saves."""
    row = case.permits[permit]
    count = sum(one.permit == permit for one in case.procedures.statements)
    case.record("public_notice.ended", {"permit": permit, "department": row.department, "statements": count})
