"""Supervision orders 督办: raised by the system on late work or by the lead, and answered."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from permits.casefile import ActContext, CaseFile, WorkItemRow, open_case
from permits.casefile.facts import application_facts, roles_on_case
from permits.casefile.seen import rows_of
from permits.errors import Conflict, Invalid
from permits.models import SupervisionOrder
from permits.queries.reading import rows
from permits.services.case.duties import UNFINISHED, timer_scope
from permits.services.oversight.notices import issue_supervision
from workflows import N_, WHOLE_CASE, ApplicationFacts, Scope

LAW_10 = "Administrative Licensing Law art. 10"
ORDERS = (
    SupervisionOrder.id,
    SupervisionOrder.version,
    SupervisionOrder.scope,
    SupervisionOrder.number,
    SupervisionOrder.department,
    SupervisionOrder.state,
    SupervisionOrder.finish_by_on,
)

LATEST = (
    select(*ORDERS)
    .where(SupervisionOrder.application_id == bindparam("id"), SupervisionOrder.scope == bindparam("scope"))
    .order_by(SupervisionOrder.id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Answer:
    """The cause of the delay, the measures, and the day the work will be finished; `number` names the order."""

    cause: str
    measures: str
    finish_by: date
    number: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """The scope and reason of an order, the department it addresses, and who raises it."""

    scope: str
    department: str
    reason: str
    raised_by: str = "system"


def order_what_is_late(case: CaseFile, scope: str) -> None:
    """Raise an order about a late duty or case, unless one about it is open; the caller saves.

    Law: Administrative Licensing Law art. 10.
    """
    if not _stands(case, scope):
        _raise(case, Order(scope, _holder(case, scope), ""))


def order_again_if_late(case: CaseFile, scope: str) -> None:
    """Raise a second order once the day named in the answer has passed with the work unfinished; the caller saves."""
    item = _item(case, scope)
    is_late = item.state in UNFINISHED if item else case.app.state == "in_review"
    if is_late:
        order_what_is_late(case, scope)


def escalate(
    context: ActContext,
    application_id: int,
    *,
    reason: str,
    work_item: int | None = None,
    department: str = "",
    expected_version: int | None = None,
) -> None:
    """Order a department to answer for a work item or its part in the case; without either, the lead for the case.

    Raises:
        NotFound, WorkflowError.
        Invalid: no reason; the work item is finished; the department has no open work on the case.
        Conflict: it has changed; an order about the same scope is open (code `order_stands`).
    Law: Administrative Licensing Law art. 10.
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    case.move(case.app, "escalate", roles=roles_on_case(case), facts=application_facts(case))
    if not reason.strip():
        raise Invalid.at("reason", N_("Say why"), law=LAW_10)
    scope, addressed = _addressee(case, work_item, department)
    if standing := _stands(case, scope):
        message = N_("Order %(number)s about this has not been settled yet")
        raise Conflict("order_stands", message, params={"number": standing.number}, law=LAW_10)
    _raise(case, Order(scope, addressed, reason, context.actor.username))
    case.save()


def _addressee(case: CaseFile, work_item: int | None, department: str) -> tuple[str, str]:
    if work_item is not None:
        item = case.item(work_item)
        if item.state not in UNFINISHED:
            raise Invalid.at("work_item", N_("This work item is finished"), law=LAW_10)
        return timer_scope(item), item.department
    if department and department not in {item.department for item in case.items if item.state in UNFINISHED}:
        raise Invalid.at("department", N_("This department has no open work on the case"), law=LAW_10)
    return (Scope.of_department(department), department) if department else (WHOLE_CASE, case.bundle.lead_department)


def _raise(case: CaseFile, order: Order) -> None:
    context, limit = case.context, case.bundle.limits.supervision_answer_working_days
    due_on = case.clocks.wait(order.scope, "answer", limit)
    number = f"{case.app.number}-DB{case.app.event_seq + 1}"
    case.add(
        SupervisionOrder,
        area=case.app.area,
        scope=order.scope,
        number=number,
        department=order.department,
        state="open",
        version=1,
        reason=order.reason,
        raised_by=order.raised_by,
        raised_at=context.at,
        answer_by_on=due_on,
    )
    about = {"number": number, "scope": order.scope, "department": order.department, "reason": order.reason}
    case.record("supervision.ordered", {**about, "answer_by_on": due_on.isoformat()})
    issue_supervision(case, about, item=_item(case, order.scope), answer_by_on=due_on)


def answer_supervision(
    context: ActContext, application_id: int, answer: Answer, *, expected_version: int | None = None
) -> None:
    """Answer an order with cause, measures and a day; work late again on that day causes a second order.

    Raises:
        NotFound, Conflict, WorkflowError.
        Invalid: cause or measures are empty, the day has passed, or several orders are open and none is named.
    Law: Administrative Licensing Law art. 10.
    """
    case = open_case(context, application_id=application_id)
    case.expect(case.app, expected_version)
    owed = open_orders_to(case)
    case.move(
        case.app,
        "answer_supervision",
        roles=roles_answering(case, owed),
        facts=ApplicationFacts(owes_answer=bool(owed)),
    )
    order = _named(owed, answer.number)
    _check(case, answer)
    case.change_all(
        SupervisionOrder,
        {SupervisionOrder.id: order.id},
        state="answered",
        cause=answer.cause,
        measures=answer.measures,
        finish_by_on=answer.finish_by,
        answered_by=context.actor.username,
        answered_at=context.at,
        version=order.version + 1,
    )
    case.clocks.disarm([order.scope], ["answer"])
    _wait_for(case, order.scope, answer.finish_by)
    about = {"number": order.number, "scope": order.scope, "department": order.department}
    said = {"cause": answer.cause, "measures": answer.measures, "finish_by_on": answer.finish_by.isoformat()}
    case.record("supervision.answered", {**about, **said})
    case.save()


def _check(case: CaseFile, answer: Answer) -> None:
    empty = [name for name in ("cause", "measures") if not getattr(answer, name).strip()]
    if empty:
        raise Invalid([(name, N_("Write what the order asks for"), {}) for name in empty])
    if answer.finish_by < case.context.today:
        raise Invalid.at("finish_by", N_("This day has passed"), law=LAW_10)


def _wait_for(case: CaseFile, scope: str, finish_by: date) -> None:
    """Arm the check on the day named in the answer, while the work is unfinished."""
    item = _item(case, scope)
    if (item is not None and item.state in UNFINISHED) or (scope == WHOLE_CASE and case.app.state == "in_review"):
        case.clocks.arm(scope, "finish", started_on=case.context.today, due_on=finish_by, yellow_on=finish_by)


def _named(owed: list[rows.SupervisionOrder], number: str) -> rows.SupervisionOrder:
    found = [order for order in owed if number in {"", order.number}]
    if len(found) != 1:
        numbers = ", ".join(order.number for order in owed)
        raise Invalid.at("number", N_("Name the order you answer: %(numbers)s"), law=LAW_10, numbers=numbers)
    return found[0]


def note_unanswered(case: CaseFile, scope: str) -> None:
    """Notify lead and government of an order not answered in time; the caller saves."""
    order = _stands(case, scope)
    if order is not None and order.state == "open":
        about = {"number": order.number, "scope": scope, "department": order.department}
        case.record("supervision.unanswered", about)


def open_orders_to(case: CaseFile) -> list[rows.SupervisionOrder]:
    """List the open orders to the actor's departments, oldest first."""
    mine = case.context.actor.departments()
    found = rows_of(case, rows.SupervisionOrder) if mine else ()
    return [one for one in found if one.state == "open" and one.department in mine]


def roles_answering(case: CaseFile, owed: list[rows.SupervisionOrder]) -> frozenset[str]:
    """Return the actor's roles on the application: those on the case, and those an order addresses."""
    addressed = {order.department for order in owed}
    return roles_on_case(case) | {role for role, department in case.context.actor.roles if department in addressed}


def _stands(case: CaseFile, scope: str) -> Any:
    """Return the latest order about a scope, unless the day of its answer has passed."""
    order = case.context.conn.execute(LATEST, {"id": case.app.id, "scope": scope}).first()
    if order is None or (order.finish_by_on is not None and order.finish_by_on < case.context.today):
        return None
    return order


def _item(case: CaseFile, scope: str) -> WorkItemRow | None:
    """Find the work item of a scope, in its latest round."""
    return next((item for item in reversed(case.items) if timer_scope(item) == scope), None)


def _holder(case: CaseFile, scope: str) -> str:
    item = _item(case, scope)
    return item.department if item else case.bundle.lead_department
