"""Pages of the acts that stop and resume the legal clocks."""

from collections.abc import Mapping
from typing import Any

from forms.clocks import ExtensionForm, ResumeClockForm, StopClockForm
from permits.casefile import ActContext
from permits.services.procedures import extensions, stops
from permits.web.acts.act import PageAct, Target
from workflows import N_


def _stop(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    why = stops.Stop(form.ground.data, form.notice.data, form.expected_days.data)
    stops.stop_clock(context, target.application_id, target.key, why, expected_version=version)


def _resume(context: ActContext, target: Target, _form: Any, version: int | None) -> None:
    stops.resume_clock(context, target.application_id, target.key, expected_version=version)


def _request(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    application_id, reason = target.application_id, form.reason.data
    extensions.request_extension(context, application_id, target.key, reason=reason, expected_version=version)


def _extend(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    application_id, reason = target.application_id, form.reason.data
    extensions.extend_permit(context, application_id, target.key, reason=reason, expected_version=version)


def _request_joint(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    reason = form.reason.data
    extensions.request_joint_extension(context, target.application_id, reason=reason, expected_version=version)


def _extend_joint(context: ActContext, target: Target, form: Any, version: int | None) -> None:
    extensions.extend_joint(context, target.application_id, reason=form.reason.data, expected_version=version)


EXTENDED = N_("The limit is extended; the applicant is told why.")
APPLICATION: Mapping[str, PageAct] = {
    "request_joint_extension": PageAct(ExtensionForm, _request_joint, N_("The government has been asked.")),
    "extend_joint": PageAct(ExtensionForm, _extend_joint, EXTENDED),
}
PERMIT: Mapping[str, PageAct] = {
    "stop_clock": PageAct(StopClockForm, _stop, N_("The clock stands still; the applicant is told in writing.")),
    "resume_clock": PageAct(ResumeClockForm, _resume, N_("The clock runs again; today is counted.")),
    "request_extension": PageAct(ExtensionForm, _request, N_("The head of the department has been asked.")),
    "extend": PageAct(ExtensionForm, _extend, EXTENDED),
}
