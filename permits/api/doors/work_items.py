"""The doors of a department's work."""

from collections.abc import Mapping

from permits.api import shapes
from permits.api.doors.door import Door
from permits.casefile import ActContext
from permits.services.closing import callbacks
from permits.services.deciding import work_items
from permits.services.intake import commitments


def _claim(context: ActContext, work_item_id: int, body: shapes.Act) -> None:
    work_items.claim(context, work_item_id, expected_version=body.expected_version)


def _release(context: ActContext, work_item_id: int, body: shapes.Act) -> None:
    work_items.release(context, work_item_id, expected_version=body.expected_version)


def _approve(context: ActContext, work_item_id: int, body: shapes.Approval) -> None:
    conditions = [condition.model_dump(mode="json") for condition in body.conditions]
    verdict = work_items.Verdict(opinion=body.opinion, conditions=conditions, narrower=body.narrower)
    work_items.approve(context, work_item_id, verdict, expected_version=body.expected_version)


def _refuse(context: ActContext, work_item_id: int, body: shapes.Refusal) -> None:
    verdict = work_items.Verdict(opinion=body.opinion, reason_code=body.reason_code, law=body.law)
    work_items.refuse(context, work_item_id, verdict, expected_version=body.expected_version)


class Forwarding(shapes.Act):
    """The opinion of a pre-review; the whole file goes up with it."""

    opinion: shapes.Text = ""


def _forward(context: ActContext, work_item_id: int, body: Forwarding) -> None:
    verdict = work_items.Verdict(opinion=body.opinion)
    work_items.forward(context, work_item_id, verdict, expected_version=body.expected_version)


def _verify(context: ActContext, work_item_id: int, body: shapes.Verification) -> None:
    commitments.verify_commitment(
        context, work_item_id, is_true=body.is_true, findings=body.findings, expected_version=body.expected_version
    )


class CallBack(shapes.Act):
    """What the applicant said when called back, and what was put right."""

    result: shapes.Text = ""


def _call_back(context: ActContext, work_item_id: int, body: CallBack) -> None:
    callbacks.record_call_back(context, work_item_id, result=body.result, expected_version=body.expected_version)


DOORS: Mapping[str, Door] = {
    "claim": Door(shapes.Act, _claim, "Take it on"),
    "release": Door(shapes.Act, _release, "Put it back for the others of the department"),
    "approve": Door(shapes.Approval, _approve, "Agree; on a decision, grant its permit"),
    "verify_commitment": Door(shapes.Verification, _verify, "Record whether a commitment proved true"),
    "record_call_back": Door(CallBack, _call_back, "Record the call-back after a bad rating"),
    "refuse": Door(shapes.Refusal, _refuse, "Refuse, with a coded reason"),
    "forward": Door(Forwarding, _forward, "Pass the whole file up to the government with the pre-review's opinion"),
}
