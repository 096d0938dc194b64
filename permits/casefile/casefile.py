"""The case file itself: rows under a lock, moved in memory, recorded, written once."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cached_property

from sqlalchemy import insert

from permits.casefile.clocks import Clocks
from permits.casefile.context import ActContext
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
from permits.casefile.rows.statements import FORM, NEWEST_PAPERS
from permits.casefile.writing import LIFECYCLES, Chain, ChangeSet, Moves, Moving, Where, payload_of
from permits.casefile.writing.recording import NOTIFY_JOB, on_behalf_of, row_of
from permits.errors import Conflict, NotFound, SetupFault
from permits.models import Base, OutboxRow
from permits.queries.reading.reader import Case
from workflows import N_, Bundle, Facts, Route, move, route, succession_of


class CaseFile:
    """One application with its rows. An act opens it under the row lock, changes it in memory and saves it.

    Opened without the lock it is only read. Every write of an act goes through it.
    """

    def __init__(self, context: ActContext, app: ApplicationRow, seen: Case | None = None) -> None:
        """Open the file of an application; `open_case` takes the lock.

        `seen` is the case as it was read whole, in a file that is only read.
        """
        self.seen = seen
        self.context = context
        self.app = app
        self.shelf = Shelf(context.conn, app.id)
        self._changes = ChangeSet(self.shelf, app.id)
        self.moves = Moves()
        self._chain = Chain(app, self._changes)
        self.clocks = Clocks(context, app, self._changes)

    def act_at(self, at: datetime) -> None:
        """Go on with the act as of another moment."""
        self.context = self.clocks.context = replace(self.context, at=at)

    @property
    def bundle(self) -> Bundle:
        """The bundle the application is pinned to."""
        return self.context.office.bundles[self.app.bundle]

    @cached_property
    def form(self) -> Form:
        """What the applicant filled in."""
        return Form(*self.context.conn.execute(FORM, {"id": self.app.id}).one())

    @cached_property
    def materials(self) -> dict[str, int]:
        """The newest version of each material handed in, by code."""
        found = self.context.conn.execute(NEWEST_PAPERS, {"id": self.app.id})
        return {row[0]: row[1] for row in found}

    @cached_property
    def route_today(self) -> Route:
        """What follows from the form as of today, whatever was pinned."""
        about = succession_of(self.bundle, self.app.kind, self.app.about_licence)
        return route(self.bundle, self.form.answers, self.context.today, self.form.project, succession=about)

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
        """The latest round of each piece of work on a permit, by its name: earlier ones have been asked again."""
        return {item_id(item): item for item in sorted(self.items, key=lambda item: item.round) if item.permit}

    @property
    def licences(self) -> dict[str, LicenceRow]:
        """The licences that came out of the case, by number."""
        return self.shelf.named(LicenceRow, "number")

    @property
    def fee_notices(self) -> list[FeeNoticeRow]:
        """The notices of fees and refunds, oldest first."""
        return self.shelf.all(FeeNoticeRow)

    @property
    def deficiency_lists(self) -> list[DeficiencyListRow]:
        """What departments were asked to find missing before the one notice, in the order of asking."""
        return self.shelf.all(DeficiencyListRow)

    @property
    def deficiencies(self) -> list[DeficiencyRow]:
        """The items of the one notice."""
        return self.shelf.all(DeficiencyRow)

    @cached_property
    def procedures(self) -> Procedures:
        """Hearings, public notices, statements and site visits."""
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
        """Check that the thing acted on is still as the actor saw it.

        Raises:
            Conflict: it has changed; the details name its version now and the last recorded act.
        """
        if version is None or row.version == version:
            return
        changed = self._chain.latest(self.context)
        raise Conflict(
            "version_conflict",
            N_("%(by)s has changed this in the meantime: look again, what you wrote is kept"),
            params={"by": changed.get("by", "?")},
            details={"version": row.version, "state": row.state, "last": changed},
        )

    def add(self, model: Callable[Columns, Base], /, *args: Columns.args, **values: Columns.kwargs) -> None:
        """Add a row of this case, or one that stands beside it; it shows in the file at once.

        What the file holds of it has no key before it is written, and is read again afterwards.
        """
        held = self._changes.add(model, *args, **values)
        if isinstance(held, Moving):
            self.moves.note(held)

    def add_now(self, model: Callable[Columns, Base], /, *args: Columns.args, **values: Columns.kwargs) -> int:
        """Insert a row of this case at once, for an act that answers with its id; returns the id."""
        table = table_of(model)
        made = insert(table).values(application_id=self.app.id, **values).returning(table.c.id)
        return int(self.context.conn.execute(made).scalar_one())

    def change(self, row: Row[Columns], /, *args: Columns.args, **changes: Columns.kwargs) -> None:
        """Change columns of a row, including ones the row does not hold; only `move` changes the state of a lifecycle.

        Raises:
            SetupFault: a state is changed, or the row was written meanwhile and has to be taken from the file again.
        """
        if "state" in changes and isinstance(row, Moving):
            raise SetupFault("a state moves only by an action of its lifecycle")
        self._changes.change(row, *args, **changes)

    def change_all(
        self, model: Callable[Columns, Base], where: Where, /, *args: Columns.args, **changes: Columns.kwargs
    ) -> None:
        """Change all rows of this case whose columns hold the values of `where` (a list: any of them)."""
        self._changes.change_all(model, where, *args, **changes)

    def refile(self, parts: FormParts, *, form_version: int) -> None:
        """Put another version of the form into the file; whatever is read from now on is read from it."""
        self.change(self.app, form_version=form_version, **parts)
        applicant, agent, project = parts["applicant"], parts["agent"], parts["project"]
        self.form = Form(applicant, agent, project, parts["site"], parts["answers"], self.form.route)
        self.__dict__.pop("route_today", None)

    def move(self, row: Moving, action: str, *, roles: Collection[str], facts: Facts) -> str:
        """Fire an action on one row's lifecycle; its state and version move. Returns the state left behind.

        Raises:
            WorkflowError: the engine refuses the move.
        """
        left = row.state
        reached = move(LIFECYCLES[type(row)], left, action, roles=roles, facts=facts)
        self._changes.change(row, state=reached, version=row.version + 1)
        self.moves.note(row)
        return left

    def strike(self, row: PermitRow) -> None:
        """Strike out a permit that was never accepted and is no longer asked for; its events stay."""
        self._changes.strike(row)
        self.moves.note_struck(row)

    def record(self, event: str, payload: Mapping[str, object]) -> int:
        """Append an event to the chain, with what has moved since the last one; returns its sequence number.

        Its row of the catalogue says who is notified. Payloads hold no floats and no raw identities.
        """
        declared, told = row_of(event), payload_of(self.context, payload, self.moves.take())
        on_behalf = on_behalf_of(self.context.actor, self.app, declared)
        seq = self._chain.link(self.context, event, told, on_behalf=on_behalf)
        if declared.notifies(told):
            self.ask(NOTIFY_JOB, f"tell-{self.app.id}-{seq}", application_id=self.app.id, event_seq=seq)
        if self.context.calendar.edition < self.app.calendar_edition:
            # counted by a calendar that has been replaced meanwhile: to be projected again
            self.change(self.app, calendar_edition=self.context.calendar.edition)
        return seq

    def ask(self, job: str, dedupe: str, **args: object) -> None:
        """Ask for a job after the commit; the same `dedupe` twice is one job."""
        self.add(
            OutboxRow,
            area=self.app.area,
            job=job,
            args=args,
            dedupe=dedupe,
            state="new",
            created_at=self.context.at,
            available_at=self.context.at,
            attempts=0,
        )

    def save(self) -> None:
        """Write everything; the caller commits.

        Raises:
            SetupFault: the act moved something that none of its events tells of.
        """
        self.moves.expect_none()
        self._changes.send(self.context.conn)
        self.clocks.written()
