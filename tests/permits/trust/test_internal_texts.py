"""What the office writes for itself never reaches the applicant: a marker in every text field of every staff action."""

import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import product
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.routing import Rule

from permits.actions import ACTIONS
from permits.db import reading
from permits.documents.kinds import INTERNAL_NOTICES
from permits.errors import SetupFault
from permits.models import Notice
from permits.models.internal import Internal
from permits.services.notifying.notices import issue
from permits.verifier import first_broken_link
from tests.offices import Office

# the texts the office writes to the applicant; every other text field of a staff action stays in the office
TO_THE_APPLICANT = {
    ("notify_deficiencies", "reason"),
    ("notify_deficiencies", "remedy"),
    ("file_deficiency", "reason"),  # once the counter has sent the one notice
    ("file_deficiency", "remedy"),
    ("approve", "opinion"),  # once the permit is decided
    ("approve", "text"),
    ("extend", "reason"),
    ("stop_clock", "notice"),
    ("add_branch", "reason"),
    ("deliver", "recipient"),
}


class Marked:
    """Takes staff actions with a marker of its own in every text field."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.marks: dict[str, tuple[str, str]] = {}

    def mark(self, action: str, field: str) -> str:
        mark = f"mark{len(self.marks):03}x"
        self.marks[mark] = action, field
        return mark

    def take(self, who: str, address: str, action: str, on: str, **given: Any) -> Any:
        body = ACTIONS[on][action].body
        texts = {
            name: self.mark(action, name)
            for name, one in body.model_fields.items()
            if one.annotation is str and any(hasattr(rule, "max_length") for rule in one.metadata)
        }
        return self.office.caller(who).post(f"{address}/actions/{action}", {**texts, **given})

    def leaked(self, read: str) -> set[tuple[str, str]]:
        return {self.marks[mark] for mark in re.findall(r"mark\d{3}x", read)}


def told_to(office: Office, case: dict[str, Any]) -> Iterator[str]:
    """Read whatever the applicant can open about a case: every address of pages and API that is read."""
    client = office.app.test_client()
    client.post("/login", data={"username": "contractor", "password": "contractor"})
    bearer = office.contractor.headers
    for rule in office.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or not rule.arguments:
            continue
        for path in paths(office, rule, case):
            answer = client.get(path, headers=bearer if path.startswith("/api/") else {})
            yield answer.get_data(as_text=False).decode("utf-8", "replace")
    # a PDF is compressed: what it says is what was pinned
    with reading(office.app.extensions["engine"]) as conn:
        sent = select(Notice.facts).where(Notice.kind.not_in(INTERNAL_NOTICES))
        yield from (str(facts) for facts in conn.execute(sent).scalars())


def paths(office: Office, rule: Rule, case: dict[str, Any]) -> Iterator[str]:
    """Fill the address of a rule with what the case has; none where it is about something else."""
    known = {
        "application_id": [case["id"]],
        "application": [case["id"]],
        "work_item_id": [one["id"] for one in case["work_items"]],
        "permit": [one["key"] for one in case["permits"]],
        "notice_id": case["notices"],
        "number": case["licences"],
        "form": ["svg", "mmd", "bpmn"],
        "step": ["parties", "answers", "papers", "check"],
        "on": ["application"],
        "key": [case["id"]],
        "name": ["withdraw", "urge", "rate", "amend"],
    }
    build, names = office.app.url_map.bind("").build, sorted(rule.arguments)
    for values in product(*(known.get(name, ()) for name in names)):
        with suppress(ValueError):  # not every step of the form has every address
            yield build(rule.endpoint, dict(zip(names, values, strict=True)))


def state_of(office: Office, filed: int) -> dict[str, Any]:
    """Give the ids of everything of a case, internal papers too."""
    case = office.lead.get(f"/applications/{filed}")
    notices = office.lead.get(f"/applications/{filed}/notices")["items"]
    return {**case, "notices": [one["id"] for one in notices]}


def deficiency(life: Marked, action: str) -> dict[str, str]:
    return {
        "material": "M01",
        "code": "illegible",
        "reason": life.mark(action, "reason"),
        "remedy": life.mark(action, "remedy"),
    }


def read_by_applicant(office: Office, life: Marked, filed: int) -> set[tuple[str, str]]:
    return life.leaked("\n".join(told_to(office, state_of(office, filed))))


def before_the_notice(office: Office, life: Marked) -> int:
    """File a case that a department has listed deficiencies of; the counter has sent nothing yet."""
    filed = int(office.submitted()["id"])
    life.take("window", f"/applications/{filed}", "circulate", "application", departments=["roads"])
    check = f"/work-items/{office.item(filed, kind='intake', department='roads')['id']}"
    life.take("roads", check, "file_deficiency", "work_item", items=[deficiency(life, "file_deficiency")])
    return filed


def before_the_decision(office: Office, life: Marked, filed: int) -> str:
    """Lead the case to its decision through what staff writes on the way; returns the address of the decision."""
    address = f"/applications/{filed}"
    items = [deficiency(life, "notify_deficiencies")]
    life.take("window", address, "notify_deficiencies", "application", items=items)
    office.contractor.hand_in(filed, "M01")
    office.act("contractor", filed, "supplement")
    life.take("window", address, "accept", "application")
    police = f"/work-items/{office.item(filed, kind='co_approval', department='police')['id']}"
    item = office.item(filed, kind="decision", department="roads")["id"]
    life.take("police", police, "claim", "work_item")
    life.take("roads", f"/work-items/{item}", "claim", "work_item")
    life.take("lead", address, "escalate", "application", work_item=item, department="")
    life.take("roads", address, "answer_supervision", "application", number="", finish_by="2025-01-10")
    life.take("roads", f"{address}/permits/road-occupation", "request_extension", "permit")
    life.take("roads-head", f"{address}/permits/road-occupation", "extend", "permit")
    conditions = [{"kind": "other_decision", "text": life.mark("approve", "text")}]
    life.take("police", police, "approve", "work_item", conditions=conditions)
    return f"/work-items/{item}"


def test_no_internal_text_of_a_life_reaches_the_applicant(office: Office) -> None:
    life = Marked(office)
    filed = before_the_notice(office, life)
    unsent = read_by_applicant(office, life, filed)
    decision = before_the_decision(office, life, filed)
    undecided = read_by_applicant(office, life, filed)
    life.take("roads", decision, "approve", "work_item")
    life.take("window", f"/applications/{filed}", "deliver", "application")
    decided = read_by_applicant(office, life, filed)

    assert unsent == set()
    assert undecided <= TO_THE_APPLICANT - {("approve", "opinion"), ("approve", "text")}
    assert decided <= TO_THE_APPLICANT
    assert ("notify_deficiencies", "reason") in undecided
    assert ("approve", "opinion") in decided
    assert not {field for _, field in decided} & {"note", "cause", "measures"}


def test_the_office_reads_the_texts_beside_each_event_and_anybody_can_verify_the_rest(office: Office) -> None:
    filed = office.submitted()["id"]
    office.act("window", filed, "accept", {"note": "Nothing to say against it."})

    of_office = office.auditor.get(f"/applications/{filed}/events")["items"]
    of_applicant = office.contractor.get(f"/applications/{filed}/events")["items"]

    assert {"note": "Nothing to say against it."} in [one["internal_texts"] for one in of_office]
    assert {str(one["internal_texts"]) for one in of_applicant} == {"None"}
    assert [one["payload"] for one in of_applicant] == [one["payload"] for one in of_office]
    assert first_broken_link(of_applicant) is None


def test_the_page_of_the_office_is_not_the_applicants(office: Office) -> None:
    filed = office.submitted()["id"]
    client = office.app.test_client()
    client.post("/login", data={"username": "contractor", "password": "contractor"})

    assert client.get(f"/cases/{filed}").headers["Location"] == f"/applications/{filed}"


@pytest.mark.parametrize("kind", ["acceptance", "grant", "receipt"])
def test_no_notice_that_goes_out_takes_an_internal_text(kind: str) -> None:
    with pytest.raises(SetupFault, match="internal text"):
        issue(None, kind, {"reason": {"zh": Internal("缘由")}})  # type: ignore[arg-type]  # refused before the case is read
