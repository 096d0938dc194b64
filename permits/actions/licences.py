"""The actions on a licence in force: renew, vary, inspect, check the site, count trees."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated

from flask_babel import lazy_gettext
from pydantic import Field, StrictStr
from wtforms import Form

from forms.controls import Area, Day, Measure, Several, Ticks, Whole
from permits.actions.action import Action, FormPage
from permits.actions.fields import Body, ExactObject, Number, Object, Text
from permits.actions.procedures import offer_officers
from permits.casefile import ActContext, CaseFile
from permits.models.base import JsonObject
from permits.services.case.scope import SCOPE_OF
from permits.services.deciding import successions
from permits.services.licences import aftercare, inspections
from permits.services.licences.overruns import Seen, measured_parts
from permits.services.licences.site_checks import check_site
from workflows import N_

FIGURES = ("days", "area_m2")
AREAS = {
    "occupy": Measure(N_("Area occupied, measured (m²)"), least=0),
    "excavate": Measure(N_("Area broken, measured (m²)"), least=0),
    "green": Measure(N_("Green area used, measured (m²)"), least=0),
}
REASON = Area(N_("Reason for the record"), rows=3)
Officers = Annotated[
    list[Annotated[StrictStr, Field(max_length=100)]],
    Field(max_length=20),
    Ticks(
        N_("Officers"), N_("Name two officers at least"), help=N_("Law-enforcement officers on record, two at least")
    ),
]
Findings = Annotated[Text, Area(N_("What you found"), N_("Say what you found"))]


class Renewal(Body):
    """The last day, if a term shorter than the longest allowed is requested."""

    until: Annotated[
        date | None,
        Day(N_("Renewed until which day?"), help=N_("Leave empty for the longest term allowed")),
    ] = None
    reason: Annotated[Text, REASON] = ""


class Variation(Body):
    """The answers to change."""

    changes: Annotated[
        Object,
        Several(
            {
                "to": Day(N_("Last day from now on")),
                "days": Whole(N_("Days occupied from now on"), least=1, most=3650),
                "area_m2": Measure(N_("Area occupied from now on"), least=0),
            },
            dict,
        ),
    ]
    reason: Annotated[Text, REASON] = ""


def _measured(areas: Mapping[str, object]) -> dict[str, object]:
    return {name: area for name, area in areas.items() if area is not None}


class Inspected(Body):
    """Inspector and findings; measured areas by part of the scope (`occupy`, …), the last day of use observed."""

    officers: Officers = Field(default_factory=list)
    findings: Findings = ""
    areas: Annotated[ExactObject, Several(AREAS, _measured)] = Field(default_factory=dict)
    used_until: Annotated[
        date | None,
        Day(N_("Last day the place was seen in use"), help=N_("Leave empty where it was not in use")),
    ] = None

    def inspected(self, rectify_by: date | None = None) -> inspections.Record:
        """Return the record as the service takes it."""
        return inspections.Record(self.officers, self.findings, rectify_by, Seen(self.areas, self.used_until))


class Rectification(Inspected):
    """What to rectify, and by when."""

    rectify_by: Annotated[date | None, Day(N_("To be put right by which day?"), N_("Name the day"))] = None


class Counted(Body):
    """Who counted the trees, how many are alive and dead, and by when the dead ones are replaced."""

    officers: Officers = Field(default_factory=list)
    alive: Annotated[Number, Whole(N_("Trees that live"), N_("Count the trees"), least=0)] = 0
    dead: Annotated[Number, Whole(N_("Trees that are dead"), N_("Count the trees"), least=0)] = 0
    replant_by: Annotated[date | None, Day(N_("To be planted again by which day?"))] = None
    findings: Findings = ""


def _renew(context: ActContext, number: str, body: Renewal) -> None:
    successions.renew(context, number, until=body.until, reason=body.reason, expected_version=body.expected_version)


def _vary(context: ActContext, number: str, body: Variation) -> None:
    successions.vary(context, number, body.changes, reason=body.reason, expected_version=body.expected_version)


def _offer_change(case: CaseFile, number: str, form: Form, _language: str) -> None:
    """Ask only for the fields in the licence's part of the answers."""
    known = case.form.answers.get(_part(case, number), {})
    for name in FIGURES:
        if name in form and name not in known:
            del form[name]


def _part(case: CaseFile, number: str) -> str:
    """Return the part of the answers with the licence's figures; empty where the licence covers lists."""
    answers, wanted = case.form.answers, SCOPE_OF.get(case.licences[number].permit, ())
    return next((name for name in wanted if isinstance(answers.get(name), Mapping)), "")


def _read_change(case: CaseFile, number: str, values: JsonObject) -> JsonObject:
    """Return the typed values by part of the answers."""
    answers, asked, changes = case.form.answers, values["changes"], dict[str, object]()
    if asked["to"]:
        changes["period"] = {**answers.get("period", {}), "to": asked["to"].isoformat()}
    if figures := {name: _plain(asked[name]) for name in FIGURES if asked.get(name) is not None}:
        part = _part(case, number)
        changes[part] = {**answers[part], **figures}
    return {**values, "changes": changes}


def _plain(figure: object) -> object:
    """Return a figure in the type the answers use."""
    return float(figure) if isinstance(figure, Decimal) else figure


def _request(context: ActContext, number: str, body: Body) -> None:
    inspections.request_inspection(context, number, expected_version=body.expected_version)


def _offer_parts(case: CaseFile, number: str, form: Form, _language: str) -> None:
    """Offer the officers on record, and ask only for the areas of the parts that the licence covers."""
    offer_officers(case, form)
    for name in AREAS.keys() - set(measured_parts(case.licences[number])):
        # after a refusal the form was already reduced
        if name in form:
            del form[name]


def _accept(context: ActContext, number: str, body: Inspected) -> None:
    inspections.accept_inspection(context, number, body.inspected(), expected_version=body.expected_version)


def _rectify(context: ActContext, number: str, body: Rectification) -> None:
    record = body.inspected(body.rectify_by)
    inspections.require_rectification(context, number, record, expected_version=body.expected_version)


def _check_site(context: ActContext, number: str, body: Inspected) -> None:
    check_site(context, number, body.inspected(), expected_version=body.expected_version)


def _count_trees(context: ActContext, number: str, body: Counted) -> None:
    count = aftercare.Count(body.officers, body.findings, body.alive, body.dead, body.replant_by)
    aftercare.record_survival(context, number, count, expected_version=body.expected_version)


def _offer_count(case: CaseFile, number: str, form: Form, _language: str) -> None:
    """Show the smallest allowed count beside the control."""
    offer_officers(case, form)
    least = aftercare.trees_to_count(case, case.licences[number])
    form.alive.description = lazy_gettext("Living and dead together at least %(count)s", count=least)


ACTIONS = (
    Action(
        "renew",
        "licence",
        Renewal,
        _renew,
        summary=N_("Open the application to renew it"),
        done=N_("The renewal is open as a draft among your applications: complete and submit it."),
    ),
    Action(
        "vary",
        "licence",
        Variation,
        _vary,
        summary=N_("Open the application to vary it, before anything changes"),
        done=N_("The variation is open as a draft among your applications: complete and submit it."),
        page=FormPage(_offer_change, _read_change),
    ),
    Action(
        "request_inspection",
        "licence",
        Body,
        _request,
        summary=N_("Ask for the acceptance inspection"),
        done=N_("The inspection is asked for."),
    ),
    Action(
        "accept_inspection",
        "licence",
        Inspected,
        _accept,
        summary=N_("Accept the reinstatement"),
        done=N_("The reinstatement is accepted."),
        page=FormPage(_offer_parts),
    ),
    Action(
        "require_rectification",
        "licence",
        Rectification,
        _rectify,
        summary=N_("Ask for the works to be put right"),
        done=N_("The holder is told what to put right."),
        page=FormPage(_offer_parts),
    ),
    Action(
        "check_site",
        "licence",
        Inspected,
        _check_site,
        summary=N_("Record a site check; use beyond the licence is flagged"),
        done=N_("The site check is on record."),
        page=FormPage(_offer_parts),
    ),
    Action(
        "record_survival",
        "licence",
        Counted,
        _count_trees,
        summary=N_("Record how many trees live; what died is planted again"),
        done=N_("The count of the trees is on record."),
        page=FormPage(_offer_count),
    ),
)
