"""The case file itself: lock, read, move, record, write once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlalchemy import delete, select

from permits.casefile.batch import Batch
from permits.casefile.clocks import entry_values, ledger_of
from permits.casefile.context import ActContext
from permits.casefile.ladders import NEWEST_TIMERS, Days, timer_row
from permits.casefile.moves import Moves, Row
from permits.casefile.procedures import Procedures, read_procedures
from permits.casefile.recording import NOTIFY_JOB, on_behalf_of, row_of
from permits.casefile.rows import (
    FORM_PARTS,
    ApplicationRow,
    ClockRow,
    Form,
    LicenceRow,
    PermitRow,
    WaitRow,
    WorkItemRow,
)
from permits.casefile.statements import FORM, LEDGER, NEWEST_PAPERS, WAITS, children, opening
from permits.casefile.statements import table_of as table_of
from permits.errors import Conflict, NotFound, SetupFault
from permits.models import Application, Base, ClockEntry, Event, LegalClock, Licence, OutboxRow, Permit, Timer, WorkItem
from permits.policies import may_see
from permits.queries.case.reader import Case
from permits.verifier import event_hash, moment
from workflows import (
    N_,
    Bundle,
    Clock,
    Facts,
    Reading,
    Route,
    after_hours,
    local_day,
    move,
    read,
    route,
    succession_of,
    yellow_on,
)


def item_id(item: WorkItemRow) -> str:
    """Name a work item as bundles name it: permit:department:kind."""
    return f"{item.permit}:{item.department}:{item.kind}"


class CaseFile:
    """One application under its row lock. Acts change it in memory; `save` writes everything in one go."""

    def __init__(self, context: ActContext, app: ApplicationRow, seen: Case | None = None) -> None:
        """Open the file on a desk; use `open_case` instead, which takes the lock, or `look_at` to read.

        `seen` is the case as it was read whole, in a file that is only read.
        """
        self.seen = seen
        self.context = context
        self.app = app
        self.batch = Batch()
        self.moves = Moves()
        self._ended: set[tuple[str, str]] = set()

    @property
    def bundle(self) -> Bundle:
        """The bundle the application is pinned to."""
        return self.context.office.bundles[self.app.bundle]

    @cached_property
    def form(self) -> Form:
        """What the applicant filled in."""
        return Form(*self.context.conn.execute(FORM, {"id": self.app.id}).one())

    @cached_property
    def papers(self) -> dict[str, int]:
        """The newest version of each material handed in, by code."""
        found = self.context.conn.execute(NEWEST_PAPERS, {"id": self.app.id})
        return {row[0]: row[1] for row in found}

    @cached_property
    def route_today(self) -> Route:
        """What follows from the form as of today, whatever was pinned."""
        about = succession_of(self.bundle, self.app.kind, self.app.about_licence)
        return route(self.bundle, self.form.answers, self.context.today, self.form.project, succession=about)

    @cached_property
    def permits(self) -> dict[str, PermitRow]:
        """The permits, by key."""
        found = self.context.conn.execute(children(Permit, PermitRow), {"id": self.app.id})
        return {row.key: row for row in (PermitRow(*values) for values in found)}

    @cached_property
    def items(self) -> list[WorkItemRow]:
        """The work items, oldest first."""
        found = self.context.conn.execute(children(WorkItem, WorkItemRow), {"id": self.app.id})
        return [WorkItemRow(*values) for values in found]

    @property
    def latest(self) -> dict[str, WorkItemRow]:
        """The latest round of each piece of work on a permit, by its name: earlier ones have been asked again."""
        return {item_id(item): item for item in sorted(self.items, key=lambda item: item.round) if item.permit}

    @cached_property
    def licences(self) -> dict[str, LicenceRow]:
        """The licences that came out of the case, by number."""
        found = self.context.conn.execute(children(Licence, LicenceRow), {"id": self.app.id})
        return {row.number: row for row in (LicenceRow(*values) for values in found)}

    @cached_property
    def clocks(self) -> dict[tuple[str, str], tuple[ClockRow, Clock]]:
        """The clocks of the latest generation with their ledgers, by (scope, key)."""
        return ledger_of(values[1:] for values in self.context.conn.execute(LEDGER, {"id": self.app.id}))

    @cached_property
    def waits(self) -> list[WaitRow]:
        """What is waited for by working days and has no clock of its own."""
        return [WaitRow(*values[1:]) for values in self.context.conn.execute(WAITS, {"id": self.app.id})]

    @cached_property
    def procedures(self) -> Procedures:
        """Hearings, public notices, statements and site visits; nothing is looked up where there never were any."""
        found = read_procedures(self.context.conn, self.app.id) if self.app.has_procedures else None
        return found or Procedures([], [], [], [])

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

    def expect(self, row: Row, version: int | None) -> None:
        """Check that the thing acted on is still as the actor saw it.

        Raises:
            Conflict: it has changed; the details name its version now and the last recorded act.
        """
        if version is None or row.version == version:
            return
        last = self.context.conn.execute(
            select(Event.type, Event.actor, Event.at)
            .where(Event.application_id == self.app.id)
            .order_by(Event.seq.desc())
            .limit(1)
        ).first()
        changed = {"type": last.type, "by": last.actor, "at": moment(last.at)} if last else {}
        raise Conflict(
            "version_conflict",
            N_("%(by)s has changed this in the meantime: look again, what you wrote is kept"),
            params={"by": changed.get("by", "?")},
            details={"version": row.version, "state": row.state, "last": changed},
        )

    def change(self, row: Row, **changes: Any) -> None:
        """Change columns of a row of this file, those it holds and those it does not; only `move` changes its state."""
        if "state" in changes:
            raise SetupFault("a state moves only by an action of its lifecycle")
        self._set(row, changes)

    def _set(self, row: Row, changes: dict[str, Any]) -> None:
        for name, value in changes.items():
            if name in type(row).__slots__:
                setattr(row, name, value)
        self.batch.update(table_of(MODELS[type(row)]), {"id": row.id}, changes)

    def refile(self, parts: Mapping[str, Any], *, form_version: int) -> None:
        """Put another version of the form into the file; whatever is read from now on is read from it."""
        self.change(self.app, form_version=form_version, **parts)
        self.form = replace(self.form, **{name: parts[name] for name in FORM_PARTS})
        self.__dict__.pop("route_today", None)

    def move(self, row: Row, action: str, *, roles: Collection[str], facts: Facts) -> str:
        """Fire an action on one row's lifecycle; its state and version move. Returns the state left behind.

        Raises:
            WorkflowError: the engine refuses the move.
        """
        left = row.state
        reached = move(LIFECYCLES[type(row)], left, action, roles=roles, facts=facts)
        self._set(row, {"state": reached, "version": row.version + 1})
        self.moves.note(row)
        return left

    def strike(self, row: PermitRow) -> None:
        """Strike out a permit that was never accepted and is no longer asked for; its events stay."""
        self.context.conn.execute(delete(Permit).where(Permit.id == row.id))
        del self.permits[row.key]
        self.moves.note_struck(row)

    def add(self, model: type[Base], **values: Any) -> None:
        """Add a row that belongs to this application."""
        self.moves.note_added(model, values)
        self.batch.insert(table_of(model), {"application_id": self.app.id, **values})

    def record(self, event: str, payload: Mapping[str, Any]) -> int:
        """Append an event to the chain, with what has moved since the last one; returns its sequence number.

        Its row of the catalogue says who is notified. Payloads hold no floats and no raw identities.
        """
        app, actor, declared = self.app, self.context.actor, row_of(event)
        noted = {**payload, "note": self.context.note} if self.context.note else dict(payload)
        if moves := self.moves.take():
            noted["moves"] = moves
        body = {
            "application": app.id,
            "seq": app.event_seq + 1,
            "type": event,
            "actor": actor.username,
            "actor_kind": actor.kind,
            "on_behalf_of": on_behalf_of(actor, app, declared),
            "at": moment(self.context.at),
            "payload": noted,
        }
        linked = event_hash(app.event_hash, body)
        row = {**body, "area": app.area, "at": self.context.at, "prev_hash": app.event_hash, "hash": linked}
        del row["application"]
        self.add(Event, **row)
        self.change(app, event_seq=app.event_seq + 1, event_hash=linked)
        if declared.notifies(noted):
            self.ask(NOTIFY_JOB, f"tell-{app.id}-{app.event_seq}", application_id=app.id, event_seq=app.event_seq)
        if self.context.calendar.edition < app.calendar_edition:
            # counted by a calendar that has been replaced meanwhile: to be projected again
            self.change(app, calendar_edition=self.context.calendar.edition)
        return app.event_seq

    def ask(self, job: str, dedupe: str, **args: Any) -> None:
        """Ask for a job after the commit; the same `dedupe` twice is one job."""
        self.add_plain(
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

    def add_plain(self, model: type[Base], **values: Any) -> None:
        """Add a row that stands beside the case (outbox)."""
        self.batch.insert(table_of(model), values)

    def start_clock(
        self, scope: str, key: str, limit: int, *, law: str, started_on: date, received_on: date | None = None
    ) -> Reading:
        """Start a legal clock and arm its rungs; returns its reading.

        Its ledger says why it starts later than the day on which the papers came in.
        """
        late = after_hours(received_on or started_on, started_on)
        clock = Clock(scope=scope, key=key, limit=limit, started_on=started_on, basis_law=law)
        reading = read(clock, self.context.calendar, self.context.today)
        generation = 1 + (self.clocks[scope, key][0].generation if (scope, key) in self.clocks_seen else 0)
        self.add(
            LegalClock,
            area=self.app.area,
            scope=scope,
            key=key,
            generation=generation,
            limit_working_days=limit,
            basis_law=law,
            started_on=started_on,
            due_on=reading.due_on,
            yellow_on=reading.yellow_on,
            is_provisional=reading.provisional,
        )
        for entry in late:
            self.add(ClockEntry, scope=scope, key=key, generation=generation, **entry_values(entry))
        self.arm(scope, key, started_on=started_on, due_on=reading.due_on, yellow_on=reading.yellow_on)
        return reading

    @property
    def clocks_seen(self) -> Collection[tuple[str, str]]:
        """The clocks that ran before: only an application that came back from its applicant can have any twice."""
        return self.clocks if self.app.notified_at else ()

    def end_clocks(self, scope: str, keys: Sequence[str]) -> None:
        """End clocks today and disarm their timers."""
        key = {"application_id": self.app.id, "scope": scope, "key": list(keys), "ended_on": None}
        self.batch.update(table_of(LegalClock), key, {"ended_on": self.context.today})
        for row, clock in [self.clocks[scope, k] for k in keys if (scope, k) in self.clocks_read]:
            if clock.ended_on is None:
                self.clocks[scope, clock.key] = (row, replace(clock, ended_on=self.context.today))
        self.disarm([scope], keys)

    @property
    def clocks_read(self) -> frozenset[tuple[str, str]]:
        """The clocks this file has looked at already; asking costs no query."""
        return frozenset(self.__dict__.get("clocks", ()))

    def used(self, scope: str, key: str) -> int:
        """Count the net working days a clock has used by today."""
        clock = self.clocks[scope, key][1]
        return read(clock, self.context.calendar, self.context.today).used

    def arm(
        self, scope: str, clock: str, *, started_on: date, due_on: date, yellow_on: date, limit: int | None = None
    ) -> None:
        """Write the timer with which a clock or a duty climbs its ladder; `limit` leaves out the stops it had."""
        days = Days(started_on, due_on, yellow_on, limit)
        if row := timer_row(scope, clock, days, self.context.calendar, at=self.context.at):
            self.add(Timer, area=self.app.area, **row)

    def wait(self, scope: str, clock: str, working_days: int, *, since: date | None = None) -> date:
        """Wait so many working days from today, or since a day, and climb the ladder meanwhile; returns the last day.

        What was counted is remembered: the day follows the calendar, as no day does that a person named.
        """
        started_on = since or self.context.today
        days = Days(started_on, *self.due(started_on, working_days), working_days)
        if row := timer_row(scope, clock, days, self.context.calendar, at=self.context.at):
            self.add(Timer, area=self.app.area, counted_from=started_on, working_days=working_days, **row)
        return days.due_on

    @cached_property
    def standing_timers(self) -> Mapping[tuple[str, str], datetime]:
        """The moments of the newest rungs that wait or have fired, not taken back, by scope and clock."""
        found = self.context.conn.execute(NEWEST_TIMERS, {"id": self.app.id})
        newest = {(row.scope, row.clock): row for row in found}
        return {of: row.fire_at for of, row in newest.items() if row.state != "cancelled"}

    def disarm(self, scopes: Sequence[str], clocks: Sequence[str]) -> None:
        """Take back the armed timers of some clocks."""
        key = {"application_id": self.app.id, "scope": list(scopes), "clock": list(clocks), "state": "armed"}
        self.batch.update(table_of(Timer), key, {"state": "cancelled"})

    def due(self, started_on: date, working_days: int) -> tuple[date, date]:
        """Compute due day and yellow day of a limit."""
        calendar = self.context.calendar
        due_on = calendar.add(started_on, working_days)
        return due_on, yellow_on(started_on, due_on, working_days, calendar)

    def net_days(self, since: datetime) -> int:
        """Count the working days from a moment's day to today."""
        return self.context.calendar.between(local_day(since), self.context.today)

    def save(self) -> None:
        """Write everything; the caller commits.

        Raises:
            SetupFault: the act moved something that none of its events tells of.
        """
        self.moves.expect_none()
        self.batch.run(self.context.conn)


MODELS: dict[type[Any], type[Base]] = {
    ApplicationRow: Application,
    PermitRow: Permit,
    WorkItemRow: WorkItem,
    LicenceRow: Licence,
}
LIFECYCLES: dict[type[Any], str] = {
    ApplicationRow: "application",
    PermitRow: "permit",
    WorkItemRow: "work_item",
    LicenceRow: "licence",
}


def open_case(
    context: ActContext, *, application_id: int | None = None, work_item_id: int | None = None, lock: bool = True
) -> CaseFile:
    """Open an application, found by its id or by one of its work items, under its lock unless it is only read.

    Raises:
        NotFound: there is none, or the actor may not see it.
    """
    by = "application" if work_item_id is None else "work_item"
    wanted = {"id": application_id if work_item_id is None else work_item_id, "area": context.actor.area}
    found = context.conn.execute(opening(by, lock), wanted).first()
    if found is None:
        raise NotFound
    case = CaseFile(context, ApplicationRow(*found))
    # whom the case concerns by role needs no look at the work items
    if not may_see(context.actor, case.app, ()) and not may_see(
        context.actor, case.app, {i.department for i in case.items}
    ):
        raise NotFound
    return case
