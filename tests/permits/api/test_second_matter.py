"""The API serves a second matter as it serves the first: filed, decided, served, checked, taken back."""

from typing import Any

import pytest

from tests.offices import AGENT, COMPANY, Office
from tests.vocabulary import WORDS

FOOD, FIRE, SIGN = "food-service", "fire-safety", "outdoor-sign"
FORM = {
    "bundle": "restaurant",
    "applicant": COMPANY,
    "agent": AGENT,
    "project": {"name": "江畔食府"},
    "site": {"road": "滨江商业街", "address": "8号"},
    "answers": {
        "business": "catering",
        "kitchen": {"area_m2": 60, "staff": 8, "kinds": ["hot"]},
        "premises": {"area_m2": 400, "floor": 1},
        "sign": {"area_m2": 12, "years": 2},
    },
}
CHECK = {"officers": ["32069900501", "32069900502"], "findings": "现场量测。", "areas": {"kitchen": 75}}


@pytest.fixture
def opened(office: Office) -> Any:
    """A restaurant with its three licences served."""
    made = office.contractor.post("/applications", FORM, 201)
    for one in made["materials"]:
        if not one["shared"]:
            office.contractor.hand_in(made["id"], one["code"])
    office.act("contractor", made["id"], "submit")
    office.act("window", made["id"], "accept")
    for who, permit in (("market", FOOD), ("fire", FIRE), ("urban", SIGN)):
        office.answer(who, made["id"], kind="decision", permit=permit)
    office.act("window", made["id"], "deliver", {"recipient": "陈建"})
    return office.contractor.get(f"/applications/{made['id']}")


def test_a_restaurant_is_opened_checked_and_its_licence_taken_back(office: Office, opened: Any) -> None:
    found = [office.contractor.get(f"/licences/{number}") for number in opened["licences"]]
    terms = {one["permit"]: (one["valid_to"] is None, one["reinstatement"]) for one in found}
    assert terms == {FOOD: (False, "not_owed"), FIRE: (True, "not_owed"), SIGN: (False, "works")}
    food = next(one["number"] for one in found if one["permit"] == FOOD)

    office.market.post(f"/licences/{food}/actions/check_site", CHECK)
    assert (
        office.contractor.post(f"/licences/{food}/actions/request_inspection", expect=409)["code"] == "action_not_open"
    )
    office.contractor.post(f"/licences/{food}/actions/renew", {"until": "2031-01-01"}, 422)
    office.contractor.post(f"/licences/{food}/actions/renew")

    events = office.contractor.get(f"/applications/{opened['id']}/events")["items"]
    shown = [opened, *found, events, office.market.get(f"/applications/{opened['id']}")]
    assert {word.group() for word in WORDS.finditer(str(shown).replace("'road':", ""))} == set()
