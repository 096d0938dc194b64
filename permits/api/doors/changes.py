"""The doors of a case that changes on its way."""

from collections.abc import Mapping

from pydantic import Field, StrictBool, StrictStr

from permits.api import shapes
from permits.api.doors.door import Door
from permits.api.parts import Agent, Applicant, Project, Site
from permits.casefile import ActContext
from permits.services.changing import amendments
from permits.services.closing import dependencies
from permits.services.procedures import branches

PARTS = ("applicant", "agent", "project", "site", "answers")


class Parts(shapes.Shape):
    """The fields that change, part by part; a field left out stays, null empties it."""

    applicant: Applicant | None = None
    agent: Agent | None = None
    project: Project | None = None
    site: Site | None = None
    answers: shapes.Object | None = None


class Amendment(shapes.Act):
    """What changes, and why."""

    changes: Parts
    reason: shapes.Text = Field(default="")


class MootAnswer(shapes.Act):
    """Which permits go on though a sibling was refused, and which are withdrawn."""

    go_on: list[StrictStr] = Field(default_factory=list)
    withdraw: list[StrictStr] = Field(default_factory=list)


class Branch(shapes.Act):
    """Which department joins, with an opinion or its agreement, and why; an opinion that `blocks` is waited for."""

    department: StrictStr
    kind: StrictStr
    reason: shapes.Text
    blocks: StrictBool = False


class Settlement(shapes.Act):
    """The suspensive condition added; without a kind the first that meets what is called for."""

    text: shapes.Text
    kind: StrictStr = ""


def _amend(context: ActContext, application_id: int, body: Amendment) -> None:
    changes = {name: part for name in PARTS if (part := getattr(body.changes, name)) is not None}
    amendments.amend(context, application_id, changes, reason=body.reason, expected_version=body.expected_version)


def _answer_moot(context: ActContext, application_id: int, body: MootAnswer) -> None:
    dependencies.answer_moot(
        context, application_id, go_on=body.go_on, withdraw=body.withdraw, expected_version=body.expected_version
    )


def _add_branch(context: ActContext, application_id: int, permit: str, body: Branch) -> None:
    branch = branches.Branch(body.department, body.kind, body.reason, body.blocks)
    branches.add_branch(context, application_id, permit, branch, expected_version=body.expected_version)


def _settle(context: ActContext, application_id: int, permit: str, body: Settlement) -> None:
    added = dependencies.Settlement(body.text, body.kind)
    dependencies.settle_dependency(context, application_id, permit, added, expected_version=body.expected_version)


APPLICATION: Mapping[str, Door] = {
    "amend": Door(Amendment, _amend, "Change the submitted form: a new version, only those concerned are asked again"),
    "answer_moot": Door(MootAnswer, _answer_moot, "Say which permits go on though a sibling was refused"),
}
PERMIT: Mapping[str, Door] = {
    "add_branch": Door(Branch, _add_branch, "Let a department join mid-way"),
    "settle_dependency": Door(Settlement, _settle, "Add the condition a sibling's refusal calls for"),
}
