"""The end of a case: one delivery of all documents, and closing."""

from typing import Literal

from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.facts import DECIDED, application_facts, roles_on_case
from permits.errors import Invalid
from permits.models import Notice
from permits.services.case.duties import SYSTEM_ROLES, finish_items
from permits.services.case.remedies import remedies_from
from permits.services.closing.delivery_notices import issue_delivery
from workflows import N_, WHOLE_CASE, ApplicationFacts

Method = Literal["counter", "post", "online"]
LAW = "Administrative Licensing Law art. 44"


def deliver(
    context: ActContext,
    application_id: int,
    *,
    method: Literal["counter", "post"] = "counter",
    recipient: str = "",
    expected_version: int | None = None,
) -> None:
    """Serve all decisions and licences at once, with a record of service: they take effect, remedies run.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: it is handed or sent to nobody.
    Law: Administrative Licensing Law art. 44.
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    _serve(case, "deliver", method, recipient)


def receive(context: ActContext, application_id: int, *, expected_version: int | None = None) -> None:
    """Open the electronic delivery of all documents, agreed to by the same act: it serves them.

    Raises:
        NotFound, Conflict, WorkflowError.
    Law: Administrative Licensing Law art. 44; State Council Decree 716 art. 8-10.
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    _serve(case, "receive", "online", "")


def _serve(case: CaseFile, action: str, method: Method, recipient: str) -> None:
    """Serve everything decided now: its moment of service, the last days of its remedies, the record. Saves."""
    context = case.context
    left = case.move(case.app, action, roles=roles_on_case(case), facts=application_facts(case))
    if action == "deliver" and not recipient.strip():
        raise Invalid.at("recipient", N_("Name who received it"), law=LAW)
    finish_items(case, "delivery")
    case.clocks.end(WHOLE_CASE, ("delivery", "tolerance"))
    limit = case.bundle.limits.closing
    if case.app.state == "delivered":
        case.clocks.start(WHOLE_CASE, "closing", limit, law=LAW, started_on=context.today)
    case.change(case.app, delivered_at=context.at, due_on=None, yellow_on=None)
    remedies = remedies_from(case)
    for row in case.permits.values():
        if row.state in DECIDED and row.decision != "registered":
            case.change(row, remedies=remedies)
    case.change_all(Notice, {Notice.served_at: None}, served_at=context.at)
    case.record("application.delivered", {"from": left, "to": case.app.state, "method": method})
    issue_delivery(case, method=method, recipient=recipient)
    case.save()


def close(case: CaseFile) -> None:
    """Close a delivered application not rated in time; the caller saves."""
    left = case.move(case.app, "close", roles=SYSTEM_ROLES, facts=ApplicationFacts.unknown())
    case.clocks.end(WHOLE_CASE, ("closing",))
    case.change(case.app, closed_at=case.context.at)
    case.record("application.closed", {"from": left, "to": case.app.state})
