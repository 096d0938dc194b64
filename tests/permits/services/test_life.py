"""One application's whole life, and the ways it can end."""

import pytest

from permits.services.closing import delivery, ratings
from permits.services.deciding.work_items import Verdict
from permits.services.filing import applications
from permits.services.intake import acceptance
from tests.permits.lives import GREENING, POLICE, REFUSED, ROADS, Life, day
from workflows import ActionNotOpen, GuardsUnmet


def test_a_granted_application_is_delivered_rated_and_closed(life: Life) -> None:
    filed = life.draft()
    assert life.application(filed).state == "draft"
    life.act("contractor", applications.submit, filed)
    life.act("window", acceptance.accept, filed)
    app = life.application(filed)
    assert (app.state, app.status_code, app.required) == ("in_review", 3, ["road-occupation"])
    assert (app.committed_due_on, app.statutory_due_on) == (day("2026-03-11"), day("2026-03-30"))

    life.answer(filed, POLICE)
    life.now = life.now.replace(day=4)
    life.answer(filed, ROADS)

    app = life.application(filed)
    assert (app.state, app.outcome, app.status_code) == ("decided", "all_granted", 11)
    assert (app.net_working_days, app.decided_on, app.due_on) == (2, day("2026-03-04"), day("2026-03-18"))
    life.act("window", delivery.deliver, filed, method="counter", recipient="陈建")
    life.act("contractor", ratings.rate, filed, stars=5, comment="很快")
    app = life.application(filed)
    assert (app.state, app.stars, app.rating_comment) == ("closed", 5, "很快")
    assert life.notices(filed) == ["receipt", "acceptance", "grant", "licence", "fee_notice", "delivery"]
    assert life.events(filed)[-9:] == [
        "application.submitted",
        "application.accepted",
        "work_item.approved",
        "work_item.approved",
        "permit.granted",
        "fee.assessed",
        "application.decided",
        "application.delivered",
        "application.rated",
    ]


def test_one_refusal_beside_one_grant_is_partly_granted(life: Life) -> None:
    filed = life.accepted("green")
    life.answer(filed, GREENING, REFUSED)
    assert life.application(filed).state == "in_review"

    for item in ("road-occupation:planning:opinion", POLICE, ROADS):
        life.answer(filed, item)

    app = life.application(filed)
    assert (app.state, app.outcome, app.status_code) == ("decided", "partly_granted", 11)
    assert life.permit(filed, "green-space").reasons["code"] == "conditions_not_met"


def test_nothing_granted_is_all_refused(life: Life) -> None:
    filed = life.accepted()
    life.answer(filed, ROADS, REFUSED)

    app, permit = life.application(filed), life.permit(filed)
    assert (app.outcome, app.status_code, permit.state, permit.licence_number) == ("all_refused", 13, "refused", None)
    assert "licence" not in life.notices(filed)


def test_less_than_asked_is_granted_narrower_and_counts_as_granted(life: Life) -> None:
    filed = life.accepted()
    life.answer(filed, POLICE)
    life.answer(filed, ROADS, Verdict(opinion="同意三十日。", narrower={"days": 30}))

    permit = life.permit(filed)
    assert (permit.decision, permit.narrower, permit.state) == ("granted_narrower", {"days": 30}, "granted")
    assert life.application(filed).outcome == "all_granted"


def test_a_tolerated_gap_shows_in_the_exchange_code(life: Life) -> None:
    filed = life.draft(papers=False)
    for code in life.needed(filed):
        if code != "M11":
            life.hand_in(filed, code)
    life.act("contractor", applications.submit, filed)
    life.act("window", acceptance.accept, filed, tolerated=["M11"])
    life.answer(filed, POLICE)
    life.answer(filed, ROADS)

    assert life.application(filed).status_code == 12


def test_delivery_waits_for_the_last_decision(life: Life) -> None:
    filed = life.accepted()

    with pytest.raises(ActionNotOpen):
        life.act("window", delivery.deliver, filed, recipient="陈建")


def test_the_decision_waits_for_the_co_approval(life: Life) -> None:
    filed = life.accepted()

    with pytest.raises(GuardsUnmet) as refused:
        life.answer(filed, ROADS)

    assert refused.value.unmet
    assert life.permit(filed).state == "under_review"
