import pytest

from permits.models import Explanation
from permits.services.oversight.explanations import publish_explanation
from tests.permits.lives import Life, day
from tests.permits.services.oversight.test_supervision import orders
from workflows import GuardsUnmet


def test_the_promised_day_passed_is_answered_for_by_the_lead_and_explained_in_public(life: Life) -> None:
    filed = life.accepted()
    life.at("2026-03-11 23:59")
    assert life.rows(Explanation, filed) == []

    life.at("2026-03-12 00:00")

    (order,) = orders(life, filed, scope="application")
    (owed,) = life.rows(Explanation, filed)
    assert (order.department, owed.state, owed.promised_on) == ("lead", "owed", day("2026-03-11"))
    reminded = [life.events(filed).count("explanation.reminded") for _ in [life.at("2026-03-17 23:59")]]
    life.at("2026-03-18 00:00")
    assert (reminded, life.events(filed).count("explanation.reminded")) == ([0], 1)

    life.act("lead", publish_explanation, filed, text="交警人手不足，现已补充，致歉。")
    life.at("2026-03-30 00:00")

    (published,) = life.rows(Explanation, filed)
    assert (published.state, published.published_by) == ("published", "lead")
    assert life.events(filed).count("explanation.reminded") == 1


def test_who_keeps_the_promise_owes_nobody_an_explanation(life: Life) -> None:
    filed = life.decided()
    life.at("2026-03-12 00:00")

    assert life.rows(Explanation, filed) == []
    with pytest.raises(GuardsUnmet) as refused:
        life.act("lead", publish_explanation, filed, text="无。")
    assert refused.value.law == "Regulation on Optimising the Business Environment art. 36"
