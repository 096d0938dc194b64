"""The actions of intake: accept, send the one deficiency notice, refuse."""

from collections.abc import Collection
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StrictBool, StrictStr
from wtforms import Form

from forms.controls import Area, Day, Line, OneOf, Pick, Ticks
from forms.deficiencies import DeficiencyForm
from forms.fields import offered
from permits.actions.action import Action, FormPage, OwnPage
from permits.actions.fields import Bespoke, Body, LawReference, Shape, Text
from permits.casefile import ActContext, CaseFile
from permits.casefile.facts import concludable, current_route, investigable
from permits.services.intake import acceptance, circulation, commitments, deficiencies, investigations, tolerance
from workflows import N_

OWN_FINDING = N_("Only where what you found differs from what the screening says")


class Accept(Body):
    """Acceptance; materials named as tolerated may follow until the promised day."""

    tolerated: Annotated[list[StrictStr], Ticks(N_("May be handed in later"))] = Field(default_factory=list)
    commitments: Annotated[list[StrictStr], Ticks(N_("A signed commitment stands in for"))] = Field(
        default_factory=list
    )
    promise_by: Annotated[
        date | None,
        Day(N_("Promised by"), help=N_("Left empty, the usual number of working days counts")),
    ] = None


class Flagged(Shape):
    """One deficiency: a material by its code, or a field of the form."""

    material: StrictStr | None = None
    field: StrictStr | None = None
    code: StrictStr
    reason: Text
    remedy: Text = ""


class Deficiencies(Body):
    """All deficiencies at once."""

    items: Annotated[list[Flagged], Bespoke("a row each, as many as are needed", "rows")]


class Circulation(Body):
    """The departments asked; none named means all that take part."""

    departments: Annotated[
        list[StrictStr], Ticks(N_("Which departments are asked?"), N_("Tick one department at least"))
    ] = Field(default_factory=list)


class Question(Body):
    """The permit of which it is in question whether it is needed, and why."""

    permit: Annotated[StrictStr, Pick(N_("Which permit is in question?"), N_("Choose a permit"))]
    reason: Annotated[
        Text, Area(N_("Why is it in question?"), N_("Give a reason"), rows=3, help=N_("The applicant reads it"))
    ]


class Conclusion(Body):
    """Whether the permit under investigation is needed, and why; the article, where the screening says otherwise."""

    permit: Annotated[StrictStr, Pick(N_("Permit under investigation"), N_("Choose a permit"))]
    is_needed: Annotated[
        StrictBool,
        OneOf(
            N_("Is this permit needed?"),
            N_("Choose one of the two"),
            choices=(("yes", N_("Yes, it is needed")), ("no", N_("No, it is not needed"))),
            means={"yes": True, "no": False}.get,
        ),
    ]
    reason: Annotated[Text, Area(N_("Reason"), N_("Give a reason"), rows=3, help=N_("The applicant reads it"))]
    law: Annotated[LawReference, Line(N_("Article of your own finding"), help=OWN_FINDING)] = ""


class NotRequired(Body):
    """Why no licence is needed; the article, where the screening does not say so."""

    reason: Annotated[Text, Area(N_("Reason"), N_("Give a reason"), rows=3)]
    law: Annotated[LawReference, Line(N_("Article of your own finding"), help=OWN_FINDING)] = ""


class NonAcceptance(Body):
    """The reason; and the competent authority, where the matter is another authority's."""

    reason: Annotated[Text, Area(N_("Reason"), N_("Give a reason"), rows=3)]
    ground: Annotated[
        Literal["not_competent", "false_materials", "banned"],
        OneOf(
            N_("Ground"),
            choices=(
                ("not_competent", N_("Another authority is competent")),
                ("false_materials", N_("False materials were handed in")),
                ("banned", N_("A ban runs against the applicant")),
            ),
            default="not_competent",
        ),
    ] = "not_competent"
    refer_to: Annotated[Text, Pick(N_("Competent authority"), is_closed=False)] = ""
    law: Annotated[LawReference, Line(N_("Article of your own finding"), help=OWN_FINDING)] = ""


class Verification(Body):
    """Whether the commitment in place of a material proved true, and the findings."""

    is_true: Annotated[
        StrictBool,
        OneOf(
            N_("Did the commitment prove true?"),
            N_("Choose one of the two"),
            choices=(("yes", N_("Yes")), ("no", N_("No: a ground to revoke the licence"))),
            means={"yes": True, "no": False}.get,
        ),
    ]
    findings: Annotated[Text, Area(N_("What was found?"), N_("Say what was found"))]


def _items(body: Deficiencies) -> list[deficiencies.DeficiencyItem]:
    return [
        deficiencies.DeficiencyItem(
            code=one.code, reason=one.reason, remedy=one.remedy, material=one.material, field=one.field
        )
        for one in body.items
    ]


def _accept(context: ActContext, application_id: int, body: Accept) -> None:
    acceptance.accept(
        context,
        application_id,
        tolerated=body.tolerated,
        promise_by=body.promise_by,
        commitments=body.commitments,
        expected_version=body.expected_version,
    )


def _offer_materials(case: CaseFile, _key: str, form: Form, language: str) -> None:
    """Fill the choices with the materials that may follow later or be replaced by a commitment."""
    route = current_route(case)
    later = tolerance.may_follow(case, route)
    form.tolerated.choices = offered((m.code, f"{m.code} {m.name.get(language)}") for m in later)
    vouched = commitments.open_to_commitment(case, route)
    form.commitments.choices = offered((m.code, m.name.get(language)) for m in vouched if m.code not in case.materials)


def _circulate(context: ActContext, application_id: int, body: Circulation) -> None:
    circulation.circulate(context, application_id, departments=body.departments, expected_version=body.expected_version)


def _offer_departments(case: CaseFile, _key: str, form: Form, language: str) -> None:
    """Fill the choices with the departments that take part, all preselected."""
    keys = circulation.taking_part(current_route(case))
    bodies = case.context.office.bodies_of(case.app.area)
    form.departments.choices = offered((key, bodies[key].name[language]) for key in keys)
    if form.departments.data is None:
        form.departments.data = keys


def _file(context: ActContext, work_item_id: int, body: Deficiencies) -> None:
    circulation.file_deficiency(context, work_item_id, _items(body), expected_version=body.expected_version)


def _notify(context: ActContext, application_id: int, body: Deficiencies) -> None:
    deficiencies.notify_deficiencies(context, application_id, _items(body), expected_version=body.expected_version)


def _reflag(context: ActContext, application_id: int, body: Deficiencies) -> None:
    deficiencies.reflag(context, application_id, _items(body), expected_version=body.expected_version)


def _supplement(context: ActContext, application_id: int, body: Body) -> None:
    deficiencies.supplement(context, application_id, expected_version=body.expected_version)


def _refuse_acceptance(context: ActContext, application_id: int, body: NonAcceptance) -> None:
    why = acceptance.NonAcceptance(body.reason, body.refer_to, body.ground, body.law)
    acceptance.refuse_acceptance(context, application_id, why, expected_version=body.expected_version)


def _offer_agencies(case: CaseFile, _key: str, form: Form, language: str) -> None:
    form.refer_to.choices = offered((one.key, one.name.get(language)) for one in case.bundle.refer_agencies.values())


def _declare_not_required(context: ActContext, application_id: int, body: NotRequired) -> None:
    acceptance.declare_not_required(
        context, application_id, reason=body.reason, law=body.law, expected_version=body.expected_version
    )


def _verify(context: ActContext, work_item_id: int, body: Verification) -> None:
    commitments.verify_commitment(
        context, work_item_id, is_true=body.is_true, findings=body.findings, expected_version=body.expected_version
    )


def _investigate(context: ActContext, application_id: int, body: Question) -> None:
    investigations.investigate(
        context, application_id, body.permit, reason=body.reason, expected_version=body.expected_version
    )


def _conclude(context: ActContext, application_id: int, body: Conclusion) -> None:
    found = investigations.Conclusion(body.permit, body.is_needed, body.reason, body.law)
    investigations.conclude(context, application_id, found, expected_version=body.expected_version)


def _offer_questions(case: CaseFile, _key: str, form: Form, language: str) -> None:
    _offer_permits(case, form, investigable(case), language)


def _offer_open(case: CaseFile, _key: str, form: Form, language: str) -> None:
    _offer_permits(case, form, concludable(case), language)


def _offer_permits(case: CaseFile, form: Form, keys: Collection[str], language: str) -> None:
    """Fill the choices with permits, in the order of the bundle."""
    form.permit.choices = offered(
        (key, rule.name.get(language)) for key, rule in case.bundle.permits.items() if key in keys
    )


COUNTER = "window.check"
ACTIONS = (
    Action(
        "accept",
        "application",
        Accept,
        _accept,
        summary=N_("Accept it: the departments begin, the clocks start"),
        done=N_("Accepted. All departments have begun."),
        page=OwnPage(_offer_materials, endpoint=COUNTER),
        confirms=True,
    ),
    Action(
        "circulate",
        "application",
        Circulation,
        _circulate,
        summary=N_("Ask the departments what they miss, before the one notice"),
        done=N_("The departments have been asked what they miss."),
        page=FormPage(_offer_departments),
    ),
    Action(
        "file_deficiency",
        "work_item",
        Deficiencies,
        _file,
        summary=N_("File what the department misses, or that nothing is missing"),
        done=N_("Your list is with the counter; you may file it again until the notice is sent."),
        page=OwnPage(endpoint="checks.check", form=DeficiencyForm),
    ),
    Action(
        "notify_deficiencies",
        "application",
        Deficiencies,
        _notify,
        summary=N_("Send the one notice of everything missing or wrong"),
        done=N_("The applicant has the whole list."),
        page=OwnPage(endpoint=COUNTER, form=DeficiencyForm),
        confirms=True,
    ),
    Action(
        "reflag",
        "application",
        Deficiencies,
        _reflag,
        summary=N_("Send back items of the first notice that are still unmet"),
        done=N_("The items still open have gone back."),
        page=OwnPage(endpoint=COUNTER, form=DeficiencyForm),
        confirms=True,
    ),
    Action(
        "supplement",
        "application",
        Body,
        _supplement,
        summary=N_("Hand the corrected materials in"),
        done=N_("Handed in; the counter checks it within five working days"),
        page=OwnPage(endpoint="applicant.track"),
    ),
    Action(
        "refuse_acceptance",
        "application",
        NonAcceptance,
        _refuse_acceptance,
        summary=N_("Refuse: another authority is competent"),
        done=N_("Not accepted; the applicant knows where to go."),
        page=OwnPage(_offer_agencies, endpoint=COUNTER),
        confirms=True,
    ),
    Action(
        "investigate",
        "application",
        Question,
        _investigate,
        summary=N_("Put under investigation whether a permit is needed; acceptance waits for the conclusion"),
        done=N_("Under investigation; the applicant has been told. The time of the check runs on."),
        page=FormPage(_offer_questions),
    ),
    Action(
        "conclude",
        "application",
        Conclusion,
        _conclude,
        summary=N_("Conclude whether a permit under investigation is needed"),
        done=N_("Concluded; the applicant has been told."),
        page=FormPage(_offer_open),
    ),
    Action(
        "declare_not_required",
        "application",
        NotRequired,
        _declare_not_required,
        summary=N_("Declare that no licence is required"),
        done=N_("The applicant has been told."),
        page=OwnPage(endpoint=COUNTER),
        confirms=True,
    ),
    Action(
        "verify_commitment",
        "work_item",
        Verification,
        _verify,
        summary=N_("Record whether a commitment proved true"),
        done=N_("What was found is on record."),
    ),
)
