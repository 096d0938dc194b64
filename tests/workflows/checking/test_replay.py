"""Events alone tell every state."""

import pytest

from workflows import STRUCK, item_name, licence_name, permit_name, states, strange_steps, tells_states

DRAFTED = {"to": "draft", "moves": {"application": "draft"}}
ITEM = item_name("trees", "greening", "decision", 1)
SUBMITTED = {"moves": {"application": "received", "permit:trees": "waiting"}}
ACCEPTED = {"moves": {"application": "in_review", "permit:trees": "under_review", ITEM: "open"}}


def test_the_last_word_on_a_row_is_its_state() -> None:
    assert states([DRAFTED, SUBMITTED, {"opinion": "no move"}, ACCEPTED]) == {
        "application": "in_review",
        "permit:trees": "under_review",
        "item:trees:greening:decision:1": "open",
    }


def test_names_tell_rows_apart() -> None:
    assert item_name("", "window", "intake", 2) == "item::window:intake:2"
    assert (permit_name("trees"), licence_name("A-1")) == ("permit:trees", "licence:A-1")


@pytest.mark.parametrize(("payloads", "told"), [([DRAFTED], True), ([{"to": "draft"}, ACCEPTED], False), ([], False)])
def test_a_trail_from_before_states_were_recorded_is_known(payloads: list[dict[str, object]], told: bool) -> None:
    assert tells_states(payloads) is told


def test_several_states_may_be_passed_in_one_act() -> None:
    deemed = {"moves": {"application": "in_review", "permit:trees": "under_review"}}

    assert list(strange_steps([DRAFTED, SUBMITTED, deemed])) == []


def test_a_step_beside_the_arrows_is_named() -> None:
    back = {"moves": {"application": "draft", ITEM: "open"}}

    assert list(strange_steps([DRAFTED, SUBMITTED, ACCEPTED, back])) == ["application: in_review -> draft"]


def test_nothing_leads_out_of_a_final_state() -> None:
    done, again = {"moves": {ITEM: "done"}}, {"moves": {ITEM: "claimed"}}

    assert list(strange_steps([DRAFTED, ACCEPTED, done, again])) == [f"{ITEM}: done -> claimed"]


def test_a_row_struck_out_is_no_more_and_may_begin_anew() -> None:
    trail = [{"moves": {"permit:trees": "waiting"}}, {"moves": {"permit:trees": STRUCK}}]

    assert states(trail) == {}
    assert list(strange_steps([*trail, {"moves": {"permit:trees": "waiting"}}])) == []
