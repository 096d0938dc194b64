"""The doors of a case that changes on its way."""

from collections.abc import Mapping

from pydantic import Field

from permits.api import shapes
from permits.api.doors.door import Door
from permits.casefile import Desk
from permits.services import amendments

PARTS = ("applicant", "agent", "project", "site", "answers")


class Parts(shapes.Shape):
    """The fields that change, part by part; a field left out stays, null empties it."""

    applicant: shapes.Object | None = None
    agent: shapes.Object | None = None
    project: shapes.Object | None = None
    site: shapes.Object | None = None
    answers: shapes.Object | None = None


class Amendment(shapes.Act):
    """What changes, and why."""

    changes: Parts
    reason: shapes.Text = Field(default="")


def _amend(desk: Desk, application_id: int, body: Amendment) -> None:
    changes = {name: part for name in PARTS if (part := getattr(body.changes, name)) is not None}
    amendments.amend(desk, application_id, changes, reason=body.reason, expected_version=body.expected_version)


APPLICATION: Mapping[str, Door] = {
    "amend": Door(Amendment, _amend, "Change the submitted form: a new version, only those concerned are asked again"),
}
