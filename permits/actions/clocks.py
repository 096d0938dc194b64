"""The actions that stop, resume and extend the legal clocks."""

from typing import Annotated

from pydantic import Field, StrictStr
from wtforms import Form

from forms.controls import Area, Pick, Whole
from forms.fields import offered
from permits.actions.action import Action, FormPage
from permits.actions.fields import Body, Number, Text
from permits.casefile import ActContext, CaseFile
from permits.casefile.facts import foreseen
from permits.i18n import translate
from permits.services.procedures import extensions, stops
from permits.words import word
from workflows import N_


class StopClock(Body):
    """A statutory ground and the written notice."""

    ground: Annotated[
        StrictStr,
        Pick(
            N_("Ground of the closed list"),
            N_("Choose a ground"),
            help=N_(
                "What a law requires of this permit; site visits, public notices and sign-off do not stop the clock"
            ),
        ),
    ]
    notice: Annotated[
        Text,
        Area(
            N_("Written notice to the applicant"),
            N_("The clock stops only with a written notice"),
            help=N_("Why the law requires it; goes out word for word, the clock stops on the day of service"),
        ),
    ] = ""
    expected_days: Annotated[
        Annotated[Number, Field(ge=1, le=3650)] | None,
        Whole(
            N_("Expected working days"),
            N_("Name the working days it takes: the applicant is told in writing"),
            help=N_("The applicant is told, and you are reminded when it takes longer"),
        ),
    ] = None


class Extension(Body):
    """Why more time is needed; the applicant is notified."""

    reason: Annotated[
        Text,
        Area(
            N_("Why more time is needed"),
            N_("Say why more time is needed"),
            help=N_("An extension can be granted once only; its reason is told to the applicant"),
        ),
    ] = ""


def _offer_grounds(case: CaseFile, key: str, form: Form, language: str) -> None:
    """Fill the choices with the procedures a law requires of the permit as the case stands."""
    found = foreseen(case, case.permit(key))
    named = ((ground, translate(str(word("ground", ground)), language), law) for ground, law in found.items())
    form.ground.choices = offered((ground, f"{name} · {law.get(language)}") for ground, name, law in named)


def _stop(context: ActContext, application_id: int, permit: str, body: StopClock) -> None:
    why = stops.Stop(body.ground, body.notice, body.expected_days)
    stops.stop_clock(context, application_id, permit, why, expected_version=body.expected_version)


def _resume(context: ActContext, application_id: int, permit: str, body: Body) -> None:
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


EXTENDED = N_("The limit is extended; the applicant is told why.")
ACTIONS = (
    Action(
        "stop_clock",
        "permit",
        StopClock,
        _stop,
        summary=N_("Stop its clocks for a special procedure, with written notice"),
        done=N_("The clock stands still; the applicant is told in writing."),
        page=FormPage(_offer_grounds),
        confirms=True,
    ),
    Action(
        "resume_clock",
        "permit",
        Body,
        _resume,
        summary=N_("Let its clocks run again"),
        done=N_("The clock runs again; today is counted."),
    ),
    Action(
        "request_extension",
        "permit",
        Extension,
        _request,
        summary=N_("Ask the head for more time"),
        done=N_("The head of the department has been asked."),
    ),
    Action(
        "extend",
        "permit",
        Extension,
        _extend,
        summary=N_("Extend its statutory limit, once"),
        done=EXTENDED,
    ),
    Action(
        "request_joint_extension",
        "application",
        Extension,
        _request_joint,
        summary=N_("Ask the government for a longer joint cap"),
        done=N_("The government has been asked."),
    ),
    Action(
        "extend_joint",
        "application",
        Extension,
        _extend_joint,
        summary=N_("Extend the joint cap, once"),
        done=EXTENDED,
    ),
)
