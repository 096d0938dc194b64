"""The actions that change a case under way."""

from typing import Annotated

from pydantic import Field, StrictBool, StrictStr
from wtforms import Form

from forms.controls import Area, OneOf, Pick, Tick, Ticks
from forms.fields import offered
from permits.actions.action import Action, FormPage, OwnPage
from permits.actions.fields import Bespoke, Body, Object, Shape, Text
from permits.actions.parts import Agent, Applicant, Project, Site
from permits.casefile import ActContext, CaseFile
from permits.casefile.facts import absent_departments, attributed, contradictions_on, dependencies_of, unanswered_moot
from permits.services.changing import amendments, mending
from permits.services.closing import dependencies
from permits.services.deciding import settlements
from permits.services.procedures import branches
from workflows import N_, uncovered

PARTS = ("applicant", "agent", "project", "site", "answers")
BY_PART = Bespoke("the page shows the questionnaire of the bundle and the fields of each part")


class Parts(Shape):
    """The changed fields by part; an omitted field stays, null empties it."""

    applicant: Annotated[Applicant | None, BY_PART] = None
    agent: Annotated[Agent | None, BY_PART] = None
    project: Annotated[Project | None, BY_PART] = None
    site: Annotated[Site | None, BY_PART] = None
    answers: Annotated[Object | None, BY_PART] = None

    def given(self) -> dict[str, Object]:
        """Return the parts that change."""
        return {name: part for name in PARTS if (part := getattr(self, name)) is not None}


class Changes(Body, Parts):
    """The changes: whole parts of a draft, single fields after submission; what is omitted stays."""


class Amendment(Body):
    """The changed fields and the reason."""

    changes: Annotated[Parts, BY_PART]
    reason: Annotated[Text, Bespoke("stands beside what the change would do, which is shown first")] = Field(default="")


class MootAnswer(Body):
    """The permits that continue after a sibling was refused, and those that are withdrawn."""

    go_on: Annotated[list[StrictStr], Ticks(N_("These go on"))] = Field(default_factory=list)
    withdraw: Annotated[
        list[StrictStr],
        Ticks(
            N_("These are withdrawn"),
            help=N_("What is withdrawn has to be applied for again; what you tick nowhere stays open"),
        ),
    ] = Field(default_factory=list)


class Branch(Body):
    """The department that joins, by opinion or co-approval, and why; decisions wait for an opinion that `blocks`."""

    department: Annotated[StrictStr, Pick(N_("Which department joins?"), N_("Choose a department"))]
    kind: Annotated[
        StrictStr,
        OneOf(
            N_("In which part?"),
            N_("Choose a part"),
            choices=(("opinion", N_("It gives its opinion")), ("co_approval", N_("It must agree"))),
        ),
    ]
    blocks: Annotated[
        StrictBool,
        Tick(N_("The decision waits for its opinion"), help=N_("An agreement is always waited for")),
    ] = False
    reason: Annotated[Text, Area(N_("Why does it join?"), N_("Say why it joins"), rows=3)]


class Settlement(Body):
    """The suspensive condition to add; without a kind, the first that meets the requirement."""

    kind: Annotated[StrictStr, Pick(N_("Kind of condition"), N_("Choose a kind"))] = ""
    text: Annotated[
        Text,
        Area(
            N_("Wording of the condition"),
            N_("Write the condition"),
            rows=3,
            help=N_("Goes into the licence word for word and is told to the applicant"),
        ),
    ]


def _amend(context: ActContext, application_id: int, body: Amendment) -> None:
    changes = body.changes.given()
    amendments.amend(context, application_id, changes, reason=body.reason, expected_version=body.expected_version)


def _mend(context: ActContext, application_id: int, body: Changes) -> None:
    mending.mend(context, application_id, body.given(), expected_version=body.expected_version)


def _answer_moot(context: ActContext, application_id: int, body: MootAnswer) -> None:
    dependencies.answer_moot(
        context, application_id, go_on=body.go_on, withdraw=body.withdraw, expected_version=body.expected_version
    )


def _offer_moot(case: CaseFile, _key: str, form: Form, language: str) -> None:
    choices = [(key, case.bundle.permits[key].name.get(language)) for key in sorted(unanswered_moot(case))]
    form.go_on.choices, form.withdraw.choices = offered(choices), offered(choices)


def _add_branch(context: ActContext, application_id: int, permit: str, body: Branch) -> None:
    branch = branches.Branch(body.department, body.kind, body.reason, body.blocks)
    branches.add_branch(context, application_id, permit, branch, expected_version=body.expected_version)


def _offer_departments(case: CaseFile, key: str, form: Form, language: str) -> None:
    """Fill the choices with the departments that do not take part yet."""
    absent = absent_departments(case, case.permit(key))
    bodies = case.context.office.bodies_of(case.app.area)
    free = [key for key in case.bundle.departments if key in absent]
    form.department.choices = offered((key, bodies[key].name[language]) for key in free)


def _settle(context: ActContext, application_id: int, permit: str, body: Settlement) -> None:
    added = dependencies.Settlement(body.text, body.kind)
    dependencies.settle_dependency(context, application_id, permit, added, expected_version=body.expected_version)


def _offer_kinds(case: CaseFile, key: str, form: Form, language: str) -> None:
    """Fill the choices with the kinds that meet the requirement."""
    row = case.permit(key)
    demanded = uncovered(dependencies_of(case), row.key, row.conditions or ())
    kinds = dict.fromkeys(kind for one in demanded for kind in one.condition_kinds)
    form.kind.choices = offered((kind, case.bundle.condition_kinds[kind].name.get(language)) for kind in kinds)


class ContradictionRuling(Body):
    """Which of two contradicting conditions holds, by its id, and why."""

    holds: Annotated[StrictStr, OneOf(N_("Which one holds?"), N_("Choose the one that holds"))]
    reason: Annotated[
        Text,
        Area(
            N_("Why it holds"),
            N_("Say why it holds"),
            help=N_("Both departments are told; the other condition is set aside"),
        ),
    ] = ""


def _rule(context: ActContext, application_id: int, permit: str, body: ContradictionRuling) -> None:
    ruling = settlements.Ruling(body.holds, body.reason)
    settlements.settle_contradiction(context, application_id, permit, ruling, expected_version=body.expected_version)


def _offer_sides(case: CaseFile, key: str, form: Form, language: str) -> None:
    """Fill the choices with both sides of each contradiction."""
    found = contradictions_on(case, case.permit(key))
    sides = {one.id: attributed(case, one).get(language) for pair in found for one in (pair.first, pair.second)}
    form.holds.choices = offered(sides.items())


ACTIONS = (
    Action(
        "amend",
        "application",
        Amendment,
        _amend,
        summary=N_("Change the submitted form: a new version, only those concerned are asked again"),
        done=N_("The change is on record; the confirmation is among the notices"),
        page=OwnPage(endpoint="applicant.amend"),
    ),
    Action(
        "mend",
        "application",
        Changes,
        _mend,
        summary=N_("Change exactly the fields of the form that the notice names"),
        done=N_("The changes are kept; hand the list in when everything is mended"),
        page=OwnPage(endpoint="applicant.mend"),
    ),
    Action(
        "answer_moot",
        "application",
        MootAnswer,
        _answer_moot,
        summary=N_("Say which permits go on though a sibling was refused"),
        done=N_("Your answer is on record."),
        page=FormPage(_offer_moot),
    ),
    Action(
        "add_branch",
        "permit",
        Branch,
        _add_branch,
        summary=N_("Let a department join mid-way"),
        done=N_("The department has joined; the promised day stands."),
        page=FormPage(_offer_departments),
    ),
    Action(
        "settle_dependency",
        "permit",
        Settlement,
        _settle,
        summary=N_("Add the condition a sibling's refusal calls for"),
        done=N_("The condition stands in the licence; the applicant is told."),
        page=FormPage(_offer_kinds),
    ),
    Action(
        "settle_contradiction",
        "permit",
        ContradictionRuling,
        _rule,
        summary=N_("Say which of two contradicting conditions holds"),
        done=N_("Settled; both departments are told."),
        page=FormPage(_offer_sides),
    ),
)
