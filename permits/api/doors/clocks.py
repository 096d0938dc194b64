"""The doors that stop and resume the legal clocks."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StrictStr

from permits.api import shapes
from permits.api.doors.door import Door
from permits.casefile import ActContext
from permits.services.procedures import extensions, stops


class StopClock(shapes.Act):
    """A ground of the closed list, and the written notice."""

    ground: StrictStr
    notice: shapes.Text = ""
    expected_days: Annotated[shapes.Whole, Field(ge=1, le=3650)] | None = None


class Extension(shapes.Act):
    """Why more time is needed; the applicant is told."""

    reason: shapes.Text = ""


def _stop(context: ActContext, application_id: int, permit: str, body: StopClock) -> None:
    why = stops.Stop(body.ground, body.notice, body.expected_days)
    stops.stop_clock(context, application_id, permit, why, expected_version=body.expected_version)


def _resume(context: ActContext, application_id: int, permit: str, body: shapes.Act) -> None:
    stops.resume_clock(context, application_id, permit, expected_version=body.expected_version)


def _request(context: ActContext, application_id: int, permit: str, body: Extension) -> None:
    extensions.request_extension(
        context, application_id, permit, reason=body.reason, expected_version=body.expected_version
    )


def _extend(context: ActContext, application_id: int, permit: str, body: Extension) -> None:
    extensions.extend_permit(
        context, application_id, permit, reason=body.reason, expected_version=body.expected_version
    )


def _request_joint(context: ActContext, application_id: int, body: Extension) -> None:
    extensions.request_joint_extension(
        context, application_id, reason=body.reason, expected_version=body.expected_version
    )


def _extend_joint(context: ActContext, application_id: int, body: Extension) -> None:
    extensions.extend_joint(context, application_id, reason=body.reason, expected_version=body.expected_version)


APPLICATION: Mapping[str, Door] = {
    "request_joint_extension": Door(Extension, _request_joint, "Ask the government for a longer joint cap"),
    "extend_joint": Door(Extension, _extend_joint, "Extend the joint cap, once"),
}
PERMIT: Mapping[str, Door] = {
    "stop_clock": Door(StopClock, _stop, "Stop its clocks for a special procedure, with written notice"),
    "resume_clock": Door(shapes.Act, _resume, "Let its clocks run again"),
    "request_extension": Door(Extension, _request, "Ask the head for more time"),
    "extend": Door(Extension, _extend, "Extend its statutory limit, once"),
}
