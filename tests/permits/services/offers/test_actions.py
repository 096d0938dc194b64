"""What is offered and what can be done agree: an offer says ready exactly when the act goes through."""

import random
from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from bench.bodies import body_for
from bench.walk import ACTORS
from permits.actions import ACTIONS, place_of
from permits.casefile import ActContext
from permits.db import perform
from permits.errors import NotFound, Refusal
from permits.models import Licence
from permits.services.closing import delivery, withdrawals
from permits.services.deciding.work_items import claim
from permits.services.intake import deficiencies
from permits.services.intake.circulation import circulate
from permits.services.intake.deficiencies import DeficiencyItem
from permits.services.licences import inspections
from permits.services.offers.actions import Offer, available
from permits.services.procedures import stops, surveys
from tests.permits.lives import GREENING, REFUSED, ROADS, Life, moment
from workflows import WorkflowError

TRIES, FEW = 60, 5


class Undone(Exception):
    """Leaves the office as it was."""


def lacking(code: str) -> DeficiencyItem:
    return DeficiencyItem(material=code, code="missing", reason="未提供。", remedy="请补交。")


def supplemented(life: Life) -> int:
    filed = life.submitted(papers=False)
    for code in life.needed(filed)[2:]:
        life.hand_in(filed, code)
    life.act("window", deficiencies.notify_deficiencies, filed, [lacking("M01"), lacking("M03")])
    for code in ("M01", "M03"):
        life.hand_in(filed, code)
    life.act("contractor", deficiencies.supplement, filed)
    return filed


def circulated(life: Life) -> int:
    filed = life.submitted("four")
    life.act("window", circulate, filed)
    return filed


def half_decided(life: Life) -> int:
    filed = life.accepted("four")
    life.act("roads", claim, life.item(filed, ROADS).id)
    life.answer(filed, GREENING, REFUSED)
    return filed


def stopped(life: Life) -> int:
    life.require("expert_review")
    filed = life.accepted("trees")
    life.act("lead", surveys.book_survey, filed, at=moment("2026-03-04 09:00"), place="现场")
    why = stops.Stop("expert_review", "须经专家评审。", 5)
    life.act("greening", stops.stop_clock, filed, "trees", why)
    return filed


def delivered(life: Life) -> int:
    filed = life.decided(period={"from": "2026-03-02", "to": "2026-05-30"})
    life.act("window", delivery.deliver, filed, recipient="陈建")
    return filed


def in_inspection(life: Life) -> int:
    filed = delivered(life)
    number = life.rows(Licence, filed)[0].number
    life.hear(number)
    life.act("contractor", inspections.request_inspection, number)
    return filed


def withdrawn(life: Life) -> int:
    filed = life.accepted("four")
    life.act("contractor", withdrawals.withdraw, filed, reason="不再需要。")
    return filed


STAGES: dict[str, Callable[[Life], int]] = {
    "draft": lambda life: life.draft(),
    "received": lambda life: life.submitted(),
    "circulated": circulated,
    "supplemented": supplemented,
    "in review": lambda life: life.accepted("four"),
    "in its moratorium": lambda life: life.accepted("moratorium"),
    "half decided": half_decided,
    "stopped": stopped,
    "decided": lambda life: life.decided(),
    "delivered": delivered,
    "in inspection": in_inspection,
    "withdrawn": withdrawn,
}


@pytest.mark.parametrize("stage", STAGES)
def test_what_is_offered_as_ready_goes_through_and_nothing_else(life: Life, stage: str) -> None:
    filed = STAGES[stage](life)

    wrong = [
        f"{who}: {offer.name} on {offer.on} {offer.target} is offered as {'ready' if offer.ready else 'not ready'}"
        for who in ACTORS
        for offer in offers(life, who, filed)
        if can_be_done(life, who, filed, offer) is not offer.ready
    ]

    assert not wrong


def offers(life: Life, who: str, filed: int) -> list[Offer]:
    try:
        return life.look(who, filed, available)
    except NotFound:
        return []


def can_be_done(life: Life, who: str, filed: int, offer: Offer) -> bool:
    """Try an offer with bodies of all kinds, none of which leaves a trace."""
    dice = random.Random(offer.name)  # noqa: S311 - no secrets here
    return any(goes_through(life, who, filed, offer, dice) for _ in range(TRIES if offer.ready else FEW))


def goes_through(life: Life, who: str, filed: int, offer: Offer, dice: random.Random) -> bool:
    action, place = ACTIONS[offer.on][offer.name], place_of(offer.on, filed, offer.target)
    body = action.body.model_validate(life.look(who, filed, lambda case: body_for(action, offer, case, dice)))

    def once(conn: Connection) -> None:
        action.take(ActContext(conn, life.actor(who), life.now, life.office), place, body)
        raise Undone

    try:
        perform(life.engine, once)
    except Undone:
        return True
    except (Refusal, WorkflowError):
        return False
