"""The case file: rows under a lock, changed in memory, recorded, written once."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import insert

from permits import clock
from permits.casefile.authorship import last_writer
from permits.casefile.clocks import Clocks
from permits.casefile.context import ActContext
from permits.casefile.laws import by_own_law
from permits.casefile.rows import (
    ApplicationRow,
    DeficiencyListRow,
    DeficiencyRow,
    FeeNoticeRow,
    Form,
    FormParts,
    LicenceRow,
    PermitRow,
    Row,
    Shelf,
    WorkItemRow,
    item_id,
    table_of,
)
from permits.casefile.rows.columns import Columns
from permits.casefile.rows.procedures import Procedures
from permits.casefile.rows.statements import FORM, NEWEST_MATERIALS
from permits.casefile.writing import LIFECYCLES, Chain, ChangeSet, Moves, Moving, Where, content_of
from permits.casefile.writing.moves import name_of
from permits.casefile.writing.recording import NOTIFY_JOB, on_behalf_of, row_of
from permits.errors import VERSION_CONFLICT, Conflict, NotFound, SetupFault
from permits.models import Application, Base, OutboxRow
from permits.models.base import JsonObject
from permits.queries.reading.reader import NOBODY, Case, bound_to, read_rows
from permits.queries.reading.rows_beside import AboutLicence
from permits.watch.lines import request_id
from permits.watch.tracing import parent
from workflows import (
    N_,
    Bundle,
    Facts,
    Investigation,
    Route,
    Text,
    alert_of,
    investigations_data,
    investigations_of,
    local_day,
    move,
    route,
    succession_of,
)


class CaseFile:
    """One application with its rows. An action opens it under the row lock, changes it in memory and saves it.

    A file opened without the lock is read-only. Every write of an action goes through the case file.
    """

    def __init__(self, context: ActContext, app: ApplicationRow, seen: Case | None = None) -> None:
        """Open the file of an application; `open_case` takes the lock.

        `seen` is the whole case as read beforehand; only a read-only file has it.
        """
        self.seen = seen
        self.context = context
        self.app = app
        self.shelf = Shelf(context.conn, app.id)
        self._changes = ChangeSet(self.shelf, app.id, app.salt)
        self.moves = Moves()
        self._chain = Chain(app, self._changes)
        self.clocks = Clocks(
            context, app, self._changes, shelf=self.shelf, alert=lambda: alert_of(self.bundle.switches)
        )
        self._judged_on: date | None = None

    def act_at(self, at: datetime) -> None:
        """Continue the action at another moment."""
        self.context = self.clocks.context = replace(self.context, at=at)

    @property
    def bundle(self) -> Bundle:
        """The bundle version the application is pinned to; a draft follows the one in force today.

        Raises:
            VersionMissing: it is not in this office.
        """
        office, app = self.context.office, self.app
        current = office.current(app.bundle, app.area, self.context.today) if app.state == "draft" else None
        return current or office.bundle_of(app)

    @cached_property
    def form(self) -> Form:
        """The applicant's answers."""
        return Form(*self.context.conn.execute(FORM, {"id": self.app.id}).one())

    @cached_property
    def materials(self) -> dict[str, int]:
        """The newest version of each material handed in, by code."""
        found = self.context.conn.execute(NEWEST_MATERIALS, {"id": self.app.id})
        return {row[0]: row[1] for row in found}

    @property
    def judged_on(self) -> date:
        """The one day as of which route, facts, fees and bans are judged: that of acceptance, today before it."""
        if self._judged_on is not None:
            return self._judged_on
        return local_day(self.app.accepted_at) if self.app.accepted_at is not None else self.context.today

    def judge_on(self, day: date | None) -> None:
        """Judge the case as of an earlier day, because it is accepted as of it; None ends that."""
        self._judged_on = day
        self.__dict__.pop("route_of_form", None)

    @cached_property
    def route_of_form(self) -> Route:
        """The route that follows from the form as of the day of judgement, ignoring a pinned route."""
        return self.route_for(self.form)

    @cached_property
    def pinned_route(self) -> Route | None:
        """The route written down with the case, pinned since its acceptance."""
        data = self.form.route
        return None if data is None else Route.from_data(data)

    def route_for(self, form: Form) -> Route:
        """Return the route of a form as of the day of judgement; a variation is asked for what it changes."""
        app = self.app
        changed, about = None, self.about
        if about is not None and app.kind == "variation":
            changed = about.changed_by(self.context.office.bundle_of(about), form.site, form.answers)
        succession = succession_of(self.bundle, app.kind, app.about_licence, changed)
        found = self.investigations
        return route(
            self.bundle, form.answers, self.judged_on, form.project, succession=succession, investigations=found
        )

    @property
    def investigations(self) -> dict[str, Investigation]:
        """Whether permits are needed, as the office investigates or has found it, by permit."""
        return investigations_of(self.app.investigations)

    def investigate(self, found: Mapping[str, Investigation]) -> None:
        """Replace the investigations; the route of the form follows what is found."""
        self.change(self.app, investigations=investigations_data(found) or None)
        self.__dict__.pop("route_of_form", None)

    @cached_property
    def about(self) -> AboutLicence | None:
        """The licence that a renewal or variation is about; a first application costs no query."""
        app, context = self.app, self.context
        if app.about_licence is None:
            return None
        if self.seen is not None:
            found: Sequence[AboutLicence] = self.seen.of(AboutLicence)
        else:
            bound = bound_to(app.id, area=app.area, about=app.about_licence, subjects=NOBODY, today=context.today)
            found = read_rows(context.conn, AboutLicence, bound)
        return next(iter(found), None)

    @property
    def permits(self) -> dict[str, PermitRow]:
        """The permits, by key."""
        return self.shelf.named(PermitRow, "key")

    @property
    def items(self) -> list[WorkItemRow]:
        """The work items, oldest first."""
        return self.shelf.all(WorkItemRow)

    @property
    def latest(self) -> dict[str, WorkItemRow]:
        """The latest round of each work item on a permit, by its name; earlier rounds were reassigned."""
        return {item_id(item): item for item in sorted(self.items, key=lambda item: item.round) if item.permit}

    @property
    def licences(self) -> dict[str, LicenceRow]:
        """The licences issued in the case, by number."""
        return self.shelf.named(LicenceRow, "number")

    @property
    def fee_notices(self) -> list[FeeNoticeRow]:
        """The fee and refund notices, oldest first."""
        return self.shelf.all(FeeNoticeRow)

    @property
    def deficiency_lists(self) -> list[DeficiencyListRow]:
        """The deficiency lists requested from departments before the one notice, in the order of request."""
        return self.shelf.all(DeficiencyListRow)

    @property
    def deficiencies(self) -> list[DeficiencyRow]:
        """The items of the one notice."""
        return self.shelf.all(DeficiencyRow)

    @cached_property
    def procedures(self) -> Procedures:
        """The hearings, public notices, statements and site visits."""
        return Procedures(self.shelf, were_any=self.app.has_procedures)

    def permit(self, key: str) -> PermitRow:
        """Find one permit.

        Raises:
            NotFound: it is not in this file.
        """
        if key not in self.permits:
            raise NotFound
        return self.permits[key]

    def item(self, work_item_id: int) -> WorkItemRow:
        """Find one work item.

        Raises:
            NotFound: it is not in this file.
        """
        for item in self.items:
            if item.id == work_item_id:
                return item
        raise NotFound

    def expect(self, row: Moving, version: int | None) -> None:
        """Check that a row still has the version the actor saw.

        Raises:
            Conflict: it has changed; the details name its current version and who changed it last, by which act.
        """
        if version is None or row.version == version:
            return
        changed = last_writer(self.context, self.app.id, name_of(row))
        name = changed["name"]
        raise Conflict(
            VERSION_CONFLICT,
            N_("%(by)s has changed this in the meantime: look again, what you wrote is kept"),
            params={"by": Text(name["zh"], name["en"])},
            details={"version": row.version, "state": row.state, "last": changed},
        )

    def add(self, model: Callable[Columns, Base], /, *args: Columns.args, **values: Columns.kwargs) -> None:
        """Add a row of this case or a related row such as a job; the file shows it at once.

        The row has no key until it is written; the file reads it again afterwards.
        """
        held = self._changes.add(model, *args, **values)
        if isinstance(held, Moving):
            self.moves.note(held)

    def add_now(self, model: Callable[Columns, Base], /, *args: Columns.args, **values: Columns.kwargs) -> int:
        """Insert a row of this case at once, for an action that returns its id; returns the id."""
        table = table_of(model)
        self._changes.seals.note(model, values, values)
        made = insert(table).values(application_id=self.app.id, **values).returning(table.c.id)
        return int(self.context.conn.execute(made).scalar_one())

    def change(self, row: Row[Columns], /, *args: Columns.args, **changes: Columns.kwargs) -> None:
        """Update columns of a row, including ones the row does not load; only `move` changes the state of a lifecycle.

        Raises:
            SetupFault: a state is changed, or the row was written meanwhile and must be read from the file again.
        """
        if "state" in changes and isinstance(row, Moving):
            raise SetupFault("a state moves only by an action of its lifecycle")
        self._changes.change(row, *args, **changes)

    def change_all(
        self, model: Callable[Columns, Base], where: Where, /, *args: Columns.args, **changes: Columns.kwargs
    ) -> None:
        """Update all rows of this case whose columns match `where` (a list: any of its values)."""
        self._changes.change_all(model, where, *args, **changes)

    def refile(self, parts: FormParts, *, form_version: int) -> None:
        """Replace the form in the file; later reads use the new version.

        Before acceptance what was found about the need for a permit is open again: it rests on the former answers.
        """
        self._changes.seals.note(Application, self.app, parts, self.form)
        self.change(self.app, form_version=form_version, **parts)
        applicant, agent, project = parts["applicant"], parts["agent"], parts["project"]
        self.form = Form(applicant, agent, project, parts["site"], parts["answers"], self.form.route)
        self.__dict__.pop("route_of_form", None)
        if self.app.investigations and self.app.required is None:
            today = self.context.today
            self.investigate({permit: one.reopened(today) for permit, one in self.investigations.items()})

    def pin_route(self, route: Route) -> None:
        """Write the route of the case; later reads use it."""
        data = route.to_data()
        self.change(self.app, route=data)
        self.form = replace(self.form, route=data)
        self.__dict__.pop("pinned_route", None)

    def pin(self, version: str) -> None:
        """Pin the case to another version of its bundle; later reads use it."""
        self.touch(self.app)
        self.change(self.app, bundle_version=version)
        self.__dict__.pop("route_of_form", None)

    def move(self, row: Moving, action: str, *, roles: Collection[str], facts: Facts) -> str:
        """Fire an action on one row's lifecycle; its state and version change. Returns the previous state.

        Raises:
            WorkflowError: the engine refuses the transition.
        """
        left = row.state
        with by_own_law(self.bundle, action):
            reached = move(LIFECYCLES[type(row)], left, action, roles=roles, facts=facts)
        self._changes.change(row, state=reached, version=row.version + 1)
        self.moves.note(row)
        return left

    def touch(self, row: Moving) -> None:
        """Raise the version of a row that changes without moving; the next event tells of it."""
        self._changes.change(row, version=row.version + 1)
        self.moves.note(row)

    def strike(self, row: PermitRow) -> None:
        """Remove a permit that was never accepted and is no longer required; its events stay."""
        self._changes.strike(row)
        self.moves.note_struck(row)

    def record(self, event: str, payload: Mapping[str, object]) -> int:
        """Append an event to the chain with the transitions since the last one; returns its sequence number.

        The event catalogue names who is notified and which keys are internal. Payloads hold no floats and no raw
        identities. What changes after the last event of an action is covered by that event.
        """
        declared = row_of(event)
        content = content_of(self.context, declared, payload, moves=self.moves.take(), salt=self.app.salt)
        on_behalf = on_behalf_of(self.context.actor, self.app, declared)
        seq = self._chain.link(self.context, event, content, on_behalf=on_behalf)
        if declared.notifies(content.payload):
            self.ask(NOTIFY_JOB, f"tell-{self.app.id}-{seq}", application_id=self.app.id, event_seq=seq)
        if self.context.calendar.edition < self.app.calendar_edition:
            # the case was counted by a replaced calendar: project it again
            self.change(self.app, calendar_edition=self.context.calendar.edition)
        return seq

    def cover(self, values: Mapping[str, object]) -> None:
        """Let the next event cover the columns the application was inserted with."""
        self._changes.seals.note(Application, self.app, values)

    def receipt(self) -> JsonObject:
        """Return the place of the last event in the chain, for a notice; its hash is known once the case is saved."""
        return self._chain.receipt()

    def ask(self, job: str, dedupe: str, **args: object) -> None:
        """Request a job after the commit; two requests with the same `dedupe` are one job."""
        self.add(
            OutboxRow,
            area=self.app.area,
            job=job,
            args=args,
            dedupe=dedupe,
            state="new",
            created_at=self.context.at,
            available_at=clock.wall(),
            attempts=0,
            request_id=request_id(),
            trace=parent(),
        )

    def save(self) -> None:
        """Write everything; the caller commits.

        Raises:
            SetupFault: a row changed state, or what the chain covers, and no event of the action records it.
        """
        self.moves.expect_none()
        self._chain.close()
        self._changes.send(self.context.conn)
        self.clocks.written()
