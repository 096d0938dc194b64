from dataclasses import replace
from datetime import timedelta

import pytest

from permits.casefile import ActContext
from permits.models import Advice
from permits.office import Caps
from permits.queries.lists.advice import GivenAdvice
from permits.services.filing.advice import give_advice
from tests.bundles import bundle_of
from tests.offices import PLAINEST
from tests.permits.lives import Life


def give(life: Life, answers: object = PLAINEST) -> GivenAdvice | None:
    def act(context: ActContext) -> GivenAdvice | None:
        return give_advice(context, bundle_of(context.office), dict(answers))  # type: ignore[call-overload]

    found: GivenAdvice | None = life.act("contractor", act)
    return found


def test_advice_keeps_answers_result_day_and_version(life: Life) -> None:
    given = give(life)

    assert given is not None
    assert (given.bundle_version, given.given_on.isoformat()) == ("2026.1", "2026-03-02")
    assert given.number == "ZX32069920260302000001"
    assert given.answers == PLAINEST
    assert [one["key"] for one in given.result["route"]["all_permits"] if one["required"]] == ["road-occupation"]
    assert given.result["promised_on"] == "2026-03-11"
    assert "utilities" in [one["path"] for one in given.result["open"]]


def test_the_same_answers_of_a_day_are_one_advice_and_its_code_is_long(life: Life) -> None:
    first, again = give(life), give(life)
    other = give(life, {**PLAINEST, "emergency": True})
    life.now += timedelta(days=1)
    later = give(life)

    assert first == again
    assert len({one.code for one in (first, other, later) if one}) == 3
    assert first is not None
    assert len(first.code) >= 20
    assert life.count(Advice) == 3


@pytest.mark.parametrize("answers", [{}, {"road_class": "moon"}])
def test_answers_that_say_nothing_are_no_advice(life: Life, answers: object) -> None:
    assert give(life, answers) is None


def test_beyond_the_cap_none_is_kept(life: Life) -> None:
    life.office = replace(life.office, caps=Caps(advice=1))

    assert give(life) == give(life)
    assert give(life, {**PLAINEST, "emergency": True}) is None
    assert life.count(Advice) == 1
