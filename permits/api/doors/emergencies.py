"""The door of emergency works: reported by the applicant as they begin."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StrictStr

from permits.api import shapes
from permits.api.doors.door import Door
from permits.casefile import ActContext
from permits.services.filing import emergencies
from workflows import SHANGHAI


def _of_the_office(at: datetime) -> datetime:
    """Take a moment without a zone as one of the office's clock."""
    return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)


Moment = Annotated[datetime, AfterValidator(_of_the_office)]


class Told(shapes.Shape):
    """A department that was told, and when; without a moment: at once with the works."""

    department: StrictStr
    at: Moment | None = None


class EmergencyReport(shapes.Act):
    """When the works began, which departments were told (by name, or with the moment), and what shows them."""

    started_at: Moment
    notified: Annotated[list[StrictStr | Told], Field(max_length=20)] = Field(default_factory=list)
    photos: Annotated[list[shapes.Line], Field(max_length=20)] = Field(default_factory=list)


def _report(context: ActContext, application_id: int, body: EmergencyReport) -> None:
    told = [
        emergencies.Notified(one) if isinstance(one, str) else emergencies.Notified(one.department, one.at)
        for one in body.notified
    ]
    report = emergencies.Report(body.started_at, told, body.photos)
    emergencies.report_emergency(context, application_id, report, expected_version=body.expected_version)


APPLICATION: Mapping[str, Door] = {
    "report_emergency": Door(EmergencyReport, _report, "Report emergency works as they begin"),
}
