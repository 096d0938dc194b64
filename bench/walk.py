"""A random walk: any user takes any action, time jumps, the power fails; the invariants must hold."""

import hashlib
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, event, select

from bench.bodies import body_for
from permits.actions import ACTIONS, place_of
from permits.actor import Actor
from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.facts import current_route, open_deficiencies, uploaded
from permits.casefile.reading import look_at
from permits.db import perform, reading
from permits.errors import Conflict, NotFound, Refusal
from permits.keys import hold
from permits.models import Application, Base, Incident
from permits.office import Office
from permits.policies import may_see
from permits.queries.case.trail import events_of
from permits.queries.office import people
from permits.queries.office.invariants import stalls
from permits.queries.office.replays import differences
from permits.seeds import stories
from permits.services.changing import materials
from permits.services.files.uploads import Examined
from permits.services.filing import applications
from permits.services.house import idempotency
from permits.services.offers.actions import Offer, available
from permits.services.oversight import audit
from permits.services.timers.sweep import sweep
from permits.verifier import first_broken_link
from workflows import SHANGHAI, WorkflowError

BEGINS_AT = datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
ACTORS = (
    "contractor", "contractor2", "window", "planning", "police", "roads", "roads2", "greening", "planning-head",
    "police-head", "roads-head", "greening-head", "lead", "government", "manager",
)  # fmt: skip
WISHES = ("occupy", "dig", "green", "trees", "pipes", "four", "moratorium", "highway")
# probability of dropping the action: it ends a case early or can be repeated without end
PASSED_OVER = {
    "withdraw": 0.95, "refuse_acceptance": 0.95, "declare_not_required": 0.97, "escalate": 0.97, "amend": 0.8,
    "answer_supervision": 0.9, "file_statement": 0.95, "notify_deficiencies": 0.8, "circulate": 0.6, "reflag": 0.5,
    "investigate": 0.9,
    "release": 0.8, "file_deficiency": 0.5, "refuse": 0.8, "revoke": 0.8, "withdraw_by_authority": 0.8, "cancel": 0.8,
    "notify_hearing_right": 0.6, "extend_joint": 0.7, "stop_clock": 0.5, "add_branch": 0.7, "urge": 0.9,
    "request_extension": 0.9, "request_joint_extension": 0.95, "assess_fee": 0.7, "extend": 0.8, "book_survey": 0.8,
}  # fmt: skip
# minutes; most actions of a case follow each other within days
PAUSES = (7, 60, 60 * 15, 60 * 15, 60 * 24, 60 * 24, 60 * 24, 60 * 24 * 2, 60 * 24 * 3, 60 * 24 * 25)
MOST_CASES = 4
STAYS = 0.75
JOBS = frozenset({"jobs_done"})
Service = Callable[[ActContext], Any]


class PowerCut(Exception):
    """The machine dies between two statements."""


class Loose(AssertionError):
    """An invariant does not hold."""


class NoStore:
    """A file store that keeps nothing."""

    def put(self, key: str, data: bytes) -> None: ...

    def get(self, key: str) -> bytes:
        raise FileNotFoundError(key)

    def has(self, key: str) -> bool:
        return False


class Walk:
    """One office, its users and the present moment; each step makes one change and checks the invariants."""

    def __init__(self, engine: Engine, office: Office, now: datetime = BEGINS_AT) -> None:
        self.engine, self.office, self.now = engine, office, now
        hold(engine.dialect, office.keys)
        self.cases: list[int] = []
        self.heads: dict[int, int] = {}
        self.offers: dict[tuple[str, int], tuple[Any, list[Offer]]] = {}
        self.files: dict[int, tuple[Any, CaseFile]] = {}
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.keys = 0
        self.cut_in = 0
        with reading(engine) as conn:
            self.people: dict[str, Actor] = {
                name: found for name in ACTORS if (found := people.by_username(conn, name))
            }
        event.listen(engine, "before_cursor_execute", self._maybe_cut)

    def close(self) -> None:
        event.remove(self.engine, "before_cursor_execute", self._maybe_cut)

    # the steps

    def step(self, kind: str, dice: random.Random) -> None:
        """Make one step of a kind, then check the cases it touched."""
        getattr(self, kind)(dice)
        self.look()

    def file(self, dice: random.Random) -> None:
        """File an application with all or most of its materials; rarely when enough cases are open."""
        if len(self.cases) >= MOST_CASES and dice.random() < STAYS:
            self.move(dice)
            return
        plot = stories.Plot(dice.choice(WISHES), "accepted")
        story = dice.randrange(50)
        form = stories.form(story, plot, self.now.date())
        applicant = "contractor2" if "星湖置业" in form.applicant["name"] else "contractor"
        # one in five is a counter filing
        who = "window" if story % 5 == 0 else applicant
        made = self.act(who, lambda context: applications.create_draft(context, form), "create_draft")
        if made is None:
            return
        self.cases = [*self.cases[-MOST_CASES + 1 :], made]
        wanted = self.see(who, made, lambda case: [m.code for m in current_route(case).materials if not m.shared])
        if dice.random() < 0.15:
            wanted = wanted[1:]
        self.act(who, lambda context: self._add_materials(context, made, wanted), "add_material")
        self.act(who, lambda context: applications.submit(context, made), "submit")

    def hand_in(self, dice: random.Random) -> None:
        """Hand in a material as the applicant, requested or not."""
        if self.cases:
            case, who = dice.choice(self.cases), dice.choice(("contractor", "contractor2", "window"))
            asked = self.see(who, case, lambda seen: sorted(open_deficiencies(seen, uploaded(seen)))) or ()
            codes = [code for code in asked if code.startswith("M")] or [f"M{dice.randrange(1, 24):02}"]
            self.act(who, lambda context: self._add_materials(context, case, codes), "add_material")

    def move(self, dice: random.Random) -> None:
        """Take an action the office offers, ready or not."""
        if found := self._offered(dice):
            self.act(*found)

    def wrong(self, dice: random.Random) -> None:
        """Take an action that may not be open, as a user who may not hold its role."""
        on = dice.choice(sorted(ACTIONS))
        if not self.cases:
            return
        name, who, case_id = dice.choice(sorted(ACTIONS[on])), dice.choice(ACTORS), dice.choice(self.cases)

        def guess(case: CaseFile) -> Offer | None:
            targets = {
                "application": [str(case_id)],
                "permit": sorted(case.permits),
                "work_item": [str(item.id) for item in case.items],
                "licence": sorted(case.licences),
            }[on]
            return Offer(name, on, dice.choice(targets), True, (), None, "", attainable=True) if targets else None  # type: ignore[arg-type]

        if offer := self.see("manager", case_id, guess):
            self.act(who, *self._call_of(offer, case_id, dice))

    def wait(self, dice: random.Random) -> None:
        """Advance the clock by minutes or weeks and sweep due timers."""
        self.now += timedelta(minutes=dice.choice(PAUSES))
        self.done["sweep"] += sweep(self.engine, self.office, at=self.now)

    def crash(self, dice: random.Random) -> None:
        """Crash inside an action: nothing of it may remain; then take it completely."""
        found = self._offered(dice)
        if found is None:
            return
        before = self.digest()
        self.cut_in = dice.randrange(1, 25)
        try:
            self.act(*found)
        except PowerCut:
            self.done["power_cut"] += 1
            if self.digest() != before:
                raise Loose(f"something of {found[2]} remains after a power cut") from None
        finally:
            self.cut_in = 0
        self.act(*found)

    def repeat(self, dice: random.Random) -> None:
        """Send a request twice under one key: it takes effect once; with a stale version it is refused."""
        found = self._offered(dice)
        if found is None:
            return
        who, service, name = found
        self.keys += 1
        key, actor = f"walk-{self.keys}", self.people[who]

        def once(context: ActContext) -> Any:
            def answer() -> tuple[int, dict[str, Any]]:
                service(context)
                return 200, {}

            return idempotency.once(context.conn, actor.id or 0, key, request=name, wall=self.now, act=answer)

        if self.act(who, once, name) is not None:
            before = self.digest()
            self.act(who, once, "repeated")
            if self.digest() != before:
                raise Loose(f"{name} was done twice under one key")

    # how a step runs

    def act(self, who: str, service: Service, name: str) -> Any:
        """Take an action as a user; a refusal must change nothing."""
        actor = self.people[who]
        try:
            answer = perform(self.engine, lambda conn: service(ActContext(conn, actor, self.now, self.office)))
        except (Refusal, WorkflowError) as refusal:
            self.refused[name] += 1
            if isinstance(refusal, Conflict) and refusal.code == "busy":
                raise
            return None
        self.done[name] += 1
        return True if answer is None else answer

    def see(self, who: str, case_id: int, how: Callable[[CaseFile], Any]) -> Any:
        """Read a case as a user; None without permission."""
        with reading(self.engine) as conn:
            context = ActContext(conn, self.people[who], self.now, self.office)
            try:
                return how(open_case(context, application_id=case_id, lock=False))
            except NotFound:
                return None

    def _add_materials(self, context: ActContext, case: int, codes: list[str]) -> None:
        files = [(code, Examined(f"{code}.pdf", PDF, "application/pdf")) for code in codes]
        materials.add_materials(context, case, files, store=NoStore())

    def _offered(self, dice: random.Random) -> tuple[str, Service, str] | None:
        """Return an offered action of the first user, in random order, who has one."""
        if not self.cases:
            return None
        case = dice.choice(self.cases)
        for who in dice.sample(ACTORS, k=len(ACTORS)):
            offers = [one for one in self._offers(who, case) if one.ready or dice.random() < 0.1]
            if not offers:
                continue
            offer = dice.choice(offers)
            if dice.random() < PASSED_OVER.get(offer.name, 0.0):
                continue
            return (who, *self._call_of(offer, case, dice))
        return None

    def _offers(self, who: str, case: int) -> list[Offer]:
        """List the actions offered to a user; cached until the case changes or time passes."""
        stand = self.heads.get(case), self.now
        if self.offers.get((who, case), ("",))[0] != stand:
            file, actor = self._file(case), self.people[who]
            found = []
            if may_see(actor, file.app, {item.department for item in file.items}):
                file.context = replace(file.context, actor=actor)
                found = available(file)
            self.offers[who, case] = stand, found
        return self.offers[who, case][1]

    def _file(self, case: int) -> CaseFile:
        """Open a case once for every user; cached like the offers."""
        stand = self.heads.get(case), self.now
        if case not in self.files or self.files[case][0] != stand:
            with reading(self.engine) as conn:
                context = ActContext(conn, self.people["manager"], self.now, self.office)
                self.files[case] = stand, look_at(context, case)
        return self.files[case][1]

    def _call_of(self, offer: Offer, case: int, dice: random.Random) -> tuple[Service, str]:
        """Build the service call of an offer as the API would."""
        if offer.name not in ACTIONS[offer.on]:
            raise Loose(f"{offer.name} on {offer.on} is offered, but not declared")
        action = ACTIONS[offer.on][offer.name]
        values = self.see("manager", case, lambda seen: body_for(action, offer, seen, dice)) or {}
        body = action.body.model_validate(values)
        place = place_of(offer.on, case, offer.target)
        return lambda context: action.take(context, place, body), offer.name

    def _maybe_cut(self, *_args: Any) -> None:
        if self.cut_in:
            self.cut_in -= 1
            if not self.cut_in:
                raise PowerCut

    # what must hold

    def look(self) -> None:
        """Check every case touched since the last check.

        Raises:
            Loose: an invariant, the replay or the chain does not hold, or the sweep met a case it could not fire.
        """
        with reading(self.engine) as conn:
            heads = {row.id: row.event_seq for row in conn.execute(select(Application.id, Application.event_seq))}
            touched = [one for one, seq in heads.items() if self.heads.get(one) != seq]
            self.heads = heads
            faults = [str(one) for one in self._incidents(conn)]
            for one in touched:
                faults += [str(s) for s in stalls(conn, at=self.now, application_id=one) if s.invariant not in JOBS]
                faults += differences(conn, one)
                if broken := first_broken_link(events_of(conn, one)):
                    faults.append(broken)
            if faults:
                types = [row["type"] for row in events_of(conn, touched[0])][-6:] if touched else []
                raise Loose(f"{faults} after {types}")

    def look_at_all(self) -> None:
        """Check the whole office, and that its rows are what its events recorded.

        Raises:
            Loose: something does not hold.
        """
        self.heads = {}
        self.look()
        with reading(self.engine) as conn:
            if faults := [f"{one.application}: {one.broken}" for one in audit.verify(conn) if one.broken]:
                raise Loose(str(faults))

    def _incidents(self, conn: Connection) -> list[Any]:
        wanted = select(Incident.kind, Incident.application_id, Incident.detail)
        return list(conn.execute(wanted.where(Incident.kind.in_(("sweep_failed", "join_incomplete", "stalled")))))

    def digest(self) -> str:
        """Compute a digest of every row of the office, to detect changes."""
        found = hashlib.sha256()
        cases = ", ".join(map(str, self.cases or [0]))
        with reading(self.engine) as conn:
            for statement in EVERY_ROW:
                found.update(repr(conn.exec_driver_sql(statement.format(cases=cases)).all()).encode())
        return found.hexdigest()


def _every_row() -> Iterator[str]:
    """Write the statements that read every row of some cases, and of what all cases share; raw values, in order."""
    for table in Base.metadata.sorted_tables:
        keys = ", ".join(column.name for column in table.primary_key)
        if "application_id" in table.c:
            yield f"select * from {table.name} where application_id in ({{cases}}) order by {keys}"
        elif table.name == "outbox":
            yield "select count(*) from outbox"
        elif table.name in {"application", "counter"}:
            yield f"select * from {table.name} order by {keys}"


EVERY_ROW = tuple(_every_row())
KINDS = ("file", "hand_in", "move", "move", "move", "move", "move", "move", "wrong", "wait", "crash", "repeat")
