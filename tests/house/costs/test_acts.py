"""How many statements an act costs through the API, token and answer included: a fixed number an action."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.bundles import with_local_law
from tests.early import office as office
from tests.offices import Office
from tests.statements import counted, in_one_go, too_costly

# the rows of an act are written in one go: PostgreSQL gets them as one statement
NO = {"opinion": "Unsafe.", "reason_code": "conditions_not_met", "law": "《城市道路管理条例》第三十条"}
CAPS: Mapping[str, int] = {
    "submit": 10,
    "accept": 12,
    "claim": 8,
    "release": 8,
    "approve": 12,
    "refuse": 12,
    "stop_clock": 12,
    "resume_clock": 12,
    "urge": 10,
    "deliver": 12,
    "rate": 10,
    "withdraw": 14,
}


def act(office: Office, who: str, path: str, body: Any = None) -> Any:
    """Act through the API and hold the act to its cap."""
    name = path.rpartition("/")[2]
    with counted(office.app.extensions["engine"]) as sent:
        answer = office.caller(who).post(path, body)
    asked = in_one_go(sent)
    assert len(asked) <= CAPS[name], (path, len(asked), "\n".join(asked))
    return answer


def test_a_life_costs_each_act_no_more_than_its_cap(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    known = office.app.extensions["office"]
    monkeypatch.setitem(office.app.extensions, "office", with_local_law(known, "expert_review"))
    case = f"/applications/{office.draft()['id']}"
    number = case.rpartition("/")[2]
    act(office, "contractor", f"{case}/actions/submit")
    act(office, "window", f"{case}/actions/accept")
    act(office, "contractor", f"{case}/actions/urge")
    police = office.item(number, kind="co_approval", department="police")["id"]
    for name in ("claim", "release", "claim"):
        act(office, "police", f"/work-items/{police}/actions/{name}")
    act(office, "police", f"/work-items/{police}/actions/approve", {"opinion": "Agreed."})
    stop = {"ground": "expert_review", "notice": "The surface needs expert review.", "expected_days": 10}
    act(office, "roads", f"{case}/permits/road-occupation/actions/stop_clock", stop)
    act(office, "roads", f"{case}/permits/road-occupation/actions/resume_clock", {"note": "It holds."})
    # the last decision joins the case, assesses its fee and issues its licence
    roads = office.item(number, kind="decision", department="roads")["id"]
    act(office, "roads", f"/work-items/{roads}/actions/approve", {"opinion": "Agreed."})
    act(office, "window", f"{case}/actions/deliver", {"recipient": "陈建"})
    act(office, "contractor", f"{case}/actions/rate", {"stars": 5})


def test_withdrawing_and_refusing_keep_to_their_caps(office: Office) -> None:
    made = office.accepted()
    police = office.item(made["id"], kind="co_approval", department="police")["id"]

    act(office, "police", f"/work-items/{police}/actions/refuse", NO)
    act(office, "contractor", f"/applications/{made['id']}/actions/withdraw", {"reason": "No longer needed."})


def test_a_call_that_writes_may_send_twenty_statements_and_one_that_reads_is_held_to_its_own_cap() -> None:
    many = [f"select {number}" for number in range(21)]

    assert too_costly("POST", "/applications/1/urge", many)
    assert not too_costly("POST", "/applications/1/urge", many[1:])
    assert not too_costly("POST", "/sandbox", many)
    assert not too_costly("GET", "/incidents", many)
