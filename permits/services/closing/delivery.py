"""The end of a case: one delivery of all documents, and closing."""

from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.facts import application_facts, roles_on_case
from permits.errors import Invalid
from permits.services.case.duties import SYSTEM_ROLES, finish_items
from permits.services.closing.delivery_notices import issue_delivery
from workflows import N_, ApplicationFacts

# the applicant opens an electronic delivery with the own account
UNATTENDED = frozenset({"online"})
LAW = "Administrative Licensing Law art. 44"


def deliver(
    context: ActContext,
    application_id: int,
    *,
    method: str = "counter",
    recipient: str = "",
    expected_version: int | None = None,
) -> None:
    """Deliver all decisions and licences at once, with a record of service.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: it is handed or sent to nobody.
    Law: Administrative Licensing Law art. 44.
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    left = case.move(case.app, "deliver", roles=roles_on_case(case), facts=application_facts(case))
    if method not in UNATTENDED and not recipient.strip():
        raise Invalid.at("recipient", N_("Name who received it"), law=LAW)
    finish_items(case, "delivery")
    case.clocks.end("application", ("delivery", "tolerance"))
    limit = case.bundle.limits.closing
    if case.app.state == "delivered":
        case.clocks.start("application", "closing", limit, law=LAW, started_on=context.today)
    case.change(case.app, delivered_at=context.at, due_on=None, yellow_on=None)
    case.record("application.delivered", {"from": left, "to": case.app.state, "method": method})
    issue_delivery(case, method=method, recipient=recipient)
    case.save()


def close(case: CaseFile) -> None:
    """Close a delivered application not rated in time; the caller saves."""
    left = case.move(case.app, "close", roles=SYSTEM_ROLES, facts=ApplicationFacts.unknown())
    case.clocks.end("application", ("closing",))
    case.change(case.app, closed_at=case.context.at)
    case.record("application.closed", {"from": left, "to": case.app.state})
