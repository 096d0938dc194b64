"""The doors that stop and resume the legal clocks."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StrictStr

from permits.api import shapes
from permits.api.doors.door import Door
from permits.casefile import Desk
from permits.services import stops


class StopClock(shapes.Act):
    """A ground of the closed list, and the written notice."""

    ground: StrictStr
    notice: shapes.Text = ""
    expected_days: Annotated[shapes.Whole, Field(ge=1, le=3650)] | None = None


def _stop(desk: Desk, application_id: int, permit: str, body: StopClock) -> None:
    why = stops.Stop(body.ground, body.notice, body.expected_days)
    stops.stop_clock(desk, application_id, permit, why, expected_version=body.expected_version)


def _resume(desk: Desk, application_id: int, permit: str, body: shapes.Act) -> None:
    stops.resume_clock(desk, application_id, permit, expected_version=body.expected_version)


PERMIT: Mapping[str, Door] = {
    "stop_clock": Door(StopClock, _stop, "Stop its clocks for a special procedure, with written notice"),
    "resume_clock": Door(shapes.Act, _resume, "Let its clocks run again"),
}
