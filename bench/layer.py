"""`bench layer`: one action written through the case file, through plain ORM entities and through plain Core.

The action decides one of four permits: it locks the application, reads its permits, work items and clocks, updates
three rows, ends two clocks, disarms a timer, appends one event and inserts six rows. No rule is evaluated and no notice
is worded: only reading and writing rows is compared.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, bindparam, event, func, insert, select, update
from sqlalchemy.orm import Session

from bench.machine import machine, write
from bench.office import AT, DEPARTMENTS, OPINION, Product, World, found, open_world
from bench.server import database
from permits.casefile import ApplicationRow, ClockRow, PermitRow, WorkItemRow, open_case
from permits.db import perform, reading
from permits.models import (
    Application,
    Base,
    ClockEntry,
    Event,
    LegalClock,
    Licence,
    Notice,
    OutboxRow,
    Permit,
    Timer,
    WorkItem,
)
from permits.verifier import event_hash, first_broken_link, moment
from workflows import local_day

ON = local_day(AT)
CLOCKS = ("committed", "statutory")
Values = dict[str, Any]


# ---- what the action writes, on every side


def of_item(version: int) -> Values:
    return {"verdict": "granted", "opinion": OPINION, "done_at": AT, "done_on": ON, "version": version + 1}


def of_permit(version: int, number: str) -> Values:
    decided = {"decided_at": AT, "decided_on": ON, "decision": "granted", "document_number": number}
    return {**decided, "reasons": {"text": OPINION}, "licence_number": number, "version": version + 1}


def of_licence(area: str, key: str, department: str, number: str) -> Values:
    about = {"area": area, "permit": key, "number": number, "document_number": number, "department": department}
    state = {"state": "in_force", "reinstatement": "works", "version": 1, "renewals": 0}
    return {
        **about,
        **state,
        "holder": "",
        "title": "",
        "scope": {"place": "18"},
        "conditions": [{"kind": "hours", "text": OPINION}],
        "valid_from": ON,
        "issued_at": AT,
        "code": number,
    }


def of_notice(area: str, key: str, seq: int, number: str) -> Values:
    about = {"area": area, "kind": "decision", "permit": key, "number": number, "language": "zh", "event_seq": seq}
    return {**about, "issued_at": AT, "served_at": AT, "facts": {"opinion": OPINION, "number": number}}


def of_jobs(area: str, application_id: int, seq: int) -> list[Values]:
    state = {"area": area, "state": "new", "created_at": AT, "available_at": AT, "attempts": 0}
    about = {"application_id": application_id, "event_seq": seq}
    jobs = ("documents.render", "notifications.tell")
    return [{**state, "job": job, "args": about, "dedupe": f"{job}-{application_id}-{seq}"} for job in jobs]


def of_timer(area: str, number: str) -> Values:
    about = {"area": area, "scope": f"licence:{number}", "clock": "validity", "rung": "expired"}
    return {**about, "fire_at": AT, "state": "armed", "ahead": []}


def granted(key: str, number: str) -> Values:
    return {"permit": key, "number": number, "decision": "granted"}


def of_event(app: Any, actor: str, payload: Values) -> Values:
    """Append the event to the head stored on the application."""
    body = {"seq": app.event_seq + 1, "type": "permit.granted", "actor": actor, "actor_kind": "human"}
    body |= {"on_behalf_of": None, "payload": payload}
    linked = event_hash(app.event_hash, {**body, "application": app.id, "at": moment(AT)})
    return {**body, "area": app.area, "at": AT, "prev_hash": app.event_hash, "hash": linked}


# ---- the three sides; each returns the number of clocks it read


def through_the_case_file(world: World, conn: Connection, application_id: int, department: str) -> int:
    case = open_case(world.act_context(conn, department), application_id=application_id)
    item = next(one for one in case.items if one.department == department and one.kind == "decision")
    permit, read = case.permits[item.permit], len(case.clocks)
    number = f"{case.app.number}-{permit.suffix}"
    case.change(item, **of_item(item.version))
    case.change(permit, **of_permit(permit.version, number))
    case.add(Licence, **of_licence(case.app.area, permit.key, department, number))
    case.clocks.end(permit.key, CLOCKS)
    case.add(Timer, **of_timer(case.app.area, number))
    case.change(case.app, status_code=8)
    seq = case.record("permit.granted", granted(permit.key, number))
    case.add(Notice, **of_notice(case.app.area, permit.key, seq, number))
    for job in of_jobs(case.app.area, application_id, seq):
        case.add(OutboxRow, **job)
    case.save()
    return read


def through_entities(world: World, conn: Connection, application_id: int, department: str) -> int:
    with Session(conn, autoflush=False) as session:
        app = session.scalars(select(Application).where(Application.id == application_id).with_for_update()).one()
        items = session.scalars(select(WorkItem).where(WorkItem.application_id == application_id)).all()
        permits = session.scalars(select(Permit).where(Permit.application_id == application_id)).all()
        clocks = session.scalars(select(LegalClock).where(LegalClock.application_id == application_id)).all()
        session.scalars(select(ClockEntry).where(ClockEntry.application_id == application_id)).all()
        item = next(one for one in items if one.department == department and one.kind == "decision")
        permit = next(one for one in permits if one.key == item.permit)
        number = f"{app.number}-{permit.suffix}"
        timers = select(Timer).where(Timer.application_id == application_id, Timer.state == "armed")
        armed = session.scalars(timers.where(Timer.scope == permit.key, Timer.clock.in_(CLOCKS))).all()
        for entity, changes in ((item, of_item(item.version)), (permit, of_permit(permit.version, number))):
            for name, value in changes.items():
                setattr(entity, name, value)
        for clock in clocks:
            if clock.scope == permit.key and clock.key in CLOCKS:
                clock.ended_on = ON
        for timer in armed:
            timer.state = "cancelled"
        chained = of_event(app, department, granted(permit.key, number))
        app.status_code, app.event_seq, app.event_hash = 8, chained["seq"], chained["hash"]
        of_case = {"application_id": application_id}
        session.add(Event(**of_case, **chained))
        session.add(Licence(**of_case, **of_licence(app.area, permit.key, department, number)))
        session.add(Timer(**of_case, **of_timer(app.area, number)))
        session.add(Notice(**of_case, **of_notice(app.area, permit.key, chained["seq"], number)))
        session.add_all(OutboxRow(**job) for job in of_jobs(app.area, application_id, chained["seq"]))
        session.flush()
        return len(clocks)


@cache
def held(model: type[Base], row: type[Any]) -> Any:
    """Select the columns of a table that the case file loads, by application."""
    of_case: Any = model.__table__.c
    key = of_case.id if model is Application else of_case.application_id
    wanted = select(*(of_case[field.name] for field in fields(row))).where(key == bindparam("of_case"))
    return wanted.with_for_update() if model is Application else wanted.order_by(of_case.id)


@cache
def table(model: type[Base]) -> Table:
    found: Any = model.__table__
    return found


@cache
def by_id(model: type[Base]) -> Any:
    return update(table(model)).where(table(model).c.id == bindparam("row"))


ENTRIES = select(table(ClockEntry)).where(table(ClockEntry).c.application_id == bindparam("of_case"))
END = (
    update(table(LegalClock))
    .where(table(LegalClock).c.application_id == bindparam("of_case"), table(LegalClock).c.scope == bindparam("of"))
    .where(table(LegalClock).c.key.in_(CLOCKS), table(LegalClock).c.ended_on.is_(None))
)
DISARM = (
    update(table(Timer))
    .where(table(Timer).c.application_id == bindparam("of_case"), table(Timer).c.scope == bindparam("of"))
    .where(table(Timer).c.clock.in_(CLOCKS), table(Timer).c.state == "armed")
)


def through_core(_world: World, conn: Connection, application_id: int, department: str) -> int:
    of_case = {"of_case": application_id}
    app = conn.execute(held(Application, ApplicationRow), of_case).one()
    items = conn.execute(held(WorkItem, WorkItemRow), of_case).all()
    permits = conn.execute(held(Permit, PermitRow), of_case).all()
    clocks = conn.execute(held(LegalClock, ClockRow), of_case).all()
    conn.execute(ENTRIES, of_case).all()
    item = next(one for one in items if one.department == department and one.kind == "decision")
    permit = next(one for one in permits if one.key == item.permit)
    number = f"{app.number}-{permit.suffix}"
    conn.execute(by_id(WorkItem).values(of_item(item.version)), {"row": item.id})
    conn.execute(by_id(Permit).values(of_permit(permit.version, number)), {"row": permit.id})
    conn.execute(END.values(ended_on=ON), {**of_case, "of": permit.key})
    conn.execute(DISARM.values(state="cancelled"), {**of_case, "of": permit.key})
    chained = of_event(app, department, granted(permit.key, number))
    head = {"status_code": 8, "event_seq": chained["seq"], "event_hash": chained["hash"]}
    conn.execute(by_id(Application).values(head), {"row": application_id})
    key = {"application_id": application_id}
    conn.execute(insert(table(Event)), {**key, **chained})
    conn.execute(insert(table(Licence)), {**key, **of_licence(app.area, permit.key, department, number)})
    conn.execute(insert(table(Timer)), {**key, **of_timer(app.area, number)})
    conn.execute(insert(table(Notice)), {**key, **of_notice(app.area, permit.key, chained["seq"], number)})
    conn.execute(insert(table(OutboxRow)), of_jobs(app.area, application_id, chained["seq"]))
    return len(clocks)


Side = Callable[[World, Connection, int, str], int]
SIDES: dict[str, Side] = {"case file": through_the_case_file, "entities": through_entities, "core": through_core}


# ---- measuring


def accepted(product: Product) -> int:
    """File and accept a case with four open decisions."""
    application_id = product.submit()
    product.accept(application_id)
    return application_id


def written(conn: Connection, application_id: int) -> Values:
    """Return the rows of a case in a form that is equal on every side."""
    chain = [
        {**row._mapping, "application": row.application_id, "at": moment(row.at)}  # noqa: SLF001 - the documented view
        for row in conn.execute(select(table(Event)).where(Event.application_id == application_id).order_by(Event.seq))
    ]
    assert first_broken_link(chain) is None
    counted = (Event, Licence, Notice, Timer, LegalClock)
    rows: Values = {
        model.__tablename__: conn.execute(
            select(func.count()).select_from(model).where(table(model).c.application_id == application_id)
        ).scalar_one()
        for model in counted
    }
    of_case = LegalClock.application_id == application_id
    rows["ended"] = conn.execute(
        select(func.count()).select_from(LegalClock).where(of_case, LegalClock.ended_on.is_not(None))
    ).scalar_one()
    armed = select(Timer.scope, Timer.clock).where(Timer.application_id == application_id, Timer.state == "armed")
    rows["armed"] = sorted(row.clock for row in conn.execute(armed))
    decided = select(Permit.key, Permit.decision, Permit.version).where(Permit.application_id == application_id)
    rows["permits"] = sorted(tuple(row) for row in conn.execute(decided))
    return rows


def check_alike(product: Product) -> None:
    """Exit if the sides do not write the same rows."""
    found_rows = []
    for side in SIDES.values():
        case = accepted(product)
        for department in DEPARTMENTS:
            perform(product.world.engine, lambda conn, s=side, d=department, c=case: s(product.world, conn, c, d))
        with reading(product.world.engine) as conn:
            found_rows.append(written(conn, case))
    assert found_rows[0] == found_rows[1] == found_rows[2], found_rows


@contextmanager
def counting(engine: Engine) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_conn: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def statements(product: Product, side: Side) -> int:
    case = accepted(product)
    with counting(product.world.engine) as sent:
        perform(product.world.engine, lambda conn: side(product.world, conn, case, DEPARTMENTS[0]))
    return sum(not one.startswith(("BEGIN", "COMMIT", "pragma")) for one in sent)


def time_round(product: Product, side: Side, cases: int) -> tuple[float, float]:
    """Decide all permits of some cases; returns milliseconds per action: wall time and CPU time."""
    ready = [accepted(product) for _ in range(cases)]
    walls: list[float] = []
    used = time.process_time()
    for case in ready:
        for department in DEPARTMENTS:
            started = time.perf_counter()
            perform(product.world.engine, lambda conn, d=department, c=case: side(product.world, conn, c, d))
            walls.append((time.perf_counter() - started) * 1000)
    used = time.process_time() - used
    return statistics.median(walls), used * 1000 / len(walls)


def compare(url: str, rounds: int, cases: int) -> Values:
    """Measure the sides in rotating order; figures are medians of the rounds."""
    found(url)
    product = Product(open_world(url))
    check_alike(product)
    names = list(SIDES)
    walls: dict[str, list[float]] = {name: [] for name in names}
    cpus: dict[str, list[float]] = {name: [] for name in names}
    for number in range(rounds + 1):
        for name in names[number % 3 :] + names[: number % 3]:
            wall, cpu = time_round(product, SIDES[name], cases)
            if number:  # the first round warms the caches
                walls[name].append(wall)
                cpus[name].append(cpu)
    result = {
        name: {
            "statements": statements(product, SIDES[name]),
            "act_ms": round(statistics.median(walls[name]), 2),
            "cpu_ms": round(statistics.median(cpus[name]), 2),
            "ratio_to_case_file": round(_ratio(walls[name], walls["case file"]), 2),
            "cpu_ratio_to_case_file": round(_ratio(cpus[name], cpus["case file"]), 2),
        }
        for name in names
    }
    product.close()
    return result


def _ratio(side: list[float], base: list[float]) -> float:
    return statistics.median(a / b for a, b in zip(side, base, strict=True))


def measure(rounds: int = 7, cases: int = 10) -> Values:
    """Measure on both databases."""
    with tempfile.TemporaryDirectory(prefix="daokou-layer-") as folder:
        on_sqlite = compare(f"sqlite:///{Path(folder) / 'layer.db'}", rounds, cases)
    with database() as url:
        on_postgresql, about = compare(url, rounds, cases), machine(url)
    acts = {"rounds": rounds, "acts_per_round": cases * len(DEPARTMENTS)}
    return {"machine": about, **acts, "postgresql": on_postgresql, "sqlite": on_sqlite}


def main() -> None:
    result = measure()
    write("layer", result)
    for name in ("postgresql", "sqlite"):
        for side, figures in result[name].items():
            print(
                f"{name}, {side}: {figures['act_ms']} ms an act ({figures['ratio_to_case_file']} x the case file),"
                f" {figures['cpu_ms']} ms of processor, {figures['statements']} statements"
            )
