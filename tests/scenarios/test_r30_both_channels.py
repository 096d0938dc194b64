"""R30: who comes to the counter gets the same as who files online; the applicant chooses, and may change over.

Law: Regulation on Optimising the Business Environment art. 37.
"""

from typing import Any

import pytest

from tests.offices import AGENT, COMPANY, Office

STRANGER = {"kind": "company", "name": "海门河道养护有限公司", "uscc": "91320699YYPAP0018A"}


def answered(office: Office, case: int) -> None:
    office.answer("police", case, kind="co_approval", permit="road-occupation")
    office.answer("roads", case, kind="decision", permit="road-occupation")


def trail(office: Office, case: int) -> list[tuple[str, str, str | None]]:
    events = office.window.get(f"/applications/{case}/events")["items"]
    return [(one["type"], one["actor"], one["on_behalf_of"]) for one in events]


def test_a_paper_application_goes_from_the_counter_to_a_delivered_licence(office: Office) -> None:
    office.at("2026-03-02T09:30:00")
    draft = office.draft(by="window", applicant=STRANGER)
    assert (draft["state"], draft["channel"]) == ("draft", "counter")
    for who in ("roads", "lead", "manager", "contractor", "contractor2"):
        office.caller(who).get(f"/applications/{draft['id']}", 404)
    assert [one["id"] for one in office.window.get("/applications?state=draft")["items"]] == [draft["id"]]

    office.window.patch(f"/applications/{draft['id']}", {"project": {"name": "河道养护", "type": "private"}})
    filed = office.act("window", draft["id"], "submit")
    assert (filed["state"], filed["status_code"], filed["due_on"]) == ("received", 1, "2026-03-09")
    case = office.act("window", draft["id"], "accept")
    assert (case["committed_due_on"], case["statutory_due_on"]) == ("2026-03-11", "2026-03-30")

    office.at("2026-03-04T10:00:00")
    answered(office, case["id"])
    decided = office.window.get(f"/applications/{case['id']}")
    assert (decided["state"], decided["outcome"]) == ("decided", "all_granted")
    done = office.act("window", case["id"], "deliver", {"method": "counter", "recipient": AGENT["name"]})
    assert (done["state"], done["status_code"]) == ("delivered", 11)
    licence = office.window.get(f"/licences/{done['licences'][0]}")
    assert (licence["state"], licence["holder"]) == ("in_force", STRANGER["name"])

    told = trail(office, case["id"])
    assert ("application.drafted", "window", "applicant") in told
    assert ("application.submitted", "window", "applicant") in told
    assert ("application.accepted", "window", None) in told
    assert ("application.delivered", "window", None) in told
    refused = office.act("window", case["id"], "rate", {"stars": 5}, 409)
    assert refused["unmet"] == ["The applicant rates the service: the counter does not rate itself"]


def test_what_is_missing_comes_in_on_paper_too(office: Office) -> None:
    office.at("2026-03-02T09:30:00")
    draft = office.draft(by="window", applicant=STRANGER)
    office.act("window", draft["id"], "submit")
    item = {"material": "M01", "code": "illegible", "reason": "The seal cannot be read.", "remedy": "Stamp it again."}
    asked = office.act("window", draft["id"], "notify_deficiencies", {"items": [item]})
    assert asked["state"] == "supplement"
    office.window.hand_in(draft["id"], "M01")

    back = office.act("window", draft["id"], "supplement")

    assert back["state"] == "received"
    assert ("application.supplemented", "window", "applicant") in trail(office, draft["id"])
    office.act("window", draft["id"], "accept")
    changed = {"answers": {"occupy": {"part": "footway", "area_m2": 50, "days": 60}}}
    assert office.window.patch(f"/applications/{draft['id']}", changed)["form_version"] == 2
    gone = office.act("window", draft["id"], "withdraw", {"reason": "The works are put off."})
    assert (gone["state"], gone["status_code"]) == ("withdrawn", 14)


def test_who_has_an_account_goes_on_online_with_what_began_on_paper(office: Office) -> None:
    office.at("2026-03-02T09:30:00")
    draft = office.draft(by="window", applicant=COMPANY)

    assert office.contractor.get(f"/applications/{draft['id']}")["channel"] == "counter"
    filed = office.act("contractor", draft["id"], "submit")
    office.act("window", filed["id"], "accept")
    answered(office, filed["id"])
    office.act("window", filed["id"], "deliver", {"recipient": "陈建"})

    rated = office.act("contractor", filed["id"], "rate", {"stars": 5})
    assert rated["state"] == "closed"
    assert ("application.submitted", "contractor", None) in trail(office, filed["id"])


def test_the_clocks_of_both_channels_are_the_same(office: Office) -> None:
    office.at("2026-03-02T09:30:00")
    online = office.accepted()
    paper = office.draft(by="window", applicant=STRANGER)
    office.act("window", paper["id"], "submit")
    paper = office.act("window", paper["id"], "accept")

    limits = ("committed_due_on", "statutory_due_on", "joint_cap_on")
    assert [online[name] for name in limits] == [paper[name] for name in limits]
    assert [one["code"] for one in online["materials"]] == [one["code"] for one in paper["materials"]]


@pytest.mark.parametrize("applicant", [{}, {"kind": "person", "name": "顾秋"}])
def test_the_counter_names_who_applies(office: Office, applicant: Any) -> None:
    refused = office.window.post("/applications", {"applicant": applicant}, 422)

    assert refused["errors"][0]["field"].startswith("applicant.")


@pytest.mark.parametrize("who", ["roads", "lead", "manager", "admin"])
def test_no_other_desk_files(office: Office, who: str) -> None:
    refused = office.caller(who).post("/applications", {"applicant": COMPANY}, 403)

    assert refused["code"] in {"forbidden", "role_not_held"}
