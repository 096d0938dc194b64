"""The doors of the applicant and of the counter."""

from collections.abc import Mapping

from permits.api import shapes
from permits.api.doors.door import Door
from permits.casefile import Desk
from permits.services.closing import delivery, ratings, withdrawals
from permits.services.filing import applications
from permits.services.intake import acceptance


def _submit(desk: Desk, application_id: int, body: shapes.Act) -> None:
    applications.submit(desk, application_id, expected_version=body.expected_version)


def _accept(desk: Desk, application_id: int, body: shapes.Accept) -> None:
    acceptance.accept(
        desk,
        application_id,
        tolerated=body.tolerated,
        promise_by=body.promise_by,
        commitments=body.commitments,
        expected_version=body.expected_version,
    )


def _refuse_acceptance(desk: Desk, application_id: int, body: shapes.NonAcceptance) -> None:
    why = acceptance.NonAcceptance(body.reason, body.refer_to, body.ground)
    acceptance.refuse_acceptance(desk, application_id, why, expected_version=body.expected_version)


def _declare_not_required(desk: Desk, application_id: int, body: shapes.NotRequired) -> None:
    acceptance.declare_not_required(desk, application_id, reason=body.reason, expected_version=body.expected_version)


def _withdraw(desk: Desk, application_id: int, body: shapes.Withdrawal) -> None:
    withdrawals.withdraw(
        desk, application_id, reason=body.reason, permits=body.permits, expected_version=body.expected_version
    )


def _deliver(desk: Desk, application_id: int, body: shapes.Delivery) -> None:
    delivery.deliver(
        desk, application_id, method=body.method, recipient=body.recipient, expected_version=body.expected_version
    )


def _rate(desk: Desk, application_id: int, body: shapes.Rating) -> None:
    ratings.rate(desk, application_id, stars=body.stars, comment=body.comment, expected_version=body.expected_version)


def _urge(desk: Desk, application_id: int, body: shapes.Act) -> None:
    ratings.urge(desk, application_id, expected_version=body.expected_version)


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
