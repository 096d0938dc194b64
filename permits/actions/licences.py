"""The actions on a licence in force: renew, vary, inspect, check the site, count."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated

from flask_babel import gettext, lazy_gettext
from pydantic import Field, StrictStr
from wtforms import Form

from forms.controls import Added, Area, Control, Day, Measure, Ticks, Whole, add_controls
from permits.actions.action import Action, FormPage
from permits.actions.fields import Body, ExactObject, Number, Object, Text
from permits.actions.procedures import offer_officers
from permits.casefile import ActContext, CaseFile
from permits.models.base import JsonObject
from permits.services.case.terms import with_value
from permits.services.case.worded import question_at, value_at
from permits.services.deciding import successions
from permits.services.licences import aftercare, inspections
from permits.services.licences.overruns import Seen, measures_of
from permits.services.licences.site_checks import check_site
from workflows import N_

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
        Added(dict),
    ]
    reason: Annotated[Text, REASON] = ""


def _measured(areas: Mapping[str, object]) -> dict[str, object]:
    return {name: area for name, area in areas.items() if area is not None}


class Inspected(Body):
    """Inspector and findings; figures measured, by the key of the measure; the last day of use observed."""

    officers: Officers = Field(default_factory=list)
    findings: Findings = ""
    areas: Annotated[ExactObject, Added(_measured)] = Field(default_factory=dict)
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
    """Who counted, how many are alive and dead, and by when the dead ones are replaced."""

    officers: Officers = Field(default_factory=list)
    alive: Annotated[Number, Whole(N_("Alive"), N_("Count them"), least=0)] = 0
    dead: Annotated[Number, Whole(N_("Lost"), N_("Count them"), least=0)] = 0
    replant_by: Annotated[date | None, Day(N_("Losses to be replaced by which day?"))] = None
    findings: Findings = ""


def _renew(context: ActContext, number: str, body: Renewal) -> None:
    successions.renew(context, number, until=body.until, reason=body.reason, expected_version=body.expected_version)


def _vary(context: ActContext, number: str, body: Variation) -> None:
    successions.vary(context, number, body.changes, reason=body.reason, expected_version=body.expected_version)


def _offer_renewal(case: CaseFile, _number: str, form: Form, _language: str) -> None:
    """Ask for another last day only where the matter asks for a period."""
    if not case.bundle.period and "until" in form:
        del form["until"]


def _offer_change(case: CaseFile, number: str, form: Form, language: str) -> None:
    """Ask for the figures of the licence that can be varied, and for its last day."""
    controls: dict[str, Control] = {"to": Day(N_("Last day from now on"))} if case.bundle.period else {}
    for name, path in _figures(case, number).items():
        asked = question_at(case.bundle.questions, path)
        label = gettext("%(label)s from now on", label=asked.label.get(language)) if asked else path
        kind = Whole if asked and asked.kind == "integer" else Measure
        controls[name] = kind(label, least=asked.minimum if asked else None, most=asked.maximum if asked else None)
    add_controls(form, controls, before="reason")


def _figures(case: CaseFile, number: str) -> dict[str, str]:
    """Return the paths of the figures that were asked for: the length of the licence and what can be measured."""
    rule, answers = case.bundle.permits[case.licences[number].permit], case.form.answers
    found: dict[str, str] = {}
    for path in (rule.validity.term, *(one.asked for one in rule.measures)):
        if path and value_at(answers, path) is not None:
            name = path.rpartition(".")[2]
            found[name if name not in found else path.replace(".", "-")] = path
    return found


def _read_change(case: CaseFile, number: str, values: JsonObject) -> JsonObject:
    """Return the typed values by part of the answers."""
    asked, answers = values["changes"], case.form.answers
    paths = {**_figures(case, number), "to": f"{case.bundle.period}.to"}
    given = {paths[name]: _plain(value) for name, value in asked.items() if value is not None}
    for path, value in given.items():
        answers = with_value(answers, path, value)
    return {**values, "changes": {key: answers[key] for key in dict.fromkeys(path.partition(".")[0] for path in given)}}


def _plain(figure: object) -> object:
    """Return a figure or a day in the type the answers use."""
    if isinstance(figure, date):
        return figure.isoformat()
    return float(figure) if isinstance(figure, Decimal) else figure


def _request(context: ActContext, number: str, body: Body) -> None:
    inspections.request_inspection(context, number, expected_version=body.expected_version)


def _offer_parts(case: CaseFile, number: str, form: Form, language: str) -> None:
    """Offer the officers on record, and ask for the figures that can be measured of the licence."""
    offer_officers(case, form)
    measures = measures_of(case, case.licences[number])
    labels = {
        key: gettext("%(label)s, measured (%(unit)s)", label=one.label.get(language), unit=one.unit.get(language))
        for key, one in measures.items()
    }
    add_controls(form, {key: Measure(label, least=0) for key, label in labels.items()}, before="used_until")


def _accept(context: ActContext, number: str, body: Inspected) -> None:
    inspections.accept_inspection(context, number, body.inspected(), expected_version=body.expected_version)


def _rectify(context: ActContext, number: str, body: Rectification) -> None:
    record = body.inspected(body.rectify_by)
    inspections.require_rectification(context, number, record, expected_version=body.expected_version)


def _check_site(context: ActContext, number: str, body: Inspected) -> None:
    check_site(context, number, body.inspected(), expected_version=body.expected_version)


def _count(context: ActContext, number: str, body: Counted) -> None:
    count = aftercare.Count(body.officers, body.findings, body.alive, body.dead, body.replant_by)
    aftercare.record_survival(context, number, count, expected_version=body.expected_version)


def _offer_count(case: CaseFile, number: str, form: Form, language: str) -> None:
    """Name what is counted, with the smallest allowed count beside the control."""
    offer_officers(case, form)
    row = case.licences[number]
    if rule := aftercare.count_of(case, row):
        form.alive.label.text, form.dead.label.text = rule.alive.get(language), rule.dead.get(language)
        least = aftercare.least_to_count(case, row)
        form.alive.description = lazy_gettext("Living and dead together at least %(count)s", count=least)


ACTIONS = (
    Action(
        "renew",
        "licence",
        Renewal,
        _renew,
        summary=N_("Open the application to renew it"),
        done=N_("The renewal is open as a draft among your applications: complete and submit it."),
        page=FormPage(_offer_renewal),
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
        _count,
        summary=N_("Record how many are alive; what is lost is replaced"),
        done=N_("The count is on record."),
        page=FormPage(_offer_count),
    ),
)
