"""Public notice 公示: begins by itself at acceptance, stops no clock, and a grant waits for its last day."""

from permits.casefile import CaseFile
from permits.models import PublicNotice
from permits.services.notices import tell
from workflows import Route

CLOCK = "public_notice"


def publish(case: CaseFile, route: Route) -> None:
    """Put the permits that need it on public notice from today; the first day is not counted. The caller saves.

    Law: Administrative Licensing Law art. 36, 40; Civil Code art. 201.
    """
    for permit in route.permits:
        if permit.public_notice is None:
            continue
        today = case.desk.today
        to_on = case.wait(permit.key, CLOCK, permit.public_notice.working_days)
        case.add(PublicNotice, area=case.app.area, permit=permit.key, from_on=today, to_on=to_on)
        case.change(case.app, has_procedures=True)
        days = {"from_on": today.isoformat(), "to_on": to_on.isoformat()}
        case.record("public_notice.begun", {"permit": permit.key, **days})


def notice_over(case: CaseFile, permit: str) -> None:
    """Tell the department that the public notice of a permit is over and how many statements it brought."""
    row = case.permits[permit]
    count = sum(one.permit == permit for one in case.procedures.statements)
    case.record("public_notice.ended", {"permit": permit, "department": row.department, "statements": count})
    tell(case)
