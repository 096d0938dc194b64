"""How a life acts in the office, and how an answer of the office is held against the model's."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, select

from bench.model.law import Duty
from bench.walk import PDF, NoStore
from permits.actor import Actor
from permits.casefile import ActContext, open_case
from permits.casefile.facts import current_route
from permits.db import perform, reading
from permits.errors import Refusal
from permits.keys import hold
from permits.models import Application, WorkItem
from permits.office import Office
from permits.queries.office.people import by_username
from permits.services.changing import materials
from permits.services.files.uploads import Examined
from permits.services.timers.sweep import sweep
from workflows import WorkflowError


class Differs(AssertionError):
    """The office and the model disagree."""


class Desk:
    """One application in the office, at a moment."""

    def __init__(self, engine: Engine, office: Office, now: datetime) -> None:
        """Open the office at a moment."""
        self.engine, self.office, self.now = engine, office, now
        hold(engine.dialect, office.keys)
        self.checks: Counter[str] = Counter()
        self.answers: dict[str, Any] = {}
        self.id = 0
        self._people: dict[str, Actor] = {}

    @property
    def today(self) -> date:
        """The office's day."""
        return self.now.date()

    def _act(self, who: str, service: Callable[..., Any], *args: Any, **more: Any) -> Any:
        if who not in self._people:
            with reading(self.engine) as conn:
                found = by_username(conn, who)
            assert found is not None, who
            self._people[who] = found
        actor = self._people[who]
        return perform(self.engine, lambda conn: service(ActContext(conn, actor, self.now, self.office), *args, **more))

    def _refused(self, who: str, service: Callable[..., Any], *args: Any, **more: Any) -> None:
        """Attempt what the law forbids."""
        try:
            self._act(who, service, *args, **more)
        except (Refusal, WorkflowError):
            self.checks["refused"] += 1
            return
        raise Differs(f"{service.__name__} by {who} was taken on {self.now}")

    def _pass(self, days: int, hours: int = 0) -> None:
        """Let time pass with everything that falls due on the way."""
        self._until(self.now + timedelta(days=days, hours=hours))

    def _until(self, moment: datetime) -> None:
        self.now = moment
        sweep(self.engine, self.office, at=moment)

    def _row(self) -> Any:
        with reading(self.engine) as conn:
            return conn.execute(select(Application.__table__).where(Application.id == self.id)).one()

    def _rows(self, model: Any, **wanted: Any) -> list[Any]:
        with reading(self.engine) as conn:
            chosen = select(model.__table__).where(model.application_id == self.id).filter_by(**wanted)
            return list(conn.execute(chosen.order_by(model.id)))

    def _item(self, duty: Duty) -> Any:
        return self._rows(WorkItem, permit=duty.permit, department=duty.department, kind=duty.kind)[-1]

    def _papers(self) -> list[str]:
        """List the papers the applicant brings."""
        with reading(self.engine) as conn:
            context = ActContext(conn, self._people["contractor"], self.now, self.office)
            case = open_case(context, application_id=self.id, lock=False)
            return [one.code for one in current_route(case).materials if not one.shared]

    def _hand_in(self, *codes: str) -> None:
        files = [(code, Examined(f"{code}.pdf", PDF, "application/pdf")) for code in codes]
        self._act("contractor", materials.add_materials, self.id, files, store=NoStore())

    def _same(self, what: str, office: object, model: object) -> None:
        self.checks[what] += 1
        if office != model:
            raise Differs(f"{what} on {self.now}: the office says {office}, the model {model}; {self.answers}")
