"""One case on its way, and everybody who might ask for it: what the table of docs/authorisation.md is measured on."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import Any

from flask import Flask
from sqlalchemy import insert, select
from werkzeug.datastructures import FileStorage
from werkzeug.routing import Rule

from bench.bodies import from_shape
from permits import clock
from permits.actions import ACTIONS
from permits.db import perform, reading
from permits.models import (
    Advice,
    Area,
    Department,
    Licence,
    Material,
    Notice,
    Photo,
    PowerOfAttorney,
    PublicNotice,
    RoleGrant,
    User,
)
from permits.office import Office as Known
from permits.seeds.installing import read_office
from permits.seeds.office import AREA
from tests.bundles import with_local_law
from tests.offices import COMPANY, PLAINEST, PNG, Office
from workflows import load_bundles, local_day

ELSEWHERE = "320682"
# who answers to each column; the case is the contractor's, its departments are roads (decides) and police (agrees)
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "nobody": ("",),
    "owner": ("contractor",),
    "rival": ("contractor2",),
    "window": ("window",),
    "roads": ("roads", "roads2"),
    "roads-head": ("roads-head",),
    "police": ("police",),
    "police-head": ("police-head",),
    "others": ("planning", "greening", "planning-head", "greening-head"),
    "lead": ("lead",),
    "government": ("government",),
    "manager": ("manager",),
    "auditor": ("auditor",),
    "admin": ("admin",),
    "far-applicant": ("far-applicant",),
    "far-staff": ("far-window", "far-roads", "far-head", "far-government", "far-manager", "far-auditor"),
    "far-lead": ("far-lead",),
    "far-admin": ("far-admin",),
}
# people of another area, of every role
ABROAD = {
    "far-applicant": ("applicant", ""),
    "far-window": ("window", "window"),
    "far-roads": ("clerk", "roads"),
    "far-head": ("head", "roads"),
    "far-lead": ("lead", "lead"),
    "far-government": ("government", "government"),
    "far-manager": ("manager", ""),
    "far-auditor": ("auditor", ""),
    "far-admin": ("admin", ""),
}
FOUND = {"officers": ["32069900301", "32069900302"], "findings": "Restored."}
STOP = {"ground": "expert_review", "notice": "The surface needs expert review.", "expected_days": 10}

FIXED = {
    "key": "-",
    "form": "svg",
    "code": "M01",
    "step": "project",
    "on": "application",
    "name": "escalate",
    "token_id": 1,
    "passkey_id": 1,
    "token": "none",
    "user_id": 7,
    "place_id": 1,
    "row_id": 999,
    "decision": "retry",
    "request_id": 1,
    "verdict": "grant",
    "version": load_bundles()["road-access"].version,
}


def settle_abroad(app: Flask) -> Known:
    """Give another area of the installation people of each kind; returns the office as it is known then."""

    def settle(conn: Any) -> None:
        conn.execute(insert(Area).values(code=ELSEWHERE, name_zh="邻区", name_en="Elsewhere"))
        kept = [dict(row._mapping) for row in conn.execute(select(Department.__table__))]
        conn.execute(insert(Department), [{**row, "area": ELSEWHERE} for row in kept])
        for name, (role, department) in ABROAD.items():
            known = {"name_zh": name, "name_en": name, "email": "", "phone": "", "password_hash": "x"}
            made = insert(User).values(area=ELSEWHERE, username=name, **known).returning(User.id)
            user = conn.execute(made).scalar_one()
            conn.execute(insert(RoleGrant).values(user_id=user, role=role, department=department, area=ELSEWHERE))

    engine = app.extensions["engine"]
    perform(engine, settle)
    office = read_office(engine, app.extensions["settings"])
    assert office is not None
    return with_local_law(office, "expert_review")


@dataclass
class Case:
    """The case on its way: everything that an address can name."""

    office: Office
    values: dict[str, Any] = field(default_factory=lambda: dict(FIXED))

    def named(self, rule: Rule) -> dict[str, Any]:
        """Give the values of an address; advice has a code of its own, a bundle its key."""
        named = {name: value for name, value in self.values.items() if name in rule.arguments}
        if rule.endpoint.startswith("public.advi"):
            named["code"] = self.values["advice"]
        if rule.endpoint.endswith("bundle") or rule.endpoint in OF_BUNDLE:
            named["key"] = "road-access"
        if rule.endpoint == "admin.change_department":
            named["key"] = "roads"
        return named | ({"code": self.values["licence_code"]} if rule.endpoint == "public.verified" else {})

    @property
    def address(self) -> str:
        return f"/applications/{self.values['application']}"

    def act(self, who: str, name: str, body: Any = None) -> None:
        self.office.act(who, self.values["application"], name, body)

    def item(self, department: str, kind: str) -> None:
        """Name a work item of the case from now on."""
        found = self.office.item(self.values["application"], kind=kind, department=department)
        self.values["work_item_id"] = found["id"]

    def name(self, **wanted: Any) -> None:
        """Name the first row of each table from now on."""
        with reading(self.office.app.extensions["engine"]) as conn:
            self.values |= {name: conn.execute(select(column).limit(1)).scalar_one() for name, column in wanted.items()}


def drafted(case: Case) -> None:
    made = case.office.draft({**PLAINEST, "period": {"from": "2025-01-02", "to": "2027-06-30"}})["id"]
    case.office.empower(COMPANY["uscc"])
    case.values |= {"application_id": made, "application": str(made), "permit": "road-occupation"}
    case.office.app.test_client().post("/", data={"road_class": "urban"})
    case.name(material_id=Material.id, power_id=PowerOfAttorney.id, advice=Advice.code)


def received(case: Case) -> None:
    case.act("contractor", "submit")
    case.name(notice_id=Notice.id)
    case.item("window", "intake")


def supplement(case: Case) -> None:
    case.office.roads.post(f"/work-items/{case.values['work_item_id']}/actions/file_deficiency", {"items": []})
    items = [{"field": "project.name", "code": "missing", "reason": "Which estate?", "remedy": "Name it."}]
    case.act("window", "notify_deficiencies", {"items": items})


def circulated(case: Case) -> None:
    case.act("window", "circulate", {"departments": ["roads"]})
    case.item("roads", "intake")


def in_review(case: Case) -> None:
    case.act("contractor", "supplement")
    case.act("window", "accept")
    at = (clock.now() + timedelta(days=1)).isoformat()
    case.act("lead", "book_survey", {"at": at, "place": "紫琅路"})
    case.office.roads.upload(f"{case.address}/photos", {"file": FileStorage(BytesIO(PNG), "a.png")})
    case.item("roads", "decision")
    case.name(photo_id=Photo.id)
    today = local_day(clock.now())
    board = {"area": AREA, "permit": "road-occupation", "from_on": today, "to_on": today}
    posted = insert(PublicNotice).values(application_id=case.values["application_id"], **board)
    perform(case.office.app.extensions["engine"], lambda conn: conn.execute(posted))
    case.name(notice=PublicNotice.id)
    reviewed = {"content": 'extends = "road-access"\nversion = "x"\n', "from_on": str(today), "reason": "Order 9"}
    case.values["proposal_id"] = case.office.caller("admin2").post("/bundles/proposals", reviewed, 201)["id"]


def claimed(case: Case) -> None:
    case.office.roads.post(f"/work-items/{case.values['work_item_id']}/actions/claim")


def suspended(case: Case) -> None:
    case.office.roads.post(f"{case.address}/permits/road-occupation/actions/stop_clock", STOP)


def decided(case: Case) -> None:
    office, number = case.office, case.values["application"]
    office.roads.post(f"{case.address}/permits/road-occupation/actions/resume_clock", {"note": "It holds."})
    office.at((clock.now() + timedelta(days=2)).isoformat())
    case.act("lead", "record_survey", FOUND)
    office.answer("police", number, kind="co_approval")
    office.answer("roads", number, kind="decision")
    case.name(number=Licence.number, licence_number=Licence.number, licence_code=Licence.code)


def delivered(case: Case) -> None:
    case.act("window", "deliver", {"recipient": "陈建"})


def inspected(case: Case) -> None:
    case.office.contractor.post(f"/licences/{case.values['number']}/actions/request_inspection")


def restored(case: Case) -> None:
    case.office.roads.post(f"/licences/{case.values['number']}/actions/accept_inspection", FOUND)


OF_BUNDLE = {
    *("api_catalogue.described", "public.questions", "public.answer"),
    *("admin.bundle_version", "api_bundles.retire"),
}
STAGES: Mapping[str, Callable[[Case], None]] = {
    one.__name__: one
    for one in (
        *(drafted, received, circulated, supplement, in_review, claimed),
        *(suspended, decided, delivered, inspected, restored),
    )
}


class Plain(random.Random):  # noqa: S311 - the same on every run
    """Chooses what is plainest: no field that may be left out."""

    def random(self) -> float:
        return 0.99


LATER = "2026-12-30"
REASON = {"reason": "As the law provides."}
LISTED = {"items": [{"field": "project.name", "code": "missing", "reason": "Which estate?", "remedy": "Name it."}]}
# what a body needs beside the shape of its fields
BODIES: Mapping[str, dict[str, Any]] = {
    "answer_supervision": {"cause": "Two are ill.", "measures": "Others take over.", "finish_by": LATER},
    "hear_defence": {"text": "Nothing to say."},
    "refuse_acceptance": {**REASON, "ground": "not_competent", "refer_to": "The highway agency"},
    "require_rectification": {**FOUND, "rectify_by": LATER},
    "vary": {"changes": {"occupy": {"part": "footway", "area_m2": 40, "days": 60}}},
    "accept_inspection": FOUND,
    "add_branch": {**REASON, "department": "greening", "kind": "opinion"},
    "cancel": {**REASON, "ground": "holder_dissolved"},
    "check_site": FOUND,
    "circulate": {"departments": ["roads"]},
    "deliver": {"recipient": "陈建"},
    "investigate": {**REASON, "permit": "green-space"},
    "extend": REASON,
    "extend_joint": REASON,
    "file_deficiency": {"items": []},
    "file_statement": {"text": "The works disturb traffic.", "kind": "statement", "by": "王五"},
    "notify_deficiencies": LISTED,
    "refuse": {"opinion": "Unsafe.", "reason_code": "conditions_not_met", "law": "《城市道路管理条例》第三十条"},
    "request_extension": REASON,
    "request_joint_extension": REASON,
    "notify_hearing_right": {"parties": ["王五"]},
    "notify_intent": {**REASON, "ground": "fraud", "answer_by": LATER},
}


def sent(endpoint: str, path: str) -> dict[str, Any]:
    """Give what is sent to an address: a complete body to an action, a file, an empty form to a page."""
    if not path.startswith("/api/"):
        return {"data": {}}
    if path.endswith(("/photos", "/materials")):
        code = {"code": "M01"} if path.endswith("/materials") else {}
        return {"data": {**code, "file": (BytesIO(PNG), "b.png")}}
    on, _, name = endpoint.removeprefix("api_").partition(".")
    declared = ACTIONS.get(TARGETS.get(on, ""), {}).get(name)
    if declared is None:
        return {"json": {}}
    return {"json": {**from_shape(declared.body, local_day(clock.now()), Plain(1)), **BODIES.get(name, {})}}


TARGETS: Mapping[str, Any] = {
    "applications": "application",
    "permits": "permit",
    "work_items": "work_item",
    "licences": "licence",
}
