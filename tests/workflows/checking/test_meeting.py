"""Conditions that meet: what no answer reaches, and what some answers reach that must not be."""

import pytest

from tests.workflows.checking.test_files import changed, check
from workflows.checking import variants

JOIN = '[join]\nkind = "all"'
NEVER = "seats > 2000.0"


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ('when = "small && cold_dishes"', f'when = "{NEVER}"', "gates[1].when", "never holds"),
        ('when = "big_sign"\nmessage', f'when = "{NEVER}"\nmessage', "warnings[0].when", "never holds"),
        ('when = "cooks && drains"', f'when = "{NEVER}"', "dependencies[1].when", "never holds"),
        ('when = "has_sign"\nquantity', f'when = "{NEVER}"\nquantity', "fees[0].when", "never holds"),
        ('when = "sign_lit"', 'when = "sign_lit && !has_sign"', "permits.signboard.items[0].when", "never holds"),
        (
            '{ when = "big_sign", working',
            '{ when = "sign_m2 > 500.0", working',
            "permits.signboard.public_notice.when",
            "never",
        ),
        (
            'department = "water", when = "true"',
            'department = "water", when = "new_pipe"',
            "permits.drainage.items",
            "nobody decides it on the answers",
        ),
        (JOIN, '[join]\nkind = "k_of_n"\nk = 2', "join", "cannot finish for"),
        (JOIN, '[join]\nkind = "lead"\nlead = "drainage"', "join", "cannot finish for"),
        (JOIN, '[join]\nkind = "weighted"\npass_weight = 1\nweights = { drainage = 1 }', "join", "cannot finish"),
    ],
)
def test_what_the_search_finds_is_told_with_the_answers(old: str, new: str, place: str, words: str) -> None:
    told = [fault.sentence for fault in check(changed((old, new))).errors if fault.place == place]

    assert [sentence for sentence in told if words in sentence] != []


@pytest.mark.parametrize("join", ['kind = "any"', 'kind = "k_of_n"\nk = 1', 'kind = "all"\non_refusal = "stop_all"'])
def test_a_join_that_every_set_of_permits_can_finish_is_sound(join: str) -> None:
    text = changed((JOIN, f"[join]\n{join}"))

    assert check(text.replace('"stop_all"\non_refusal = "finish_all"', '"stop_all"')).errors == ()


def test_what_always_holds_is_a_warning() -> None:
    found = check(changed(('when = "big_sign"\nmessage', 'when = "sign_m2 < 501.0"\nmessage')))

    assert [fault.place for fault in found.warnings if "always holds" in fault.sentence] == ["warnings[0].when"]


def test_a_search_that_was_not_finished_is_a_warning_and_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(variants, "MOST_SEARCHED", 2)
    found = check(changed(('when = "sign_lit"', 'when = "sign_lit && !has_sign && big_sign"')))
    place = "permits.signboard.items[0].when"

    assert [fault.place for fault in found.errors if fault.place == place] == []
    assert [fault.sentence for fault in found.warnings if fault.place == place] == [
        "not met by the first 2 combinations of answers; there are more"
    ]


def test_a_permit_waits_only_for_one_that_some_application_needs_beside_it() -> None:
    waits = ('suffix = "P3"\n', 'suffix = "P3"\nwaits_for = ["drainage"]\n')
    apart = ('when = "drains", reason = { zh = "日排放', 'when = "drains && !has_sign", reason = { zh = "日排放')

    told = [fault.sentence for fault in check(changed(waits, apart)).errors]

    assert "no answers need signboard and drainage in one application" in told
    assert check(changed(waits)).errors == ()
