"""What may follow what, who may do it, and what still holds it back."""

from dataclasses import replace
from time import perf_counter

import pytest

from workflows.checking.assumed import CASE, FREE, ITEM
from workflows.conditions.facts import FACTS, ApplicationFacts, Facts, LicenceFacts, PermitFacts
from workflows.definition.lifecycles import NAMES, ROLES, TONES
from workflows.errors import ActionNotOpen, GuardsUnmet, RoleNotHeld
from workflows.moving.engine import available_actions, lifecycle, move

BUILT = {
    "application": {
        *("investigate", "conclude"),
        *("submit", "accept", "circulate", "notify_deficiencies", "reflag", "supplement", "refuse_acceptance"),
        *("declare_not_required", "withdraw", "discard", "deliver", "receive", "rate", "urge"),
        *("report_emergency", "amend", "answer_moot"),
        *("record_payment", "record_refund"),
        *("join", "deem_accepted", "deem_withdrawn", "mend", "lapse", "close"),
        *("request_joint_extension", "extend_joint", "book_survey", "record_survey"),
        *("escalate", "answer_supervision", "publish_explanation"),
    },
    "permit": {
        *("start_review", "register", "grant", "deem_renewed", "refuse", "withdraw", "assess_fee"),
        *(
            "stop_clock",
            "resume_clock",
            "request_extension",
            "extend",
            "add_branch",
            "settle_dependency",
            "settle_contradiction",
        ),
        *("notify_hearing_right", "request_hearing", "call_hearing", "record_hearing"),
        *("file_statement", "answer_statement"),
    },
    "work_item": {
        "open",
        "claim",
        "release",
        "approve",
        "refuse",
        "forward",
        "finish",
        "cancel",
        "suspend",
        "resume",
        "resume_claimed",
        "file_deficiency",
        "verify_commitment",
        "record_call_back",
    },
    "licence": {
        *("renew", "vary", "notify_intent", "hear_defence", "revoke", "withdraw_by_authority"),
        *("uphold", "cancel", "expire"),
    },
    "reinstatement": {
        *("request_inspection", "accept_inspection", "require_rectification", "order_restoration"),
        *("owe_nothing", "check_site", "record_survival"),
    },
}
SYSTEM = {"join", "deem_accepted", "lapse", "close", "start_review", "grant", "open", "finish", "cancel", "expire"}
COUNTER = ["accept", "notify_deficiencies", "refuse_acceptance", "declare_not_required"]
NONE: frozenset[str] = frozenset()
MINE = replace(ITEM, kind="decision", is_assignee=True)
THEIRS, UNHELD = replace(ITEM, kind="decision"), replace(FREE, kind="decision")
RECEIVED = replace(
    CASE,
    outcome="proceed",
    missing_materials=NONE,
    open_deficiencies=NONE,
    notified=False,
    is_circulated=False,
    awaited_lists=NONE,
    unsent_lists=NONE,
)
REVIEWED = replace(CASE, live_permits=frozenset({"trees"}), undecided_permits=NONE, undelivered_permits=NONE)
PLAIN: dict[str, Facts] = {"application": RECEIVED, "work_item": UNHELD}


def go(name: str, state: str, action: str, role: str, facts: Facts | None = None) -> str:
    return move(name, state, action, roles={role}, facts=facts or FACTS[name]())


@pytest.mark.parametrize("name", NAMES)
def test_a_lifecycle_names_every_built_action_and_no_other(name: str) -> None:
    assert {action.name for action in lifecycle(name).actions} == BUILT[name]


@pytest.mark.parametrize("name", NAMES)
def test_a_lifecycle_speaks_both_languages_and_knows_only_known_roles(name: str) -> None:
    found = lifecycle(name)
    names = [found.name, *(state.name for state in found.states)]

    assert found.key == name
    assert all(text.zh and text.en for text in names)
    assert all(action.label.zh and action.label.en and action.tone in TONES for action in found.actions)
    assert all(action.roles and action.roles <= ROLES for action in found.actions)


def test_system_moves_are_open_to_nobody_else() -> None:
    actions = [action for name in NAMES for action in lifecycle(name).actions]
    fired_by_system = {action.name for action in actions if action.roles == {"system"}}

    assert fired_by_system >= SYSTEM
    assert all(action.roles == {"system"} for action in actions if "system" in action.roles)
    assert not any(action.roles == {"system"} for action in lifecycle("work_item").actions if action.name == "refuse")


def test_states_are_those_of_the_contract() -> None:
    assert [state.key for state in lifecycle("application").states] == [
        *("draft", "received", "supplement", "in_review", "decided", "delivered", "closed"),
        *("not_required", "not_accepted", "withdrawn", "lapsed"),
    ]
    assert lifecycle("application").final == {"closed", "not_required", "not_accepted", "withdrawn", "lapsed"}
    assert lifecycle("permit").final == {"granted", "registered", "refused", "withdrawn"}
    assert lifecycle("work_item").final == {"done", "cancelled"}


def test_the_straight_road_of_an_application() -> None:
    assert go("application", "draft", "submit", "applicant", RECEIVED) == "received"
    assert go("application", "received", "accept", "window", RECEIVED) == "in_review"
    assert go("application", "in_review", "join", "system", REVIEWED) == "decided"
    assert go("application", "decided", "deliver", "window", REVIEWED) == "delivered"
    assert go("application", "delivered", "rate", "applicant", REVIEWED) == "closed"
    assert go("application", "delivered", "close", "system") == "closed"


def test_the_detour_of_a_supplement_ends_in_receipt_or_lapse() -> None:
    notified = replace(RECEIVED, notified=True, open_deficiencies=frozenset({"M01"}))

    assert go("application", "received", "notify_deficiencies", "window", RECEIVED) == "supplement"
    assert go("application", "supplement", "supplement", "applicant", notified) == "received"
    assert go("application", "received", "reflag", "window", notified) == "supplement"
    assert go("application", "supplement", "lapse", "system") == "lapsed"


def test_a_second_deficiency_notice_is_refused_with_its_law() -> None:
    with pytest.raises(GuardsUnmet) as refusal:
        go("application", "received", "notify_deficiencies", "window", replace(RECEIVED, notified=True))

    assert refusal.value.law == "Administrative Licensing Law art. 32(1)(4), 72(4)"
    assert "already" in refusal.value.unmet[0]


def test_submitting_needs_no_papers_but_names_all_that_is_missing() -> None:
    short = ApplicationFacts(
        has_applicant=True, has_identity=True, missing_materials=frozenset({"M01"}), outcome="refer"
    )

    with pytest.raises(GuardsUnmet) as refusal:
        go("application", "draft", "submit", "applicant", short)

    assert len(refusal.value.unmet) == 3
    assert not any("paper" in sentence for sentence in refusal.value.unmet)


@pytest.mark.parametrize(
    "facts",
    [
        replace(RECEIVED, outcome="refer"),
        replace(RECEIVED, missing_materials=frozenset({"M01"})),
        replace(RECEIVED, open_deficiencies=frozenset({"M01"})),
    ],
)
def test_acceptance_waits_for_route_papers_and_deficiencies(facts: ApplicationFacts) -> None:
    with pytest.raises(GuardsUnmet) as refusal:
        go("application", "received", "accept", "window", facts)

    assert len(refusal.value.unmet) == 1


def test_a_referred_case_is_not_deemed_accepted() -> None:
    with pytest.raises(GuardsUnmet):
        go("application", "received", "deem_accepted", "system", replace(RECEIVED, outcome="refer"))


@pytest.mark.parametrize("state", ["received", "supplement"])
def test_an_applicant_may_withdraw_before_acceptance_whatever_the_route(state: str) -> None:
    assert go("application", state, "withdraw", "applicant") == "withdrawn"


def test_withdrawing_ends_once_every_permit_is_decided() -> None:
    undecided = replace(REVIEWED, undecided_permits=frozenset({"trees"}))

    assert go("application", "in_review", "withdraw", "applicant", undecided) == "withdrawn"
    with pytest.raises(GuardsUnmet):
        go("application", "in_review", "withdraw", "applicant", REVIEWED)
    with pytest.raises(ActionNotOpen):
        go("application", "decided", "withdraw", "applicant", undecided)


def test_decisions_made_before_a_withdrawal_are_still_delivered() -> None:
    stands = replace(REVIEWED, undelivered_permits=frozenset({"trees"}))

    assert go("application", "withdrawn", "deliver", "window", stands) == "withdrawn"
    with pytest.raises(GuardsUnmet):
        go("application", "withdrawn", "deliver", "window", REVIEWED)


@pytest.mark.parametrize("action", COUNTER)
def test_acts_of_the_counter_are_closed_to_the_applicant(action: str) -> None:
    with pytest.raises(RoleNotHeld):
        go("application", "received", action, "applicant", RECEIVED)


def test_an_impossible_move_is_refused_as_such_before_anybody_asks_who() -> None:
    with pytest.raises(ActionNotOpen):
        go("application", "draft", "accept", "applicant")
    with pytest.raises(ActionNotOpen):
        go("permit", "under_review", "to_granted", "system")


def test_a_permit_is_decided_by_the_system_alone() -> None:
    assert go("permit", "waiting", "start_review", "system") == "under_review"
    judged = PermitFacts.decided_on(UNHELD, clock_running=True)
    assert go("permit", "under_review", "grant", "system", judged) == "granted"
    assert go("permit", "under_review", "refuse", "system", judged) == "refused"
    with pytest.raises(RoleNotHeld):
        go("permit", "under_review", "grant", "clerk")


@pytest.mark.parametrize("state", ["waiting", "under_review"])
def test_an_undecided_permit_can_be_withdrawn(state: str) -> None:
    assert go("permit", state, "withdraw", "system") == "withdrawn"


@pytest.mark.parametrize("verdict", ["approve", "refuse"])
@pytest.mark.parametrize(("state", "facts"), [("open", UNHELD), ("claimed", MINE)])
def test_a_verdict_closes_a_free_item_or_mine(verdict: str, state: str, facts: Facts) -> None:
    assert go("work_item", state, verdict, "clerk", facts) == "done"


@pytest.mark.parametrize("verdict", ["approve", "refuse", "release"])
def test_an_item_held_by_another_is_closed_to_me(verdict: str) -> None:
    with pytest.raises(GuardsUnmet):
        go("work_item", "claimed", verdict, "clerk", THEIRS)


@pytest.mark.parametrize("reason", ["open_prerequisites", "open_co_approvals", "refused_co_approvals"])
def test_what_others_owe_blocks_approving_but_never_refusing(reason: str) -> None:
    waits = replace(MINE, **{reason: frozenset({"road-occupation:police:co_approval"})})  # type: ignore[arg-type]  # a field by name

    with pytest.raises(GuardsUnmet) as refusal:
        go("work_item", "claimed", "approve", "clerk", waits)
    assert len(refusal.value.unmet) == 1
    assert go("work_item", "claimed", "refuse", "clerk", waits) == "done"


def test_the_three_reasons_to_wait_are_told_apart() -> None:
    item = frozenset({"x"})
    waits = replace(MINE, open_prerequisites=item, open_co_approvals=item, refused_co_approvals=item)

    with pytest.raises(GuardsUnmet) as refusal:
        go("work_item", "claimed", "approve", "clerk", waits)

    assert len(set(refusal.value.unmet)) == 3


def test_claim_and_release_go_there_and_back() -> None:
    assert go("work_item", "open", "claim", "window", UNHELD) == "claimed"
    assert go("work_item", "claimed", "release", "window", MINE) == "open"
    with pytest.raises(GuardsUnmet):
        go("work_item", "open", "claim", "clerk", THEIRS)


def test_the_counter_gives_no_verdicts() -> None:
    with pytest.raises(RoleNotHeld):
        go("work_item", "claimed", "approve", "window", MINE)


def test_an_expired_licence_leaves_force_only_when_its_last_day_has_passed() -> None:
    assert go("licence", "in_force", "expire", "system", LicenceFacts(is_valid=False)) == "expired"
    with pytest.raises(GuardsUnmet):
        go("licence", "in_force", "expire", "system", LicenceFacts(is_valid=True))


def test_offers_are_possible_and_permitted_and_say_what_is_missing() -> None:
    facts = replace(RECEIVED, outcome="refer")
    offers = {offer.name: offer for offer in available_actions("application", "received", {"window"}, facts)}

    assert set(offers) == set(COUNTER) | {"circulate", "reflag", "answer_supervision", "investigate", "conclude"}
    assert offers["refuse_acceptance"].ready
    assert offers["accept"].unmet == ("The screening does not lead to any permit this office can handle",)
    assert offers["accept"].label.zh == "受理"
    assert offers["accept"].roles == ("window",)
    assert offers["notify_deficiencies"].to == "supplement"


@pytest.mark.parametrize("name", NAMES)
def test_an_offer_is_ready_exactly_when_the_move_succeeds(name: str) -> None:
    facts = PLAIN.get(name) or FACTS[name]()
    for state in lifecycle(name).states:
        for offer in available_actions(name, state.key, ROLES, facts):
            if offer.ready:
                assert move(name, state.key, offer.name, roles=offer.roles, facts=facts) == offer.to
            else:
                with pytest.raises(GuardsUnmet) as refusal:
                    move(name, state.key, offer.name, roles=offer.roles, facts=facts)
                assert refusal.value.unmet == offer.unmet


def test_an_unknown_state_offers_nothing() -> None:
    assert available_actions("permit", "forgotten", ROLES, PermitFacts.unknown()) == []


def test_facts_of_another_lifecycle_are_refused() -> None:
    with pytest.raises(TypeError, match="work_item: PermitFacts are not its facts"):
        go("work_item", "waiting", "open", "system", PermitFacts.unknown())
    with pytest.raises(TypeError):
        available_actions("permit", "under_review", ROLES, LicenceFacts.unknown())


def test_a_move_costs_at_most_fifty_microseconds() -> None:
    move("work_item", "open", "approve", roles={"clerk"}, facts=UNHELD)
    rounds = []
    for _ in range(5):
        began = perf_counter()
        for _ in range(20):
            move("work_item", "open", "approve", roles={"clerk"}, facts=UNHELD)
        rounds.append((perf_counter() - began) / 20)

    assert min(rounds) <= 50e-6
