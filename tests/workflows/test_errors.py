"""Every refusal of the engine has a stable code, a sentence, and its places filled."""

import pytest

from workflows.errors import BundleError, CalendarExhausted, GuardsUnmet, WorkflowError


def test_a_refusal_without_a_message_says_its_own_sentence() -> None:
    refusal = GuardsUnmet(unmet=("first", "second"), law="art. 38")

    assert str(refusal) == GuardsUnmet.sentence
    assert (refusal.unmet, refusal.law, refusal.params) == (("first", "second"), "art. 38", {})


def test_the_places_of_a_message_are_filled_and_its_msgid_stays() -> None:
    refusal = CalendarExhausted(params={"on": "2031-01-01"})

    assert str(refusal) == "The calendar has no entry for 2031-01-01: import that year"
    assert refusal.message == CalendarExhausted.sentence


def test_a_percent_sign_without_places_is_left_alone() -> None:
    assert str(BundleError("100 % of it")) == "100 % of it"


@pytest.mark.parametrize("kind", WorkflowError.__subclasses__(), ids=lambda kind: kind.__name__)
def test_each_kind_of_refusal_has_a_code_and_a_sentence_of_its_own(kind: type[WorkflowError]) -> None:
    others = {WorkflowError, *WorkflowError.__subclasses__()} - {kind}

    assert kind.code not in {other.code for other in others}
    assert kind.sentence not in {other.sentence for other in others}
