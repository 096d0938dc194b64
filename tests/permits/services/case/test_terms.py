"""How long a licence runs: what is asked for, never beyond the longest allowed."""

from dataclasses import replace
from typing import Any

import pytest

from permits.services.case.terms import (
    asks_too_long,
    cut_to_longest,
    last_allowed,
    last_day,
    term_of,
    with_length,
    with_value,
)
from permits.services.deciding.work_items import Verdict
from tests.permits.lives import Life, day
from workflows import Bundle, NarrowRule, Text, load_bundles
from workflows.definition.capabilities import Validity

P1, P3 = "road-occupation", "green-space"
BUNDLE = load_bundles()["road-access"]
PERIOD = {"from": "2026-03-10", "to": "2026-04-30"}


def occupied(days: Any) -> dict[str, Any]:
    return {"occupy": {"days": days}}


@pytest.mark.parametrize(
    ("days", "is_too_long"), [(90, False), (91, True), (None, False), (True, False), ("91", False)]
)
def test_ninety_days_of_occupation_can_be_granted_and_no_more(days: Any, is_too_long: bool) -> None:
    assert asks_too_long(BUNDLE, P1, occupied(days)) is is_too_long


@pytest.mark.parametrize(("narrower", "granted"), [({}, 90), ({"days": 120}, 90), ({"days": 30}, 30)])
def test_a_grant_of_too_long_a_term_is_cut(narrower: dict[str, int], granted: int) -> None:
    verdict = Verdict("同意。", narrower=narrower)

    assert cut_to_longest(BUNDLE, P1, verdict, occupied(91)).narrower == {"days": granted}
    assert cut_to_longest(BUNDLE, P1, verdict, occupied(90)) is verdict


@pytest.mark.parametrize(
    ("permit", "answers", "starts", "last"),
    [
        (P1, occupied(60), "2026-03-02", "2026-05-30"),
        (P3, {"green": {"months": 4}}, "2026-03-02", "2027-03-01"),
        (P3, {"green": {"months": 4}}, "2028-02-29", "2029-02-27"),
        (P1, {}, "2026-03-02", None),
        ("trees", {"trees": [{"count": 1}]}, "2026-03-02", None),
    ],
)
def test_the_longest_term_counts_its_first_day(permit: str, answers: Any, starts: str, last: str | None) -> None:
    assert last_allowed(BUNDLE, permit, answers, day(starts)) == (last and day(last))


@pytest.mark.parametrize(
    ("answers", "narrower", "term"),
    [
        ({"period": PERIOD}, None, ("2026-03-10", "2026-04-30")),
        ({"period": {**PERIOD, "from": "2026-01-05"}}, None, ("2026-03-02", "2026-04-30")),
        ({"period": PERIOD}, {"to": "2026-03-31"}, ("2026-03-10", "2026-03-31")),
        ({"period": PERIOD}, {"days": 30}, ("2026-03-10", "2026-04-08")),
        ({"period": PERIOD}, {"to": "2026-01-31"}, ("2026-03-10", "2026-03-10")),
        ({}, None, ("2026-03-02", None)),
        ({"period": PERIOD, **occupied(1)}, None, ("2026-03-10", "2026-03-10")),
        ({"period": PERIOD, **occupied(60)}, None, ("2026-03-10", "2026-04-30")),
        ({"period": PERIOD, **occupied(20)}, {"days": 30}, ("2026-03-10", "2026-03-29")),
    ],
)
def test_a_licence_begins_no_earlier_than_its_decision_and_ends_with_what_is_granted(
    life: Life, answers: Any, narrower: Any, term: tuple[str, str | None]
) -> None:
    filed = life.draft(papers=False)

    found = life.look("contractor", filed, lambda case: term_of(case, P1, answers, narrower))

    assert found == (day(term[0]), term[1] and day(term[1]))


def test_a_month_of_green_space_is_licensed_for_a_month() -> None:
    answers = {"period": {"from": "2025-05-21", "to": "2025-08-14"}, "green": {"area_m2": 80, "months": 1}}

    assert last_day(BUNDLE, P3, answers, narrower=None, starts=day("2025-05-21")) == day("2025-06-20")


@pytest.mark.parametrize("bundle", [pytest.param(one, id=key) for key, one in load_bundles().items()])
def test_every_permit_with_a_length_of_its_own_ends_with_it(bundle: Bundle) -> None:
    period = {"from": "2026-03-10", "to": "2030-03-09"}
    for key, rule in bundle.permits.items():
        if rule.validity.term:
            asked = with_value({"period": period}, rule.validity.term, 2)
            ends = last_day(bundle, key, asked, narrower=None, starts=day("2026-03-10"))
            lasts = {"days": "2026-03-11", "months": "2026-05-09", "years": "2028-03-09"}
            assert ends == day(lasts[rule.validity.unit]), key


def termed(**term: Any) -> Bundle:
    """The matter with another term of its first permit."""
    plain = Validity(renewable=False, renewal_times=0, text=Text("", ""), **term)
    rule = replace(BUNDLE.permits[P1], validity=plain)
    length = NarrowRule("lasting", "count", plain.text, plain.text, bounds=rule.validity.unit)
    rule = replace(rule, narrows=(*rule.narrows, length))
    return replace(BUNDLE, permits={**BUNDLE.permits, P1: rule}, switches={**BUNDLE.switches, "lasts": 5})


@pytest.mark.parametrize(
    ("term", "answers", "narrower", "last"),
    [
        ({"fixed_term": "lasts", "unit": "years"}, {}, None, "2031-03-09"),
        ({"fixed_term": "lasts", "unit": "years"}, {}, {"lasting": 2}, "2028-03-09"),
        ({"fixed_term": "lasts", "unit": "years"}, {"period": PERIOD}, None, "2026-04-30"),
        ({"fixed_term": "lasts", "unit": "days", "max_days": 3}, {}, None, "2026-03-12"),
        ({"term": "occupy.days"}, occupied(900), None, "2028-08-25"),
        ({"ends_on": "12-31"}, {}, None, "2026-12-31"),
        ({"ends_on": "03-09"}, {}, None, "2027-03-09"),
        ({"ends_on": "02-29"}, {}, None, "2027-02-28"),
        ({"endless": True}, {"period": PERIOD, **occupied(30)}, None, None),
        ({"endless": True}, {"period": PERIOD}, {"to": "2026-06-30"}, "2026-06-30"),
    ],
)
def test_a_term_is_fixed_asked_for_or_without_end(term: Any, answers: Any, narrower: Any, last: str | None) -> None:
    ends = last_day(termed(**term), P1, answers, narrower=narrower, starts=day("2026-03-10"))

    assert ends == (last and day(last))


def test_a_term_without_a_longest_one_is_never_cut() -> None:
    verdict = Verdict("同意。")

    assert cut_to_longest(termed(term="occupy.days"), P1, verdict, occupied(9000)) is verdict


@pytest.mark.parametrize(
    ("permit", "part", "length"),
    [
        (P1, {"occupy": {"days": 10}}, {"occupy": {"days": 52}}),
        (P3, {"green": {"months": 1}}, {"green": {"months": 2}}),
    ],
)
def test_a_later_end_asks_for_a_longer_term(permit: str, part: Any, length: Any) -> None:
    longer = with_length(BUNDLE, permit, {"period": PERIOD, **part}, day("2026-03-10"))

    assert longer == {"period": PERIOD, **length}
    assert last_day(BUNDLE, permit, longer, narrower=None, starts=day("2026-03-10")) == day("2026-04-30")


def test_a_longer_term_is_cut_and_bounded_whatever_its_narrow_is_called() -> None:
    rule = BUNDLE.permits[P1]
    named = tuple(replace(one, key={"days": "cup", "to": "until"}.get(one.key, one.key)) for one in rule.narrows)
    other = replace(BUNDLE, permits={**BUNDLE.permits, P1: replace(rule, narrows=named)})

    assert cut_to_longest(other, P1, Verdict("同意。"), occupied(91)).narrower == {"cup": 90}
    ends = [
        last_day(other, P1, {"period": PERIOD}, narrower=narrower, starts=day("2026-03-10"))
        for narrower in ({"cup": 2}, {"until": "2026-03-31"}, {"days": 2, "to": "2026-03-12"})
    ]
    assert ends == [day("2026-03-11"), day("2026-03-31"), day("2026-04-30")]
