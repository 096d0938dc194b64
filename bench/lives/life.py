"""One matter lives from draft to revocation through the API, and everybody looks at every page on the way."""

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, select

from bench.bodies import body_for
from bench.lives.reader import PUBLIC, Reader
from bench.lives.staff import APPLICANT, COUNTER, hire, names_of, people_of
from permits import clock
from permits.actions import ACTIONS, FormPage
from permits.actor import Actor
from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.reading import opened, read
from permits.db import perform, reading
from permits.errors import NotFound
from permits.models import Licence, WorkItem
from permits.queries.office.editions import read_edition
from permits.queries.office.people import by_username
from permits.queries.reading.reader import Case, find
from permits.services.bundles.importing import Entry, import_bundle, retire
from permits.services.offers.actions import Offer, available
from tests.liveness import assert_alive
from tests.offices import AGENT, COMPANY, Office
from workflows import Bundle, Question, group, local_day, parse_bundle
from workflows.checking.variants import Variant

FIRST_DAY = date(2023, 1, 1)
# answered by the API when the office refuses; anything else is a fault
REFUSED = frozenset({403, 404, 409, 422})
# acts that end what others could still be done to: taken when nothing else is left
LAST_OF_ALL = (
    "withdraw", "discard", "refuse_acceptance", "declare_not_required", "refuse", "rate", "revoke", "cancel",
    "withdraw_by_authority", "release", "reflag", "notify_deficiencies", "stop_clock",
)  # fmt: skip
# what a licence goes through, in this order; each may open a case of its own
OF_A_LICENCE = (
    "check_site", "renew", "vary", "request_inspection", "require_rectification", "request_inspection",
    "accept_inspection", "record_survival", "notify_intent", "hear_defence", "revoke", "cancel",
)  # fmt: skip
AGREEING = ("approve", "forward")
BESIDE = ("record_hearing", "resume_clock", "answer_moot", "settle_dependency", "settle_contradiction")
# the stations at which the public looks, too
FOR_ALL = ("before", "delivered")
LONG = 60
TRIES = 5  # with other words each time: some grounds are refused
# work with a page of its own
OPEN_ELSEWHERE = ("intake", "delivery", "survey")
Body = dict[str, Any]


@dataclass
class Life:
    """A matter in an office of its own, the dice that choose among lawful acts, and what was done."""

    office: Office
    bundle: Bundle
    reader: Reader
    dice: random.Random
    # how many acts beside the straight way one case may see, and how many of the staff read the pages at each station
    most_acts: int = 30
    readers: int = 2
    most_licences: int = 9
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    actors: dict[str, Actor] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def people(self) -> list[str]:
        """Everybody who may act or look."""
        return people_of(self.bundle.departments)

    def live(self, answers: Variant) -> None:
        """File, supplement, decide, deliver; then all that may become of the licences, and their end."""
        case = self.file(answers)
        if case is None:
            return
        self.read(case, "before")
        if not self.act(APPLICANT, case, "submit"):
            return
        self.supplemented(case)
        self.act(COUNTER, case, "accept")
        self.read(case, "accepted")
        self.decide(case)
        self.read(case, "decided")
        self.act(COUNTER, case, "deliver", {"recipient": "陈建", "method": "counter"})
        self.read(case, "delivered")
        for number in self.licences(case)[: self.most_licences]:
            self.use(case, number)
        self.wait(days=400)
        self.read(case, "ended")
        self.reader.read_notices()
        self.faults += self.reader.faults
        self.check()

    # the stations of a case

    def file(self, answers: Variant) -> int | None:
        """Open a draft and hand in all it needs; returns its id."""
        said, project = answers
        place = {
            name.rpartition(".")[2]: "试验路8号" for name, one in self.bundle.form.fields.items() if one.kind == "text"
        }
        parts: Body = {"applicant": COMPANY, "agent": AGENT, "project": {"name": "试验项目", **project}, "site": place}
        form = {**parts, "bundle": self.bundle.key, "answers": ahead(self.bundle, said, self.today)}
        made = self.send(APPLICANT, "/applications", form, 201)
        if made is None:
            return None
        self.hand_in(made)
        return int(made["id"])

    def hand_in(self, made: Mapping[str, Any]) -> None:
        """Hand in a file for every material that is asked for."""
        wanted = [one["code"] for one in made["materials"] if not one["shared"]]
        if wanted:
            self.office._hand_in(APPLICANT, made["id"], wanted)  # noqa: SLF001 - all at once, as the tests do

    def supplemented(self, case: int) -> None:
        """Send the case back once for a material, if it has one, and have it mended."""
        found = self.offers(case)
        lacking = [one for who, one in found if (who, one.name, one.ready) == (COUNTER, "notify_deficiencies", True)]
        if not lacking or not self.take(COUNTER, case, lacking[0]):
            return
        self.read(case, "supplement")
        self.hand_in(self.look(f"/applications/{case}"))
        self.act(APPLICANT, case, "supplement")

    def decide(self, case: int) -> None:
        """Take what is offered, what was seldom taken first, until everything is decided; then let time pass."""
        tried = Counter[tuple[str, str]]()
        for _ in range(self.most_acts):
            found = self.seldom(case, tried)
            if found is None:
                break
            self.take(found[0], case, found[1])
        for _ in range(30):
            is_open = self.state(case) in group("application", "undecided")
            if not self.straight(case):
                if not is_open:
                    return
                self.wait(days=3)

    def seldom(self, case: int, tried: Counter[tuple[str, str]]) -> tuple[str, Offer] | None:
        """Choose the offer taken least often so far; none that ends something while others are left."""
        found = [
            (who, one)
            for who, one in self.offers(case)
            if one.ready and tried[one.name, one.target] < 2 and one.name not in LAST_OF_ALL
        ]
        if not found:
            return None
        least = min(self.done[one.name] + tried[one.name, one.target] for _, one in found)
        who, offer = self.dice.choice([
            (who, one) for who, one in found if self.done[one.name] + tried[one.name, one.target] == least
        ])  # fmt: skip
        tried[offer.name, offer.target] += 1
        return who, offer

    def straight(self, case: int) -> bool:
        """Have the next who can agree do so, or refuse where nobody can; returns whether anybody did."""
        offered = [(who, one) for who, one in self.offers(case) if one.ready]
        agreeing = [(who, one) for who, one in offered if one.name in AGREEING]
        beside = [(who, one) for who, one in offered if one.name in BESIDE]
        refusing = [(who, one) for who, one in offered if one.name == "refuse" and not agreeing]
        return any(
            self.take(who, case, one, {"opinion": "同意。"} if one.name in AGREEING else None)
            for who, one in (*beside, *agreeing, *refusing)
        )

    def use(self, case: int, licence: str) -> None:
        """Take a licence through checks, renewal, change, inspection and revocation, in any order that is lawful."""
        for name in OF_A_LICENCE:
            self.wait(days=self.dice.choice((0, 1, 20)))
            taken = self.act_on(case, licence, name)
            if taken and name in {"renew", "vary"}:
                self.follow(case)

    def follow(self, case: int) -> None:
        """Bring the case that a renewal or a change has opened to its end."""
        listed = self.look("/applications?limit=1", by=APPLICANT)["items"]
        child = int(listed[0]["id"])
        if child == case:
            return
        self.hand_in(self.look(f"/applications/{child}", by=APPLICANT))
        if self.act(APPLICANT, child, "submit") and self.act(COUNTER, child, "accept"):
            self.read(child, "of a licence")
            for _ in range(20):
                if not self.straight(child):
                    break
            self.act(COUNTER, child, "deliver", {"recipient": "陈建", "method": "counter"})

    # how anything is done

    @property
    def today(self) -> date:
        """The office's day."""
        return local_day(clock.now())

    def wait(self, *, days: int) -> None:
        """Let days pass and everything fall due."""
        if days:
            self.office.at((clock.now() + timedelta(days=days)).isoformat())

    def look(self, path: str, *, by: str = COUNTER) -> Any:
        """Read an address of the API."""
        return self.office.caller(by).get(path)

    def state(self, case: int) -> str:
        """Return the state of the case."""
        return str(self.look(f"/applications/{case}")["state"])

    def licences(self, case: int) -> list[str]:
        """List the numbers of a case's licences."""
        with reading(self.office.app.extensions["engine"]) as conn:
            wanted = select(Licence.number).where(Licence.application_id == case).order_by(Licence.id)
            return list(conn.execute(wanted).scalars())

    def offers(self, case: int) -> list[tuple[str, Offer]]:
        """List what each of the people may do now, whoever sees the case; its rows are read once for all."""
        office, found = self.office.app.extensions["office"], list[tuple[str, Offer]]()
        with reading(self.office.app.extensions["engine"]) as conn:
            seen: Case | None = None
            for who in self.people:
                if who not in self.actors:
                    self.actors[who] = by_username(conn, who)
                context = ActContext(conn, self.actors[who], clock.now(), office)
                seen = seen or read(context, find(conn, context.actor.area, case))
                with suppress(NotFound):
                    found += [(who, one) for one in available(opened(context, seen))]
        return found

    def open(self, conn: Connection, who: str, case: int) -> CaseFile:
        """Open the case as a person sees it."""
        context = ActContext(conn, self.actors[who], clock.now(), self.office.app.extensions["office"])
        return open_case(context, application_id=case, lock=False)

    def act(self, who: str, case: int, name: str, body: Body | None = None) -> bool:
        """Take an action on the application; returns whether the office took it."""
        return self.send(who, f"/applications/{case}/actions/{name}", body or {}) is not None

    def act_on(self, case: int, licence: str, name: str) -> bool:
        """Have the first who is offered an action on a licence take it."""
        for who, one in self.offers(case):
            if (one.name, one.target, one.ready) == (name, licence, True):
                return any(self.take(who, case, one) for _ in range(TRIES))
        return False

    def take(self, who: str, case: int, offer: Offer, body: Body | None = None) -> bool:
        """Take an offered action with a body that fits; its page is looked at first."""
        if isinstance(ACTIONS[offer.on][offer.name].page, FormPage):
            self.reader.open(who, f"/cases/{case}/actions/{offer.on}/{offer.target}/{offer.name}")
        with reading(self.office.app.extensions["engine"]) as conn:
            body = body or body_for(ACTIONS[offer.on][offer.name], offer, self.open(conn, who, case), self.dice)
        return self.send(who, address_of(offer, case), body) is not None

    def send(self, who: str, path: str, body: Body, expect: int = 200) -> Any:
        """Send a call of the API; None where it is refused. Anything but an answer or a refusal is a fault."""
        caller = self.office.caller(who)
        answer = caller.client.post(f"/api/v1{path}", json=body, headers=caller.headers)
        name = path.rpartition("/")[2]
        if answer.status_code == expect:
            self.done[name] += 1
            return answer.get_json()
        self.refused[name] += 1
        self.note(f"{who} POST {path} {body}", answer.status_code, answer.text)
        return None

    def note(self, what: str, status: int, text: str) -> None:
        """Note an answer that is no refusal."""
        if status not in REFUSED:
            self.faults.append(f"{what}: {status} {text[:500]}")

    def read(self, case: int, station: str) -> None:
        """Have the applicant, some of the staff and the public open every page about the case that they can reach."""
        before = len(self.reader.faults)
        desks = self.desks(case)
        staff = self.people[1:]
        for who in (APPLICANT, *self.dice.sample(staff, k=min(self.readers, len(staff)))):
            seen = () if station == "before" else (f"/cases/{case}", *desks.get(who, ()))
            own = [f"/applications/{case}"] if who == APPLICANT else seen
            self.reader.walk(who, *own, *STARTS.get(who, ("/inbox",)))
        if station in FOR_ALL:
            self.reader.walk("", f"/matters/{self.bundle.key}", *PUBLIC)
        for number, fault in enumerate(self.reader.faults[before:], start=before):
            self.reader.faults[number] = f"{station}: {fault}"

    def desks(self, case: int) -> dict[str, list[str]]:
        """Name the desks of a case's work items, by who works for their department."""
        with reading(self.office.app.extensions["engine"]) as conn:
            open_ = WorkItem.state.in_(group("work_item", "open")) & WorkItem.kind.notin_(OPEN_ELSEWHERE)
            wanted = select(WorkItem.id, WorkItem.department).where(WorkItem.application_id == case, open_)
            rows = [(row.department, f"/work-items/{row.id}") for row in conn.execute(wanted)]
        return {who: [address for department, address in rows if who in names_of(department)] for who in self.people}

    def check(self) -> None:
        """Note what does not hold of the office in the end."""
        try:
            assert_alive(self.office.app.extensions["engine"], at=clock.now())
        except AssertionError as failure:
            self.faults.append(f"alive: {failure}")


STARTS: Mapping[str, Sequence[str]] = {
    APPLICANT: ("/applications", "/licences"),
    COUNTER: ("/counter", "/inbox"),
    "lead": ("/inbox", "/cases", "/turnaround"),
    "manager": ("/cases?show=decided", "/turnaround"),
    "auditor": ("/cases",),
    "admin": ("/cases",),
}


def address_of(offer: Offer, case: int) -> str:
    """Return the address of an offered action in the API."""
    places: Mapping[str, Callable[[], str]] = {
        "application": lambda: f"/applications/{case}",
        "permit": lambda: f"/applications/{case}/permits/{offer.target}",
        "work_item": lambda: f"/work-items/{offer.target}",
        "licence": lambda: f"/licences/{offer.target}",
    }
    return f"{places[offer.on]()}/actions/{offer.name}"


def ahead(bundle: Bundle, answers: Mapping[str, object], today: date) -> Body:
    """Move the period of the answers to days that lie ahead, and give every other question of a needed group."""
    given = {one.key: _given(one, answers[one.key]) for one in bundle.questions if one.key in answers}
    if bundle.period:
        first = today + timedelta(days=1)
        given[bundle.period] = {"from": first.isoformat(), "to": (first + timedelta(days=59)).isoformat()}
    for rule in bundle.permits.values():
        group, _, length = rule.validity.term.partition(".")
        if length and group in given:  # long enough for all that becomes of a licence in its term
            given[group] = {**given[group], length: LONG}
    return given


def _given(question: Question, answer: object) -> object:
    """Fill in what a submission asks of a group beside what the search varied."""
    if question.kind == "list" and isinstance(answer, list):
        return [_filled(question, row) for row in answer]
    return _filled(question, answer) if question.kind == "group" and isinstance(answer, Mapping) else answer


def _filled(question: Question, row: Mapping[str, object]) -> Body:
    plain = {field.key: _plain(field) for field in question.fields if field.required}
    return {**plain, **row}


def _plain(field: Question) -> object:
    if field.options:
        return [field.options[0].value] if field.kind == "choices" else field.options[0].value
    return {"text": "试验", "flag": False}.get(field.kind, max(1, int(field.minimum or 0)))


def found(office: Office, text: str) -> Bundle:
    """Put a bundle file in force in an office, as its only matter, and give its departments people."""
    bundle, app = parse_bundle(text, "life.toml"), office.app
    entry = Entry(area=None, from_on=FIRST_DAY, by="a life", at=clock.now())

    def put(conn: Connection) -> None:
        for one in read_edition(conn).terms:
            retire(conn, one.key, one.version, entry)
        import_bundle(conn, text, "life.toml", entry)
        hire(conn, bundle.departments)

    perform(app.extensions["engine"], put)
    with reading(app.extensions["engine"]) as conn:  # editions of two databases may bear one number
        app.extensions["office"].library.current = read_edition(conn)
    return bundle
