"""Scopes are built and read in one place, and stay the plain words that rows keep."""

import json

import pytest

from workflows.time.scopes import WHOLE_CASE, Scope

DIG = Scope.of_item("road-occupation", "police", "co_approval")


@pytest.mark.parametrize(
    ("scope", "word"),
    [
        (WHOLE_CASE, "application"),
        (Scope.of_permit("road-occupation"), "road-occupation"),
        (DIG, "item:road-occupation:police:co_approval"),
        (Scope.of_item("", "lead", "survey"), "item::lead:survey"),
        (Scope.of_item("", "window", "intake"), "item:intake"),
        (Scope.of_licence("2026-0001-P1"), "licence:2026-0001-P1"),
        (Scope.of_department("roads"), "department:roads"),
    ],
)
def test_a_scope_is_the_word_its_row_keeps(scope: Scope, word: str) -> None:
    assert scope == word
    assert hash(scope) == hash(word)
    assert json.dumps(scope) == json.dumps(word)


@pytest.mark.parametrize(
    ("word", "permit", "department", "licence"),
    [
        ("application", "", "", ""),
        ("road-occupation", "road-occupation", "", ""),
        ("item:road-occupation:police:co_approval", "road-occupation", "police", ""),
        ("item::lead:survey", "", "lead", ""),
        ("item:intake", "", "window", ""),
        ("licence:2026-0001-P1", "", "", "2026-0001-P1"),
        ("department:roads", "", "roads", ""),
        ("", "", "", ""),
    ],
)
def test_a_word_is_read_back(word: str, permit: str, department: str, licence: str) -> None:
    scope = Scope(word)

    assert (scope.permit, scope.department, scope.licence) == (permit, department, licence)


def test_only_the_whole_case_and_only_items_say_that_they_are() -> None:
    words = [WHOLE_CASE, DIG, Scope("item:intake"), Scope.of_permit("trees"), Scope.of_licence("1"), Scope("")]

    assert [scope.is_case for scope in words] == [True, False, False, False, False, False]
    assert [scope.is_item for scope in words] == [False, True, True, False, False, False]
