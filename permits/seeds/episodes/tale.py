"""One demo case as a list of acts: working day, user, service."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import TypeVar

from sqlalchemy import Row, select

from permits.casefile import ActContext
from permits.files import Store
from permits.models import FeeNotice, Licence, WorkItem
from permits.office import Office
from permits.seeds import stories
from permits.seeds.steps import Step, hand_in, moment, needed
from permits.services.deciding import work_items
from permits.services.filing import applications
from permits.services.intake import acceptance
from permits.services.money import cashier
from permits.services.money.payments import Transfer
from workflows import WorkflowError, group

FIRST_HOUR = 9
# who collects what is handed over at the counter
RECIPIENT = "陈建"
BESIDE_THE_REVIEW = ("intake", "survey", "inspection")
OPEN_NOTICES = ("due", "partly_paid", "partly_refunded")
FULLY_AGREED = ("planning", "police", "greening", "roads", "greening", "roads")
T = TypeVar("T")


@dataclass
class Tale:
    """A case filed a number of working days ago, with each act later than the previous one."""

    number: int
    office: Office
    store: Store
    today: date
    filed_on: date
    form: applications.DraftForm | None = None
    wish: str = "dig"
    answers: Mapping[str, object] = field(default_factory=dict)
    applicant: Mapping[str, object] = field(default_factory=dict)
    missing: int = 0
    application_id: int = 0
    acts: int = 0

    @property
    def owner(self) -> str:
        """Return the filing account: that of the company in this form."""
        return "contractor" if self.number % 3 else "contractor2"

    def day(self, days: int) -> date:
        """Return the day a number of working days after the filing."""
        return self.office.calendars.current.national.add(self.filed_on, days)

    def step(self, days: int, who: str, service: Callable[..., object], *args: object, **more: object) -> Step:
        """Add an act of a user on the case, a number of working days after the filing."""
        self.acts += 1
        at = moment(self.day(days), FIRST_HOUR + self.acts / 5 + self.number % 7 / 50)
        return Step(at, self.number, lambda context: service(context, self.application_id, *args, **more), who)

    def filed(self) -> Iterator[Step]:
        """Add the filing and submission on the first day."""
        yield self.step(0, self.owner, partial(file, tale=self))
        yield self.step(0, self.owner, applications.submit)

    def accepted(self, **more: object) -> Iterator[Step]:
        """Add the filing and the counter's acceptance on the same day."""
        yield from self.filed()
        yield self.step(0, "window", acceptance.accept, **more)

    def agreed(self, days: int, departments: Sequence[str] = FULLY_AGREED) -> Iterator[Step]:
        """Add the agreement of departments to all their work items, in this order."""
        for department in departments:
            yield self.step(days, department, agree)


def file(context: ActContext, _application_id: int, *, tale: Tale) -> None:
    """Draft the case of a tale with its materials."""
    form = tale.form or stories.form(tale.number, stories.Plot(tale.wish, "accepted"), tale.filed_on)
    answers = {**form.answers, **tale.answers}
    applicant = tale.applicant or form.applicant
    draft = applications.DraftForm(form.bundle, applicant, form.agent, form.project, form.site, answers)
    tale.application_id = applications.create_draft(context, draft)
    codes = needed(context, tale.application_id)
    hand_in(context, tale.application_id, codes[: len(codes) - tale.missing], tale.store)


def open_items(context: ActContext, application_id: int) -> list[Row[int, str, str]]:
    """List the open review items of the actor's departments, opinions before decisions."""
    wanted = select(WorkItem.id, WorkItem.kind, WorkItem.permit).where(
        WorkItem.application_id == application_id,
        WorkItem.department.in_(context.actor.departments()),
        WorkItem.state.in_(group("work_item", "open")),
        WorkItem.kind.not_in(BESIDE_THE_REVIEW),
    )
    return sorted(context.conn.execute(wanted.order_by(WorkItem.id)), key=lambda row: row.kind == "decision")


def agree(context: ActContext, application_id: int) -> None:
    """Agree to every work item of the actor's departments; forward pre-reviews, skip items that must wait."""
    for row in open_items(context, application_id):
        opinion = stories.OPINIONS[next(iter(context.actor.departments()))]
        verdict = work_items.Verdict(opinion, stories.conditions(row.permit, row.kind))
        try:
            answer(context, row.id, verdict)
        except WorkflowError:
            # another department's answer is outstanding: this department retries later
            continue


def answer(context: ActContext, work_item_id: int, verdict: work_items.Verdict) -> None:
    """Agree to one work item, or forward the file where a people's government answers after it."""
    try:
        work_items.forward(context, work_item_id, verdict)
    except WorkflowError:
        work_items.approve(context, work_item_id, verdict)


def on_licence(
    service: Callable[..., T], context: ActContext, application_id: int, permit: str, *args: object, **more: object
) -> T:
    """Act on the licence of a permit of the case."""
    wanted = select(Licence.number).where(Licence.application_id == application_id, Licence.permit == permit)
    return service(context, context.conn.execute(wanted).scalar_one(), *args, **more)


def settle_fees(context: ActContext, application_id: int, *, kind: str = "payment") -> None:
    """Book the open amounts of the fee notices at the counter, or pay those of the refund notices."""
    of_kind = FeeNotice.kind == ("charge" if kind == "payment" else "refund")
    wanted = select(FeeNotice.number, FeeNotice.amount_fen).where(
        FeeNotice.application_id == application_id, of_kind, FeeNotice.state.in_(OPEN_NOTICES)
    )
    for number, amount in context.conn.execute(wanted).all():
        receipt = f"{'SJ' if kind == 'payment' else 'TK'}{number}"
        cashier.book(context, application_id, Transfer(kind, number, receipt, amount))  # type: ignore[arg-type]  # a literal passed through
