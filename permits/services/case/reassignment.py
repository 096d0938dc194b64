"""Reassignment within a running case: new rounds and new departments, and fingerprints of an answer's inputs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from permits.casefile import CaseFile, WorkItemRow
from permits.casefile.rows import FORM_PARTS, Form
from permits.models import WorkItem
from permits.models.base import JsonObject
from workflows import Scope, fingerprint, inputs_of


@dataclass(frozen=True, slots=True)
class Work:
    """One work item to ask of a department."""

    permit: str
    department: str
    kind: str
    after: tuple[str, ...]
    blocks: bool
    limit_working_days: int
    round: int = 1

    @property
    def name(self) -> str:
        """The name under which other work waits for it."""
        return f"{self.permit}:{self.department}:{self.kind}"

    @property
    def scope(self) -> Scope:
        """The scope of its timers."""
        return Scope.of_item(self.permit, self.department, self.kind)


def again(item: WorkItemRow) -> Work:
    """Return the next round of a work item."""
    limit = item.limit_working_days
    return Work(item.permit, item.department, item.kind, tuple(item.after), item.blocks, limit, item.round + 1)


def fingerprint_of(case: CaseFile, item: str, form: Form | None = None) -> str:
    """Hash the inputs of a work item; by default those of the case as it stands."""
    inputs = inputs_of(case.bundle, item)
    known = {} if case.bundle.materials.keys().isdisjoint(inputs) else case.materials
    shown = form or case.form
    return fingerprint(inputs, {"answers": shown.answers, "project": shown.project, "site": shown.site}, known)


def ask(case: CaseFile, work: Work, *, reason: str, waits: bool = False) -> None:
    """Open a work item, or let it wait for its prerequisites; it is suspended while its permit's clock is stopped.

    Its limit is the department's own, at most up to the permit's promised day.
    """
    context, row = case.context, case.permits[work.permit]
    limit = _within(case, work)
    waits = waits or row.state == "waiting"
    state = "waiting" if waits else "suspended" if row.state == "suspended" else "open"
    due_on, yellow_on = (None, None) if waits else case.clocks.due(context.today, limit)
    case.add(
        WorkItem,
        area=case.app.area,
        permit=work.permit,
        department=work.department,
        kind=work.kind,
        round=work.round,
        state=state,
        version=1,
        blocks=work.blocks,
        after=list(work.after),
        limit_working_days=limit,
        opened_at=None if waits else context.at,
        due_on=due_on,
        yellow_on=yellow_on,
        reason=reason,
    )
    if state == "open" and due_on and yellow_on:
        case.clocks.arm(work.scope, "work_item", started_on=context.today, due_on=due_on, yellow_on=yellow_on)


def _within(case: CaseFile, work: Work) -> int:
    """Return the working days of a work item: at least one, at most those left until the promised day."""
    promised_on = case.permits[work.permit].committed_due_on
    left = case.context.calendar.between(case.context.today, promised_on) if promised_on else work.limit_working_days
    return max(1, min(work.limit_working_days, left))


def with_form(form: Form, values: Mapping[str, JsonObject]) -> Form:
    """Return a form with replaced parts."""
    return replace(form, **{name: values[name] for name in FORM_PARTS})
