"""An office in which applications live their lives through the real services, on both databases."""

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, Table, func, insert, select

from bench.server import OFFICE_TABLES, forget_cases
from permits.actor import Actor
from permits.casefile import ActContext, CaseFile, open_case
from permits.casefile.facts import current_route
from permits.config import Settings
from permits.db import connect, perform, reading
from permits.files import FolderStore
from permits.keys import hold
from permits.models import Application, Base, Event, Notice, Permit, WorkItem
from permits.office import Edition, Library, Office
from permits.queries.office.editions import read_edition
from permits.queries.office.people import by_username
from permits.seeds import stories
from permits.seeds.installing import read_office
from permits.services.changing import materials
from permits.services.deciding import work_items
from permits.services.deciding.work_items import Verdict
from permits.services.files.uploads import examine
from permits.services.filing import applications
from permits.services.intake import acceptance
from permits.services.licences import endings
from permits.services.timers.sweep import sweep
from tests.bundles import with_local_law
from tests.conftest import SECRET
from tests.liveness import assert_alive
from tests.offices import PDF
from tests.servers import PostgresServer
from workflows import SHANGHAI

CASE_TABLES = [one for one in Base.metadata.sorted_tables if one.name not in OFFICE_TABLES]
# A Monday; no holiday in the five weeks after it
MONDAY = "2026-03-02 10:00"
AGREED = Verdict(opinion="同意。")
REFUSED = Verdict(opinion="不符合技术规程。", reason_code="conditions_not_met", law="《城市道路管理条例》第三十条")
ROADS, POLICE = "road-occupation:roads:decision", "road-occupation:police:co_approval"
GREENING = "green-space:greening:decision"


def moment(text: str) -> datetime:
    """Read a moment of the office's day."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@dataclass(frozen=True, slots=True)
class Begun:
    """A case as it stood when it was first begun: its rows by table, and its files."""

    id: int
    people: dict[str, Actor]
    rows: list[tuple[Table, list[dict[str, Any]]]]
    files: Path


class Memory:
    """What was begun in an empty office, by database and by what was asked: begun again, it is put back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._known: dict[str, Begun] = {}

    def keep(self, key: str, life: "Life", application_id: int) -> None:
        with reading(life.engine) as conn:
            found = ((one, conn.execute(select(one)).mappings().all()) for one in CASE_TABLES)
            rows = [(table, [dict(row) for row in held]) for table, held in found if held]
        files = self.folder / str(len(self._known))
        files.mkdir()
        if life.folder.exists():
            shutil.copytree(life.folder, files, dirs_exist_ok=True)
        self._known[key] = Begun(application_id, dict(life.people), rows, files)

    def put_back(self, key: str, life: "Life") -> int | None:
        if (begun := self._known.get(key)) is None:
            return None
        life.people.update(begun.people)
        if any(begun.files.iterdir()):
            shutil.copytree(begun.files, life.folder, dirs_exist_ok=True)
        with life.engine.begin() as conn:
            if conn.dialect.name == "postgresql":
                conn.exec_driver_sql("set local session_replication_role = replica")
            for table, rows in begun.rows:
                conn.execute(insert(table), rows)
        return begun.id


class Life:
    """The office, its people, and the present moment."""

    def __init__(self, engine: Engine, office: Office, folder: Path, memory: Memory | None = None) -> None:
        self.engine = engine
        hold(engine.dialect, office.keys)
        self.office = office
        self.folder = folder / "materials"
        self.store = FolderStore(self.folder)
        self.now = moment(MONDAY)
        self.people: dict[str, Actor] = {}
        # only what is begun before anything else has happened is the same every time
        self._memory, self._plainest = memory, office

    def _begun(self, what: str, asked: dict[str, Any], begin: Callable[[], int]) -> int:
        """Begin a case, or put it back as it stood when the same was begun before in an empty office."""
        memory = self._memory
        if memory is None or self.people or self.office is not self._plainest or self.now != moment(MONDAY):
            return begin()
        key = f"{self.engine.url} {what} {json.dumps(asked, sort_keys=True, default=str)}"
        known = memory.put_back(key, self)
        if known is None:
            known = begin()
            memory.keep(key, self, known)
        self._memory = None
        return known

    def actor(self, username: str) -> Actor:
        if username not in self.people:
            with reading(self.engine) as conn:
                found = by_username(conn, username)
            assert found is not None, username
            self.people[username] = found
        return self.people[username]

    def act(self, who: str, service: Callable[..., Any], *args: Any, note: str = "", **more: Any) -> Any:
        actor, self._memory = self.actor(who), None
        return perform(
            self.engine, lambda conn: service(ActContext(conn, actor, self.now, self.office, note), *args, **more)
        )

    def at(self, text: str) -> int:
        """Let time pass until a moment, firing what falls due; returns how many timers fired."""
        self.now, self._memory = moment(text), None
        return sweep(self.engine, self.office, at=self.now)

    def look(self, who: str, application_id: int, see: Callable[[CaseFile], Any]) -> Any:
        with reading(self.engine) as conn:
            context = ActContext(conn, self.actor(who), self.now, self.office)
            return see(open_case(context, application_id=application_id, lock=False))

    def draft(self, wish: str = "occupy", *, who: str = "contractor", papers: bool = True, **changes: Any) -> int:
        asked = {"wish": wish, "who": who, "papers": papers, **changes}
        return self._begun("draft", asked, lambda: self._draft(wish, who=who, papers=papers, **changes))

    def _draft(self, wish: str, *, who: str, papers: bool, **changes: Any) -> int:
        plot = stories.Plot(wish, "accepted")
        form = stories.form(1, plot, self.now.date())
        made = applications.DraftForm(
            bundle=form.bundle,
            applicant=form.applicant,
            agent=form.agent,
            project=form.project,
            site=form.site,
            answers={**form.answers, **changes},
        )
        application_id = int(self.act(who, applications.create_draft, made))
        if papers and (codes := self.needed(application_id, who=who)):
            self.hand_in(application_id, *codes, who=who)
        return application_id

    def needed(self, application_id: int, *, who: str = "contractor") -> list[str]:
        return self.look(
            who, application_id, lambda case: [m.code for m in current_route(case).materials if not m.shared]
        )

    def hand_in(self, application_id: int, *codes: str, who: str = "contractor") -> Any:
        files = [(code, examine(f"{code}.pdf", PDF, otherwise=code)) for code in codes]
        return self.act(who, materials.add_materials, application_id, files, store=self.store)[-1]

    def submitted(self, wish: str = "occupy", **more: Any) -> int:
        def begin() -> int:
            application_id = self.draft(wish, **more)
            self.act("contractor", applications.submit, application_id)
            return application_id

        return self._begun("submitted", {"wish": wish, **more}, begin)

    def accepted(self, wish: str = "occupy", **more: Any) -> int:
        def begin() -> int:
            application_id = self.submitted(wish, **more)
            self.act("window", acceptance.accept, application_id)
            return application_id

        return self._begun("accepted", {"wish": wish, **more}, begin)

    def require(self, *grounds: str) -> None:
        """Have a local law require special procedures of every permit accepted from now on."""
        self.office, self._memory = with_local_law(self.office, *grounds), None

    def decided(self, wish: str = "occupy", **changes: Any) -> int:
        def begin() -> int:
            application_id = self.accepted(wish, **changes)
            self.answer(application_id, POLICE)
            self.answer(application_id, ROADS)
            return application_id

        return self._begun("decided", {"wish": wish, **changes}, begin)

    def answer(self, application_id: int, item: str, verdict: Verdict = AGREED, *, who: str = "", **more: Any) -> None:
        """Let a department answer, agreeing unless the verdict carries the reason of a refusal."""
        act = work_items.refuse if verdict.reason_code else work_items.approve
        self.act(who or item.split(":")[1], act, self.item(application_id, item).id, verdict, **more)

    def hear(self, licence: str, *, ground: str = "fraud", who: str = "roads") -> None:
        """Tell the holder of a licence that it is to be taken back, and hear what the holder has to say."""
        tomorrow = self.now.date() + timedelta(days=1)
        about = {"ground": ground, "reason": "图纸系伪造。", "answer_by": tomorrow}
        self.act(who, endings.notify_intent, licence, **about)
        self.act(who, endings.hear_defence, licence, text="没有意见。")

    def item(self, application_id: int, name: str) -> Any:
        permit, department, kind = name.split(":")
        return self.rows(WorkItem, application_id, permit=permit, department=department, kind=kind)[-1]

    def permit(self, application_id: int, key: str = "road-occupation") -> Any:
        return self.rows(Permit, application_id, key=key)[0]

    def application(self, application_id: int) -> Any:
        with reading(self.engine) as conn:
            return conn.execute(select(Application.__table__).where(Application.id == application_id)).one()

    def rows(self, model: Any, application_id: int, **wanted: Any) -> list[Any]:
        with reading(self.engine) as conn:
            chosen = select(model.__table__).where(model.application_id == application_id).filter_by(**wanted)
            return list(conn.execute(chosen.order_by(*model.__table__.primary_key)))

    def events(self, application_id: int) -> list[str]:
        return [row.type for row in self.rows(Event, application_id)]

    def notices(self, application_id: int) -> list[str]:
        return [row.kind for row in self.rows(Notice, application_id)]

    def count(self, model: Any) -> int:
        with reading(self.engine) as conn:
            return int(conn.execute(select(func.count()).select_from(model)).scalar_one())


def day(text: str) -> date:
    """Read a day."""
    return date.fromisoformat(text)


@pytest.fixture(scope="session")
def lived_in(postgresql_template: PostgresServer) -> Iterator[Engine]:
    """One PostgreSQL database for all lives of a session: emptying it is much quicker than copying one."""
    name, url = postgresql_template.copy("daokou_template")
    engine = connect(url)
    yield engine
    engine.dispose()
    postgresql_template.drop(name)


@pytest.fixture(scope="session")
def one_office(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The office, which no act changes."""
    url = f"sqlite:///{sqlite_template}"
    engine = connect(url)
    known = {"secret_key": SECRET, "sandbox": True, "database_url": url}
    found = read_office(engine, Settings.model_validate(known | {"instance_dir": tmp_path_factory.mktemp("office")}))
    engine.dispose()
    assert found is not None
    return found


def of_its_own(office: Office, engine: Engine) -> Office:
    """Give a test a library of its own, over its own database."""

    def again() -> Edition:
        with reading(engine) as conn:
            return read_edition(conn)

    return replace(office, library=Library(office.library.current, again))


MEMORY = pytest.StashKey[Memory]()


def memory_of(request: pytest.FixtureRequest) -> Memory:
    """Give what earlier tests of the session have begun."""
    stash = request.config.stash
    if MEMORY not in stash:
        stash[MEMORY] = Memory(request.getfixturevalue("tmp_path_factory").mktemp("begun"))
    return stash[MEMORY]


@pytest.fixture(params=["sqlite", "postgresql"])
def life(request: pytest.FixtureRequest, one_office: Office, tmp_path: Path) -> Iterator[Life]:
    """An office in which nothing has been filed yet, once on each database."""
    memory = memory_of(request)
    if request.param == "postgresql":
        engine = request.getfixturevalue("lived_in")
        life = Life(engine, of_its_own(one_office, engine), tmp_path, memory)
        yield life
        try:
            _check(request, life)
        finally:
            with engine.begin() as conn:
                forget_cases(conn)
        return
    file = request.getfixturevalue("reused")
    file.renew(request.getfixturevalue("sqlite_template"))
    life = Life(file.engine, of_its_own(one_office, file.engine), tmp_path, memory)
    yield life
    _check(request, life)


def _check(request: pytest.FixtureRequest, life: Life) -> None:
    """Look, after every test that did not break rows on purpose, whether everything is alive."""
    if not request.node.get_closest_marker("tampers"):
        assert_alive(life.engine, at=life.now)
