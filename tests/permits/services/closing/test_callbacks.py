"""A bad rating is called back within five working days; a good one is not."""

import pytest

from permits.errors import Invalid
from permits.models import Event, SupervisionOrder, WorkItem
from permits.services.closing import callbacks, delivery, ratings
from tests.permits.lives import Life, day
from workflows import GuardsUnmet, RoleNotHeld


def rated(life: Life, stars: int) -> int:
    """A case delivered and rated on Tuesday 10 March 2026."""
    filed = life.decided()
    life.at("2026-03-10 10:00")
    life.act("window", delivery.deliver, filed, recipient="陈建")
    life.act("contractor", ratings.rate, filed, stars=stars, comment="等了很久。")
    return filed


def duty(life: Life, filed: int) -> WorkItem:
    (found,) = life.rows(WorkItem, filed, kind="call_back")
    return found


@pytest.mark.parametrize("stars", [3, 4, 5])
def test_a_good_rating_asks_nothing_of_anybody(life: Life, stars: int) -> None:
    filed = rated(life, stars)

    assert life.rows(WorkItem, filed, kind="call_back") == []
    assert life.application(filed).state == "closed"


@pytest.mark.parametrize("stars", [1, 2])
def test_a_bad_rating_gives_the_lead_agency_five_working_days(life: Life, stars: int) -> None:
    filed = rated(life, stars)

    item = duty(life, filed)
    assert (item.department, item.state, item.due_on) == ("lead", "open", day("2026-03-17"))
    assert life.application(filed).state == "closed"
    life.at("2026-03-17 23:59")
    assert not life.rows(SupervisionOrder, filed, scope="item::lead:call_back")
    life.at("2026-03-18 00:00")
    (order,) = life.rows(SupervisionOrder, filed, scope="item::lead:call_back")
    assert order.department == "lead", "not done in time, it is answered for like any duty"


def test_the_call_back_is_recorded_once_by_the_lead_and_told_to_the_applicant(life: Life) -> None:
    filed = rated(life, 1)
    item = duty(life, filed)
    for who in ("roads", "window", "contractor"):
        with pytest.raises(RoleNotHeld):
            life.act(who, callbacks.record_call_back, item.id, result="已致歉。")
    with pytest.raises(Invalid):
        life.act("lead", callbacks.record_call_back, item.id, result=" ")

    life.act("lead", callbacks.record_call_back, item.id, result="已致歉，并增设取号窗口。")

    assert (duty(life, filed).state, duty(life, filed).opinion) == ("done", "已致歉，并增设取号窗口。")
    last = life.rows(Event, filed)[-1]
    assert (last.type, last.payload["result"]) == ("rating.called_back", "已致歉，并增设取号窗口。")


def test_other_work_is_not_closed_as_a_call_back(life: Life) -> None:
    filed = life.accepted()
    (police,) = (one for one in life.rows(WorkItem, filed) if one.department == "police")

    with pytest.raises(GuardsUnmet):
        life.act("police", callbacks.record_call_back, police.id, result="已致歉。")
