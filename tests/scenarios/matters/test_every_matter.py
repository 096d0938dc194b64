"""Each shipped matter lives from the start page to a licence through pages, and no page says a word of another one."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from forms.questionnaire import typed
from permits import clock
from permits.seeds.office import demo_area
from tests.offices import Office
from tests.page_forms import forms_of
from tests.pages import CheckedClient
from tests.permits.web.journeys import PARTIES, confirmed, file, sign_in
from tests.vocabulary import CONTRACT
from workflows import Bundle, load_bundles, local_day
from workflows.definition.catalogue import FOLDER

BUNDLES = load_bundles()
# what a page of one matter may say of all: the way to the others
ABOUT_ALL = ("name", "start")
CATALOGUE = "/"
MOST_ROUNDS = 12
SHORTEST = {"zh": 4, "en": 10}
NO_END = {"zh": "长期有效", "en": "without end"}
TAG = re.compile(r"<(script|style|template)\b.*?</\1>|<[^>]+>", re.DOTALL)


def plans() -> dict[str, dict[str, object]]:
    """Answers that need every permit a matter can need at once, with a period that lies ahead."""
    first = local_day(clock.now()) + timedelta(days=30)
    period = {"from": first.isoformat(), "to": (first + timedelta(days=59)).isoformat()}
    return {
        "road-access": {
            "road_class": "urban",
            "access_kind": "temporary",
            "period": period,
            "occupy": {"part": "footway", "area_m2": 60, "days": 60},
            "excavate": {"area_m2": 12},
            "emergency": False,
            "utilities": {"works": ["lamp"], "on_bridge": False, "dangerous": False},
            "green": {"area_m2": 80, "months": 2, "stays_after": False},
        },
        "restaurant": {
            "business": "catering",
            "kitchen": {"area_m2": 60, "staff": 8, "kinds": ["hot", "drinks"]},
            "premises": {"area_m2": 420, "floor": 1, "gas": True},
            "sign": {"area_m2": 12, "years": 2, "lit": True},
        },
    }


def said_of(key: str, lang: str) -> set[str]:
    """Collect the longer texts of a bundle's file in one language, but for those about all matters."""

    def walk(part: object) -> Iterator[str]:
        if isinstance(part, Mapping):
            if isinstance(part.get(lang), str):
                yield part[lang]
            for inner in part.values():
                yield from walk(inner)
        elif isinstance(part, list):
            for inner in part:
                yield from walk(inner)

    data = tomllib.loads((FOLDER / f"{key}.toml").read_text("utf-8"))
    data["departments"] = {name: one for name, one in data["departments"].items() if name not in CONTRACT}
    found = walk({name: part for name, part in data.items() if name not in ABOUT_ALL})
    return {one for one in found if len(one) >= SHORTEST[lang] and "{" not in one}


def foreign_to(key: str, lang: str) -> set[str]:
    """Collect what other matters say and this one does not."""
    own = "\n".join(said_of(key, lang))
    others = {one for other in BUNDLES if other != key for one in said_of(other, lang)}
    return {one for one in others if one not in own}


@dataclass
class Visitor:
    """A browser that reads every page it opens for words of another matter."""

    client: CheckedClient
    lang: str
    foreign: set[str]
    heard: dict[str, list[str]] = field(default_factory=dict)

    def open(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        text = answer.text
        if answer.mimetype == "text/html" and address != CATALOGUE:
            seen = unescape(TAG.sub(" ", text[text.index("<main") :]))
            if heard := sorted(one for one in self.foreign if one in seen):
                self.heard[address] = heard
        return text

    def send(self, address: str, data: Any) -> str:
        answer = confirmed(self.client, address, data)
        assert answer.status_code in {302, 303}, (address, answer.status_code, answer.text[:3000])
        return answer.headers["Location"]

    def as_(self, username: str) -> None:
        self.client.post("/logout")
        sign_in(self.client, username)
        self.client.post("/language", data={"language": self.lang})


def clerk_of(department: str) -> str:
    """Name a clerk of a department of the demo office."""
    people = demo_area().people
    return next((one.username for one in people if f"clerk:{department}" in one.roles), department)


def filed(visitor: Visitor, bundle: Bundle) -> str:
    """Ask, apply with the answers, fill in every step and hand in; returns the application's address."""
    answers = typed(bundle.questions, plans()[bundle.key])
    assert f"/matters/{bundle.key}" in visitor.open("/")
    visitor.open(f"/matters/{bundle.key}")
    advice = visitor.send(f"/matters/{bundle.key}", answers)
    visitor.as_("contractor")
    (begin,) = set(re.findall(r'href="(/applications/new\?[^"]+)"', visitor.open(advice)))
    (form,) = [one for one in forms_of(visitor.open(unescape(begin)), "") if one.action == "/applications/new"]
    address = visitor.send(form.action, form.sent).removesuffix("/form/parties")
    place = {one.control: f"示例{n}路" for n, one in enumerate(bundle.form.fields.values()) if one.is_asked}
    project = {"project_name": "示例项目", "project_type": "private", **place}
    for step, data in (("parties", PARTIES), ("project", project), ("answers", answers)):
        visitor.open(f"{address}/form/{step}")
        visitor.send(f"{address}/form/{step}", data)
    codes = re.findall(r'id="file-([A-Z]\d+)"', visitor.open(f"{address}/form/papers"))
    visitor.send(f"{address}/form/papers", {f"file-{code}": file() for code in codes})
    visitor.open(f"{address}/form/check")
    assert visitor.send(f"{address}/form/check", {}) == address
    for page in (address, f"{address}/amend", "/applications"):
        visitor.open(page)
    return address


def decided(visitor: Visitor, bundle: Bundle, number: str) -> None:
    """Accept at the counter, answer at every desk in turn, deliver."""
    visitor.as_("window")
    for page in ("/counter", f"/counter/{number}"):
        visitor.open(page)
    visitor.send(f"/counter/{number}/accept", {})
    rounds = iter(range(MOST_ROUNDS))
    while any(answered(visitor, department) for department in bundle.departments):
        next(rounds)
    visitor.as_("window")
    visitor.open(f"/counter/{number}")
    visitor.send(f"/counter/{number}/deliver", {"recipient": "陈建"})


def answered(visitor: Visitor, department: str) -> bool:
    """Agree to the open work of a department, if it has any; returns whether there was some."""
    if department in {"window", "lead", "government"}:
        return False
    visitor.as_(clerk_of(department))
    desks = sorted(set(re.findall(r'href="(/work-items/\d+)"', visitor.open("/inbox"))))
    for desk in desks:
        visitor.open(desk)
        confirmed(visitor.client, desk, {"verdict": "approve", "opinion": "同意。"})
    return bool(desks)


def looked_at(visitor: Visitor, bundle: Bundle, address: str) -> None:
    """Open what everybody sees afterwards: applicant, manager, lead, the public."""
    visitor.as_("contractor")
    for notice in sorted(set(re.findall(r'href="(/notices/\d+\.pdf)"', visitor.open(address)))):
        assert visitor.client.get(notice).status_code in {200, 202}
    own = visitor.open("/licences")
    licences = sorted(set(re.findall(r'href="(/licences/[^"?]+)"', own)))
    endless = 0
    granted = [rule for rule in bundle.permits.values() if rule.kind == "licence"]
    assert len(licences) == len(granted) - len({"trees"} & bundle.permits.keys())
    for licence in licences:
        page = visitor.open(licence)
        proofs = re.findall(r'href="(/verify/[^"]+)"', page)
        seen = [page, *(visitor.open(unescape(proof)) for proof in proofs)]
        endless += len(seen) == sum(NO_END[visitor.lang] in one for one in seen)
    assert endless == sum(rule.validity.endless for rule in granted)
    assert own.count(NO_END[visitor.lang]) == endless
    number = address.rpartition("/")[2]
    visitor.as_("manager")
    chosen = f"?matter={bundle.key}"
    for page in (f"/turnaround{chosen}", f"/cases{chosen}&show=decided", f"/cases/{number}"):
        visitor.open(page)
    visitor.client.post("/logout")
    for page in (f"/promise{chosen}", f"/decisions{chosen}", "/works", "/public-notices", "/verify"):
        visitor.open(page)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("key", sorted(BUNDLES))
def test_a_matter_is_asked_filed_decided_and_shown_in_its_own_words(office: Office, key: str, lang: str) -> None:
    client = office.app.test_client()
    assert isinstance(client, CheckedClient)
    visitor = Visitor(client, lang, foreign_to(key, lang))
    client.post("/language", data={"language": lang})

    address = filed(visitor, BUNDLES[key])
    decided(visitor, BUNDLES[key], address.rpartition("/")[2])
    looked_at(visitor, BUNDLES[key], address)

    assert visitor.heard == {}
