"""The doors of the applicant and of the counter."""

from collections.abc import Mapping

from permits.api import shapes
from permits.api.doors.door import Door
from permits.casefile import ActContext
from permits.services.closing import delivery, ratings, withdrawals
from permits.services.filing import applications
from permits.services.intake import acceptance


def _submit(context: ActContext, application_id: int, body: shapes.Act) -> None:
    applications.submit(context, application_id, expected_version=body.expected_version)


def _accept(context: ActContext, application_id: int, body: shapes.Accept) -> None:
    acceptance.accept(
        context,
        application_id,
        tolerated=body.tolerated,
        promise_by=body.promise_by,
        commitments=body.commitments,
        expected_version=body.expected_version,
    )


def _refuse_acceptance(context: ActContext, application_id: int, body: shapes.NonAcceptance) -> None:
    why = acceptance.NonAcceptance(body.reason, body.refer_to, body.ground)
    acceptance.refuse_acceptance(context, application_id, why, expected_version=body.expected_version)


def _declare_not_required(context: ActContext, application_id: int, body: shapes.NotRequired) -> None:
    acceptance.declare_not_required(context, application_id, reason=body.reason, expected_version=body.expected_version)


def _withdraw(context: ActContext, application_id: int, body: shapes.Withdrawal) -> None:
    withdrawals.withdraw(
        context, application_id, reason=body.reason, permits=body.permits, expected_version=body.expected_version
    )


def _deliver(context: ActContext, application_id: int, body: shapes.Delivery) -> None:
    delivery.deliver(
        context, application_id, method=body.method, recipient=body.recipient, expected_version=body.expected_version
    )


def _rate(context: ActContext, application_id: int, body: shapes.Rating) -> None:
    ratings.rate(
        context, application_id, stars=body.stars, comment=body.comment, expected_version=body.expected_version
    )


def _urge(context: ActContext, application_id: int, body: shapes.Act) -> None:
    ratings.urge(context, application_id, expected_version=body.expected_version)


DOORS: Mapping[str, Door] = {
    "submit": Door(shapes.Act, _submit, "Hand the application in"),
    "accept": Door(shapes.Accept, _accept, "Accept it: the departments begin, the clocks start"),
    "refuse_acceptance": Door(shapes.NonAcceptance, _refuse_acceptance, "Refuse: another authority is competent"),
    "declare_not_required": Door(shapes.NotRequired, _declare_not_required, "Declare that no licence is required"),
    "withdraw": Door(shapes.Withdrawal, _withdraw, "Withdraw it, or some undecided permits of it"),
    "deliver": Door(shapes.Delivery, _deliver, "Hand all decisions and licences over at once"),
    "rate": Door(shapes.Rating, _rate, "Rate the service"),
    "urge": Door(shapes.Act, _urge, "Nudge whoever holds it, once a day"),
}
