"""Delivery hands over everything once, and opens the days in which the service is rated."""

import pytest

from permits.errors import Conflict, Invalid
from permits.models import LegalClock, Notice
from permits.services.case.remedies import UNSERVED
from permits.services.closing import delivery, withdrawals
from tests.permits.lives import GREENING, REFUSED, ROADS, Life, day, moment
from workflows import ActionNotOpen, RoleNotHeld


def test_a_delivered_case_waits_ten_working_days_for_its_rating(life: Life) -> None:
    filed = life.decided()

    life.act("window", delivery.deliver, filed, method="post", recipient="陈建")

    (closing,) = life.rows(LegalClock, filed, key="closing")
    (record,) = life.rows(Notice, filed, kind="delivery")
    assert (life.application(filed).state, closing.due_on) == ("delivered", day("2026-03-16"))
    assert life.item(filed, ":window:delivery").state == "done"
    assert "陈建" in str(record.facts)


def test_what_a_withdrawn_case_still_holds_is_delivered_and_nothing_is_rated(life: Life) -> None:
    filed = life.accepted("green")
    life.answer(filed, GREENING)
    life.act("contractor", withdrawals.withdraw, filed, reason="不再占路", permits=["road-occupation"])

    life.act("window", delivery.deliver, filed, recipient="陈建")

    assert life.application(filed).state == "withdrawn"
    assert life.rows(LegalClock, filed, key="closing") == []


def test_a_case_is_delivered_once_by_the_counter_and_from_a_page_that_is_current(life: Life) -> None:
    filed = life.decided()
    with pytest.raises(RoleNotHeld):
        life.act("roads", delivery.deliver, filed, recipient="陈建")
    with pytest.raises(Conflict):
        life.act("window", delivery.deliver, filed, expected_version=1)
    life.act("window", delivery.deliver, filed, recipient="陈建", expected_version=life.application(filed).version)

    with pytest.raises(ActionNotOpen):
        life.act("window", delivery.deliver, filed, recipient="陈建")


@pytest.mark.parametrize("way", ["counter", "post", "online"])
def test_decisions_take_effect_and_remedies_run_when_served(life: Life, way: str) -> None:
    life.now = moment("2025-01-31 10:00")
    filed = life.accepted()
    life.answer(filed, ROADS, REFUSED)
    (refusal,) = life.rows(Notice, filed, kind="refusal")
    assert (life.permit(filed).remedies, refusal.served_at, life.application(filed).state) == (
        UNSERVED,
        None,
        "decided",
    )

    life.now = moment("2025-02-04 09:30")
    if way == "online":
        life.act("contractor", delivery.receive, filed)
    else:
        life.act("window", delivery.deliver, filed, method=way, recipient="陈建")

    # sixty days end on the Saturday of Tomb-sweeping Day
    assert life.permit(filed).remedies == {
        "served_on": "2025-02-04",
        "reconsideration_last_on": "2025-04-07",
        "court_last_on": "2025-08-04",
    }
    assert {row.served_at for row in life.rows(Notice, filed, kind="refusal")} == {life.now}
    assert life.application(filed).state == "delivered"


def test_only_its_applicant_opens_an_electronic_delivery(life: Life) -> None:
    filed = life.decided()

    for other in ("window", "roads"):
        with pytest.raises(RoleNotHeld):
            life.act(other, delivery.receive, filed)


@pytest.mark.parametrize("method", ["counter", "post"])
@pytest.mark.parametrize("recipient", ["", "  "])
def test_nothing_is_handed_to_nobody(life: Life, method: str, recipient: str) -> None:
    filed = life.decided()

    with pytest.raises(Invalid) as refused:
        life.act("window", delivery.deliver, filed, method=method, recipient=recipient)
    assert [field for field, *_ in refused.value.problems] == ["recipient"]
    assert life.application(filed).state == "decided"
