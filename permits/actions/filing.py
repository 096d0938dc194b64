"""The actions of filing: submit an application, report emergency works."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from flask_babel import gettext
from pydantic import Field, StrictStr
from wtforms import Form

from forms.controls import Added, Moment, add_controls
from permits.actions.action import Action, FormPage, OwnPage
from permits.actions.fields import ApiOnly, Body, OfficeMoment, Shape, Title
from permits.casefile import ActContext, CaseFile
from permits.casefile.facts import emergency_lane
from permits.services.filing import applications, emergencies
from workflows import N_


class NotifiedDepartment(Shape):
    """A department that was notified, and when; without a moment: when the works began."""

    department: StrictStr
    at: OfficeMoment | None = None


def _notified(moments: Mapping[str, datetime | None]) -> list[dict[str, object]]:
    """Return the notified departments as the body holds them."""
    return [{"department": name.removesuffix("_at"), "at": at} for name, at in moments.items() if at]


class EmergencyReport(Body):
    """When the works began, which departments were notified (by name, or with the moment), and the evidence."""

    started_at: Annotated[
        OfficeMoment,
        Moment(
            N_("When did the works begin?"),
            N_("Say when the works began"),
            help=N_("The hours for filing run from here, holidays included"),
        ),
    ]
    notified: Annotated[
        list[StrictStr | NotifiedDepartment],
        Field(max_length=20),
        Added(_notified),
    ] = Field(default_factory=list)
    photos: Annotated[
        list[Title], Field(max_length=20), ApiOnly("names of files; the page for files is that of the application")
    ] = Field(default_factory=list)


def _offer_departments(case: CaseFile, _key: str, form: Form, language: str) -> None:
    """Ask when each department of the lane was told."""
    lane = emergency_lane(case)
    told = lane.notify if lane else ()
    names = {key: case.bundle.departments[key].name.get(language) for key in told}
    controls = {f"{key}_at": Moment(gettext("When was this told to %(name)s?", name=one)) for key, one in names.items()}
    add_controls(form, controls)


def _submit(context: ActContext, application_id: int, body: Body) -> None:
    applications.submit(context, application_id, expected_version=body.expected_version)


def _discard(context: ActContext, application_id: int, body: Body) -> None:
    applications.discard(context, application_id, expected_version=body.expected_version)


def _report(context: ActContext, application_id: int, body: EmergencyReport) -> None:
    notified = [
        emergencies.Notified(one) if isinstance(one, str) else emergencies.Notified(one.department, one.at)
        for one in body.notified
    ]
    report = emergencies.Report(body.started_at, notified, body.photos)
    emergencies.report_emergency(context, application_id, report, expected_version=body.expected_version)


ACTIONS = (
    Action(
        "submit",
        "application",
        Body,
        _submit,
        summary=N_("Hand the application in"),
        done=N_("Handed in. The counter checks it within five working days."),
        page=OwnPage(endpoint="applicant.form"),
    ),
    Action(
        "discard",
        "application",
        Body,
        _discard,
        summary=N_("Give up a draft; nothing was applied for"),
        done=N_("The draft is given up."),
    ),
    Action(
        "report_emergency",
        "application",
        EmergencyReport,
        _report,
        summary=N_("Report emergency works as they begin"),
        done=N_("The works are reported. File the application before the hours have passed."),
        page=FormPage(_offer_departments),
    ),
)
