"""The doors of every move: its name, the shape of its body, the service behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from permits.api import shapes
from permits.casefile import Desk
from permits.services import applications, delivery, intake, work_items


@dataclass(frozen=True, slots=True)
class Door:
    """One move: what it takes and who makes it."""

    shape: type[shapes.Act]
    act: Callable[[Desk, int, Any], None]
    summary: str


def _submit(desk: Desk, application_id: int, body: shapes.Act) -> None:
    applications.submit(desk, application_id, expected_version=body.expected_version)


def _accept(desk: Desk, application_id: int, body: shapes.Accept) -> None:
    intake.accept(desk, application_id, tolerated=body.tolerated, expected_version=body.expected_version)


def _items(body: shapes.Deficiencies) -> list[intake.DeficiencyItem]:
    return [
        intake.DeficiencyItem(
            code=one.code, reason=one.reason, remedy=one.remedy, material=one.material, field=one.field
        )
        for one in body.items
    ]


def _notify(desk: Desk, application_id: int, body: shapes.Deficiencies) -> None:
    intake.notify_deficiencies(desk, application_id, _items(body), expected_version=body.expected_version)


def _reflag(desk: Desk, application_id: int, body: shapes.Deficiencies) -> None:
    intake.reflag(desk, application_id, _items(body), expected_version=body.expected_version)


def _supplement(desk: Desk, application_id: int, body: shapes.Act) -> None:
    intake.supplement(desk, application_id, expected_version=body.expected_version)


def _refuse_acceptance(desk: Desk, application_id: int, body: shapes.NonAcceptance) -> None:
    intake.refuse_acceptance(
        desk, application_id, reason=body.reason, refer_to=body.refer_to, expected_version=body.expected_version
    )


def _declare_not_required(desk: Desk, application_id: int, body: shapes.NotRequired) -> None:
    intake.declare_not_required(desk, application_id, reason=body.reason, expected_version=body.expected_version)


def _withdraw(desk: Desk, application_id: int, body: shapes.Withdrawal) -> None:
    applications.withdraw(
        desk, application_id, reason=body.reason, permits=body.permits, expected_version=body.expected_version
    )


def _deliver(desk: Desk, application_id: int, body: shapes.Delivery) -> None:
    delivery.deliver(
        desk, application_id, method=body.method, recipient=body.recipient, expected_version=body.expected_version
    )


def _rate(desk: Desk, application_id: int, body: shapes.Rating) -> None:
    applications.rate(desk, application_id, stars=body.stars, comment=body.comment)


def _urge(desk: Desk, application_id: int, _body: shapes.Act) -> None:
    applications.urge(desk, application_id)


def _claim(desk: Desk, work_item_id: int, body: shapes.Act) -> None:
    work_items.claim(desk, work_item_id, expected_version=body.expected_version)


def _release(desk: Desk, work_item_id: int, body: shapes.Act) -> None:
    work_items.release(desk, work_item_id, expected_version=body.expected_version)


def _approve(desk: Desk, work_item_id: int, body: shapes.Approval) -> None:
    conditions = [condition.model_dump(mode="json") for condition in body.conditions]
    verdict = work_items.Verdict(opinion=body.opinion, conditions=conditions, narrower=body.narrower)
    work_items.approve(desk, work_item_id, verdict, expected_version=body.expected_version)


def _refuse(desk: Desk, work_item_id: int, body: shapes.Refusal) -> None:
    verdict = work_items.Verdict(opinion=body.opinion, reason_code=body.reason_code, law=body.law)
    work_items.refuse(desk, work_item_id, verdict, expected_version=body.expected_version)


APPLICATION: Mapping[str, Door] = {
    "submit": Door(shapes.Act, _submit, "Hand the application in"),
    "accept": Door(shapes.Accept, _accept, "Accept it: the departments begin, the clocks start"),
    "notify_deficiencies": Door(shapes.Deficiencies, _notify, "Send the one notice of everything missing or wrong"),
    "reflag": Door(shapes.Deficiencies, _reflag, "Send back items of the first notice that are still unmet"),
    "supplement": Door(shapes.Act, _supplement, "Hand the mended papers in"),
    "refuse_acceptance": Door(shapes.NonAcceptance, _refuse_acceptance, "Refuse: another authority is competent"),
    "declare_not_required": Door(shapes.NotRequired, _declare_not_required, "Declare that no licence is required"),
    "withdraw": Door(shapes.Withdrawal, _withdraw, "Withdraw it, or some undecided permits of it"),
    "deliver": Door(shapes.Delivery, _deliver, "Hand all decisions and licences over at once"),
    "rate": Door(shapes.Rating, _rate, "Rate the service"),
    "urge": Door(shapes.Act, _urge, "Nudge whoever holds it, once a day"),
}
WORK_ITEM: Mapping[str, Door] = {
    "claim": Door(shapes.Act, _claim, "Take it on"),
    "release": Door(shapes.Act, _release, "Put it back for the others of the department"),
    "approve": Door(shapes.Approval, _approve, "Agree; on a decision, grant its permit"),
    "refuse": Door(shapes.Refusal, _refuse, "Refuse, with a coded reason"),
}
