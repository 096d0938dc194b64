"""Pages of the acts that stop and resume the legal clocks."""

from collections.abc import Mapping
from typing import Any

from forms.clocks import ResumeClockForm, StopClockForm
from permits.casefile import Desk
from permits.services import stops
from permits.web.acts.act import PageAct, Target
from workflows import N_


def _stop(desk: Desk, target: Target, form: Any, version: int | None) -> None:
    days = int(form.expected_days.data) if form.expected_days.data else None
    why = stops.Stop(form.ground.data, form.notice.data or "", days)
    stops.stop_clock(desk, target.application_id, target.key, why, expected_version=version)


def _resume(desk: Desk, target: Target, _form: Any, version: int | None) -> None:
    stops.resume_clock(desk, target.application_id, target.key, expected_version=version)


PERMIT: Mapping[str, PageAct] = {
    "stop_clock": PageAct(StopClockForm, _stop, N_("The clock stands still; the applicant is told in writing.")),
    "resume_clock": PageAct(ResumeClockForm, _resume, N_("The clock runs again; today is counted.")),
}
