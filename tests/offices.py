"""A whole office for tests: the real app over a fresh database with people and no applications."""

import re
import shutil
from base64 import b64decode
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, cast

from flask import Flask
from flask_openapi3.openapi import OpenAPI
from sqlalchemy import Connection, select
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse, encode_multipart

from bench.reused import ReusedFile
from permits import clock
from permits.app import create_app
from permits.casefile import ActContext
from permits.config import Settings
from permits.db import connect, perform, reading
from permits.files import FolderStore
from permits.keys import hold
from permits.models import Notice
from permits.office import Edition, Library
from permits.queries.office import installation
from permits.queries.office.editions import read_edition
from permits.queries.office.people import by_username
from permits.seeds.installing import fill, prepare
from permits.services.administration.powers import Empowered, Terms, confirm_power, record_power
from permits.services.calendar.calendars import renew
from permits.services.changing.materials import add_materials
from permits.services.files.uploads import examine
from tests.liveness import assert_alive
from tests.recall import Recall
from workflows import POWER_ACTS, SHANGHAI, local_day

BEGINS_AT = datetime(2025, 1, 2, 9, tzinfo=SHANGHAI)
PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
COMPANY = {"kind": "company", "name": "通江建设工程有限公司", "uscc": "91320699YYDEM0016R"}
PROJECT = "星湖新城"
AGENT = {"name": "陈建", "resident_id": "320699190001010016", "phone": "13800000000"}
BOUNDARY = "the-boundary-of-what-is-uploaded"
PERIOD = {"from": "2026-01-05", "to": "2027-06-30"}
PLAINEST = {"road_class": "urban", "access_kind": "temporary", "occupy": {"part": "footway", "area_m2": 60, "days": 60}}


class Caller:
    """One account calling the API; every call names the status it expects.

    `root` is the area that the address names, if it names one.
    """

    def __init__(self, app: Flask, username: str, root: str = "") -> None:
        self.app, self.root = app, root
        self.client = app.test_client()
        self.headers = {"Authorization": f"Bearer demo-{username}", "Accept-Language": "en"}

    def call(self, method: str, path: str, expect: int = 200, **more: Any) -> TestResponse:
        headers = {**self.headers, **more.pop("headers", {})}
        asked = {"method": method, "path": f"{self.root}{path}", "headers": headers, **more}
        answer: TestResponse = recalled(self.app, asked, lambda: self._call(method, path, headers=headers, **more))
        assert answer.status_code == expect, (method, path, answer.status_code, answer.get_data(as_text=True)[:2000])
        return answer

    def _call(self, method: str, path: str, **more: Any) -> TestResponse:
        answer = self.client.open(f"{self.root}/api/v1{path}", method=method, **more)
        assert undocumented(self.app, method, path, answer) is None
        answer.get_data()  # as a whole: a later test may read it again
        return answer

    def get(self, path: str, expect: int = 200, **more: Any) -> Any:
        return self.call("GET", path, expect, **more).get_json()

    def post(self, path: str, body: Any = None, expect: int = 200, **more: Any) -> Any:
        return self.call("POST", path, expect, json={} if body is None else body, **more).get_json()

    def patch(self, path: str, body: Any, expect: int = 200, **more: Any) -> Any:
        return self.call("PATCH", path, expect, json=body, **more).get_json()

    def put(self, path: str, body: Any, expect: int = 200, **more: Any) -> Any:
        return self.call("PUT", path, expect, json=body, **more).get_json()

    def hand_in(
        self, application: Any, code: str, *, name: str = "", data: bytes = PDF, expect: int = 201, **more: Any
    ) -> Any:
        sent = {"code": code, "file": FileStorage(BytesIO(data), name or f"{code}.pdf")}
        return self.upload(f"/applications/{application}/materials", sent, expect, **more)

    def upload(self, path: str, sent: dict[str, Any], expect: int = 201, **more: Any) -> Any:
        _, form = encode_multipart(sent, boundary=BOUNDARY)
        more["content_type"] = f'multipart/form-data; boundary="{BOUNDARY}"'
        return self.call("POST", path, expect, data=form, **more).get_json()


def recalled(app: Flask, asked: dict[str, Any], act: Callable[[], Any]) -> Any:
    """Act, or remember what an earlier test's office did at this stand where the app's office recalls."""
    recall: Recall | None = app.extensions.get("recall")
    return recall.once(asked, act) if recall else act()


def undocumented(app: Flask, method: str, path: str, answer: TestResponse) -> str | None:
    """Say what the description of the API does not tell of an answer: its status, or its kind."""
    try:
        rule, _ = app.url_map.bind("").match(f"/api/v1{path.partition('?')[0]}", method=method, return_rule=True)
    except HTTPException:
        return None
    described = cast("OpenAPI", app).api_doc["paths"].get(re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule))
    if described is None:  # the description itself
        return None
    known = described[method.lower()]["responses"].get(str(answer.status_code))
    if known is None:
        return f"{method} {rule.rule}: {answer.status_code}"
    return None if answer.mimetype in known["content"] else f"{method} {rule.rule}: {answer.mimetype}"


class Office:
    """The office and everybody in it."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def __getattr__(self, name: str) -> Caller:
        return self.caller(name.replace("_", "-"))

    def caller(self, username: str) -> Caller:
        return Caller(self.app, username)

    def at(self, moment: str) -> None:
        """Move the virtual clock to a moment of the office's day."""
        self.caller("admin").put("/sandbox/clock", {"now": moment})

    def empower(
        self,
        uscc: str,
        *,
        who: str = "contractor",
        to_on: str = "2035-12-31",
        acts: Collection[str] = POWER_ACTS,
        is_confirmed: bool = True,
    ) -> int:
        """Put a power of attorney of a company on record, and confirm it at the counter; gives its id."""
        known = self.app.extensions
        terms = Terms("", acts, date(2020, 1, 1), date.fromisoformat(to_on))
        said = Empowered(uscc, "委托单位", "resident_card", AGENT["resident_id"], terms)
        file = examine("授权委托书.pdf", PDF, otherwise="power.pdf")

        def record(conn: Connection) -> int:
            agent, counter = by_username(conn, who), by_username(conn, "window")
            assert agent
            assert counter
            context = ActContext(conn, agent, clock.now(), known["office"])
            store = FolderStore(known["settings"].upload_dir)
            power_id = record_power(context, said, file=file, store=store, wall=clock.wall())
            if is_confirmed:
                confirm_power(replace(context, actor=counter), power_id, terms, wall=clock.wall())
            return power_id

        return perform(known["engine"], record)

    def draft(self, answers: Any = None, *, by: str = "contractor", papers: bool = True, **parts: Any) -> Any:
        """File a draft with all papers it needs, and give it."""
        form = {
            "applicant": COMPANY,
            "agent": AGENT,
            "project": {"name": PROJECT, "type": "private"},
            "site": {"road": "紫琅路", "address": "C22037地块"},
            "answers": {"period": PERIOD, **(PLAINEST if answers is None else answers)},
            **parts,
        }
        caller = self.caller(by)
        made = caller.post("/applications", form, 201)
        wanted = [one["code"] for one in made["materials"] if not one["shared"]] if papers else []
        if wanted:
            self._hand_in(by, made["id"], wanted)
        return caller.get(f"/applications/{made['id']}")

    def _hand_in(self, by: str, application: int, codes: list[str]) -> None:
        """Hand in all papers at once: what the API does a file at a time has tests of its own."""
        known = self.app.extensions
        files = [(code, examine(f"{code}.pdf", PDF, otherwise=code)) for code in codes]
        store = FolderStore(known["settings"].upload_dir)

        def take(conn: Connection) -> None:
            context = ActContext(conn, by_username(conn, by), clock.now(), known["office"])
            add_materials(context, application, files, store=store)

        asked = {"by": by, "application": application, "codes": codes}
        recalled(self.app, asked, lambda: perform(known["engine"], take))

    def act(self, who: str, application: Any, name: str, body: Any = None, expect: int = 200) -> Any:
        return self.caller(who).post(f"/applications/{application}/actions/{name}", body, expect)

    def submitted(self, answers: Any = None, **parts: Any) -> Any:
        made = self.draft(answers, **parts)
        return self.act("contractor", made["id"], "submit")

    def accepted(self, answers: Any = None, **parts: Any) -> Any:
        made = self.submitted(answers, **parts)
        return self.act("window", made["id"], "accept")

    def item(self, application: Any, *, kind: str, department: str, permit: str | None = None) -> Any:
        """Find the latest work item of a department and kind on an application."""
        items = self.lead.get(f"/applications/{application}")["work_items"]
        found = [
            one
            for one in items
            if (one["kind"], one["department"]) == (kind, department) and permit in (None, one["permit"])
        ]
        assert found, (kind, department, permit, items)
        return found[-1]

    def answer(
        self,
        who: str,
        application: Any,
        *,
        kind: str,
        permit: str | None = None,
        action: str = "approve",
        body: Any = None,
        expect: int = 200,
    ) -> Any:
        """Let a department answer its work item."""
        item = self.item(application, kind=kind, department=who, permit=permit)
        sent = {"opinion": "Agreed."} if body is None else body
        return self.caller(who).post(f"/work-items/{item['id']}/actions/{action}", sent, expect)

    def tell(self, licence: str, *, ground: str = "fraud", who: str = "roads", expect: int = 200) -> Any:
        """Tell the holder of a licence that it is to be taken back; an answer is awaited through tomorrow."""
        tomorrow = local_day(clock.now()) + timedelta(days=1)
        body = {"ground": ground, "reason": "The planning permit is forged.", "answer_by": tomorrow.isoformat()}
        return self.caller(who).post(f"/licences/{licence}/actions/notify_intent", body, expect)

    def hear(self, licence: str, *, ground: str = "fraud", who: str = "roads", text: str = "Nothing to say.") -> Any:
        """Tell the holder of a licence that it is to be taken back, and hear what the holder has to say."""
        self.tell(licence, ground=ground, who=who)
        return self.caller(who).post(f"/licences/{licence}/actions/hear_defence", {"text": text})

    def revoke(self, licence: str, *, who: str = "roads") -> Any:
        """Hear the holder of a licence and revoke it."""
        address = f"/licences/{licence}/actions"
        self.hear(licence, who=who)
        body = {"ground": "fraud", "reason": "The planning permit is forged."}
        return self.caller(f"{who}-head").post(f"{address}/revoke", body)

    def facts_of(self, application: Any, kind: str) -> Any:
        """Give what the last notice of a kind says, as it was pinned when it went out."""
        with reading(self.app.extensions["engine"]) as conn:
            wanted = select(Notice.facts).where(Notice.application_id == application, Notice.kind == kind)
            return conn.execute(wanted.order_by(Notice.id.desc()).limit(1)).scalar_one()


def found_office(folder: Path) -> tuple[OpenAPI, Path]:
    """Make an app and the file its fresh database can be copied from."""
    settings = Settings(
        sandbox=True,
        sandbox_now=BEGINS_AT,
        sandbox_demo=False,
        database_url=f"sqlite:///{folder / 'office.db'}",
        instance_dir=folder,
        secret_key="a secret of the tests",
        rate_limits=False,
    )
    engine = connect(settings.database_url)
    prepare(engine, settings)
    fill(engine, settings)
    engine.dispose()  # the last to leave writes the log back into the file
    fresh = folder / "fresh.db"
    shutil.copy(folder / "office.db", fresh)
    app = create_app(settings)
    office = app.extensions["office"]

    def again() -> Edition:
        """Read the office anew from the database that a test has put in the place of the app's own."""
        with reading(app.extensions["engine"]) as conn:
            return read_edition(conn)

    app.extensions["office"] = replace(office, library=Library(office.library.current, again))
    return app, fresh


def open_office(app: Flask, fresh: Path, file: ReusedFile) -> Office:
    """Give the app a database that nobody has filed anything in yet."""
    file.renew(fresh)
    hold(file.engine.dialect, app.extensions["office"].keys)
    app.extensions.update(engine=file.engine, reader=file.engine, recall=None)
    with reading(file.engine) as conn:
        renew(conn, app.extensions["office"])
        clock.set_offset(installation.clock_offset(conn))
    return Office(app)


def close_office(app: Flask) -> None:
    """Check that every case is alive, and give the clock back."""
    now = clock.now()
    clock.set_offset(0)
    assert_alive(app.extensions["engine"], at=now)
