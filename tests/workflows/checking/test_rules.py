"""Figures, keys, options and circles: each rule with the least that breaks it."""

import pytest

from tests.workflows.checking.test_files import changed, check
from workflows.checking.rules import circles

MARKET = '"Market" }, limit_working_days = '
SHOP, SIGN = 'value = "shop"', 'key = "signboard"\nnumber = "4"\nkind = "group"\n'
TACIT = 'tacit = { working_days = 3, law = { zh = "法", en = "Law" } }'
SERIAL = 'serial = [{ department = "urban", working_days = 7 }'
NARROWS = (
    ('key = "years", kind = "count"', "permits.signboard.narrows[0].key", "bounds no term"),
    ('key = "lit", kind = "text", bounds = "days"', "permits.signboard.narrows[0].bounds", "of kind text does not"),
    ('key = "hours", kind = "amount"', "permits.signboard.narrows[0].key", "only a narrow of kind hours is called so"),
)


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        (f"{MARKET}7", f"{MARKET}0", "departments.market.limit_working_days", "0 is not between 1 and 366"),
        (f"{MARKET}7", f"{MARKET}367", "departments.market.limit_working_days", "367 is not between"),
        ("committed = 9", "committed = 21", "limits.committed", "more than limits.statutory (20)"),
        ("delivery_target = 2", "delivery_target = 11", "limits.delivery_target", "more than limits.delivery (10)"),
        (
            'suffix = "P2"\n',
            'suffix = "P2"\nstatutory_working_days = 8\n',
            "permits.fire-inspection.committed_working_days",
            "more than",
        ),
        ("reconsideration_days = 60", "reconsideration_days = 59", "remedies.reconsideration_days", "60 and 366"),
        ("lawsuit_months = 6", "lawsuit_months = 5", "remedies.lawsuit_months", "6 and 24"),
        ("rate_fen = 15", "rate_fen = 99999999999", "fees[0].rate_fen", "not between"),
        (
            'department = "market", working_days = 20',
            'department = "market", working_days = -1',
            "permits.food-licence.serial[0].working_days",
            "-1",
        ),
        *(
            (f"{SERIAL}]", f'{SERIAL}]\nnarrows = [{{ {narrow}, label = {{ zh = "少", en = "Less" }} }}]', place, words)
            for narrow, place, words in NARROWS
        ),
        ("renewal_times = 2", "renewal_times = 0", "permits.signboard.validity", "needs renewal_times"),
        ('"signboard.days", max_term = "sign_max_days"', '"signboard.days"', "permits.signboard.validity", "max_term"),
        (SHOP, 'value = "mall"', "questions[0].options[1].value", "mall is used twice"),
        ('key = "cold_dishes"', 'key = "seats"', "questions[1].fields[2].key", "seats is used twice"),
        ('key = "drain"', 'key = "signboard"', "questions[4].key", "signboard is used twice"),
        (
            SIGN,
            f'{SIGN}shown_when = [{{ question = "place_kind", any_of = ["shops"] }}]\n',
            "questions[3].shown_when[0].any_of",
            "shops is no option",
        ),
        (SIGN, f'{SIGN}shown_when = [{{ question = "signboard" }}]\n', "questions[3].shown_when", "circle"),
        (
            'kind = "flag", label = { zh = "招牌发光"',
            'kind = "flag", minimum = 1, label = { zh = "招牌发光"',
            "questions[3].fields[1]",
            "only numbers",
        ),
        ('version = "2026.1"', 'version = "2026/1"', "version", "2026/1"),
        ("grease_trap = { name", '"grease trap" = { name', "condition_kinds.grease trap", "grease trap"),
        ('[join]\nkind = "all"', '[join]\nkind = "all"\nk = 2', "join.k", "nothing reads this"),
        ('[join]\nkind = "all"', '[join]\nkind = "lead"\nlead = "nobody"', "join.lead", "nobody is not defined"),
        ('[join]\nkind = "all"', '[join]\nkind = "lead"', "join", "needs lead"),
        ('on_refusal = "finish_all"', 'on_refusal = "veto"', "join", "needs veto"),
        (
            'on_refusal = "finish_all"',
            'on_refusal = "finish_all"\nveto = ["drainage"]',
            "join.veto",
            "unless on_refusal",
        ),
        ('suffix = "P3"\n', 'suffix = "P3"\nkind = "notification"\n', "permits.signboard", "it has no items"),
        ('suffix = "P3"\n', 'suffix = "P3"\nkind = "notification"\n', "permits.signboard", "it has no fees"),
        (
            'suffix = "P1"\n',
            'suffix = "P1"\nconsent = { kind = "k_of_n", k = 3 }\n',
            "permits.food-licence.consent.k",
            "not between 1 and 2",
        ),
        (
            'suffix = "P1"\n',
            'suffix = "P1"\nconsent = { kind = "lead", lead = "urban" }\n',
            "permits.food-licence.consent.lead",
            "no department that co-approves",
        ),
        (
            'suffix = "P1"\n',
            'suffix = "P1"\nconsent = { kind = "weighted", pass_weight = 9, weights = { fire = 1, water = 2 } }\n',
            "permits.food-licence.consent",
            "pass weight",
        ),
        (
            'suffix = "P3"\n',
            'suffix = "P3"\nconsent = { kind = "any" }\n',
            "permits.signboard.consent",
            "nobody co-approves",
        ),
        (
            'department = "fire", when = "needs_fire", ',
            f'department = "fire", when = "needs_fire", {TACIT}, ',
            "permits.food-licence.items[1].tacit",
            "merely consulted",
        ),
        (
            'department = "fire", when = "sign_lit", ',
            f'department = "fire", when = "sign_lit", blocks = true, {TACIT}, ',
            "permits.signboard.items[0].tacit",
            "merely consulted",
        ),
        (
            'department = "urban", when = "true", ',
            f'department = "urban", when = "true", {TACIT}, ',
            "permits.signboard.items[1].tacit",
            "merely consulted",
        ),
        (
            'department = "fire", when = "sign_lit", ',
            f'department = "fire", when = "sign_lit", {TACIT.replace("3", "0")}, ',
            "permits.signboard.items[0].tacit.working_days",
            "not between",
        ),
    ],
)
def test_a_broken_rule_is_told_with_its_place(old: str, new: str, place: str, words: str) -> None:
    told = [fault.sentence for fault in check(changed((old, new))).errors if fault.place == place]

    assert [sentence for sentence in told if words in sentence] != []


BY_BUREAU = ("[switches]\n", '[switches]\ndecider_mode = "bureau"\n')


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        ([('lead_department = "bureau"', 'lead_department = "bureaux"')], "lead_department", "bureaux is not defined"),
        ([('lead_department = "bureau"', 'lead_department = "window"')], "lead_department", "cannot be the bureau"),
        ([('lead_department = "bureau"', 'lead_department = "market"')], "permits.food-licence.department", "market"),
        (
            [('kind = "decision", department = "market"', 'kind = "decision", department = "bureau"')],
            "permits.food-licence.items[",
            "bureau decides this permit as the bureau",
        ),
        (
            [('kind = "decision", department = "market"', 'kind = "survey", department = "market"')],
            "permits",
            "decides",
        ),
    ],
)
def test_a_bureau_that_signs_needs_a_department_of_its_own_and_one_in_charge(
    changes: list[tuple[str, str]], place: str, words: str
) -> None:
    found = check(changed(BY_BUREAU, *changes))

    told = [fault.sentence for fault in found.errors if fault.place.startswith(place) and fault.line > 0]
    assert [sentence for sentence in told if words in sentence] != []


def test_a_mode_is_one_of_two_and_both_are_sound() -> None:
    assert check(changed(BY_BUREAU)).errors == ()
    wrong = check(changed(("[switches]\n", '[switches]\ndecider_mode = "both"\n')))
    assert [fault.place for fault in wrong.errors] == ["switches.decider_mode"]


def test_every_circle_is_told_once() -> None:
    assert circles({"a": ["b"], "b": ["a", "c"], "c": []}) == [["a", "b", "a"]]
    assert circles({"a": ["a"], "b": ["c"], "c": ["b"]}) != []
    assert circles({"a": ["b"], "b": ["c"], "c": []}) == []


def _waits(suffix: str, other: str, more: str = "") -> tuple[str, str]:
    return f'suffix = "{suffix}"\n', f'suffix = "{suffix}"\nwaits_for = ["{other}"]\n{more}'


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        (
            [_waits("P1", "signboard"), _waits("P3", "food-licence")],
            "permits.food-licence.waits_for",
            "in a circle: food-licence, signboard, food-licence",
        ),
        (
            [
                ('suffix = "P1"\n', 'suffix = "P1"\ncommitted_working_days = 20\n'),
                _waits("P3", "food-licence", "committed_working_days = 20\n"),
                _waits("P4", "signboard"),
            ],
            "permits.drainage.waits_for",
            "49 working days are more than limits.joint (40)",
        ),
        ([_waits("P3", "nobody")], "permits.signboard.waits_for[0]", "nobody is not defined"),
    ],
)
def test_permits_wait_in_no_circle_and_not_past_the_joint_limit(
    changes: list[tuple[str, str]], place: str, words: str
) -> None:
    told = [fault.sentence for fault in check(changed(*changes)).errors if fault.place == place]

    assert [sentence for sentence in told if words in sentence] != []
