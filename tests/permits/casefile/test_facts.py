"""What the office tells the engine: every fact that a guard of an action open to the actor asks for."""

from collections.abc import Callable, Iterator

import pytest

from permits.casefile import CaseFile
from permits.casefile.facts import (
    application_facts,
    item_facts,
    permit_facts,
    roles_on_case,
    roles_on_item,
    roles_on_permit,
)
from permits.casefile.licences import licence_facts, reinstatement_facts, roles_on_licence
from permits.errors import NotFound
from permits.services.closing import delivery
from permits.services.intake import deficiencies
from permits.services.intake.deficiencies import DeficiencyItem
from permits.services.procedures.hearings import notify_hearing_right
from permits.services.procedures.stops import Stop, stop_clock
from tests.permits.lives import Life
from workflows import Facts, lifecycle
from workflows.conditions.guards import GUARDS

# told beside the others by the acts and the offers that ask for them: nothing else costs their queries
TOLD_BY_ACTS = {"owes_answer", "is_explanation_outstanding", "unpaid_fees", "refunds_due"}
SYSTEM = frozenset({"system"})
PEOPLE = ("contractor", "window", "roads", "roads-head", "police", "greening", "greening-head", "lead", "government")


def _drafted(life: Life) -> int:
    return life.draft()


def _submitted(life: Life) -> int:
    return life.submitted()


def _sent_back(life: Life) -> int:
    filed = life.submitted(papers=False)
    items = [DeficiencyItem("missing", "缺少材料", "请补交。", material=code) for code in life.needed(filed)[:1]]
    life.act("window", deficiencies.notify_deficiencies, filed, items)
    return filed


def _in_review(life: Life) -> int:
    return life.accepted()


def _stopped(life: Life) -> int:
    life.require("testing")
    filed = life.accepted()
    life.act("roads", stop_clock, filed, "road-occupation", Stop("testing", "路基承载力须经检测。", 5))
    return filed


def _with_hearing(life: Life) -> int:
    filed = life.accepted("green")
    life.act("greening", notify_hearing_right, filed, "green-space", parties=["某小区业主委员会"])
    return filed


def _decided(life: Life) -> int:
    return life.decided()


def _delivered(life: Life) -> int:
    filed = life.decided()
    life.act("window", delivery.deliver, filed, recipient="陈建")
    return filed


STAGES: dict[str, Callable[[Life], int]] = {
    "draft": _drafted,
    "received": _submitted,
    "supplement": _sent_back,
    "in_review": _in_review,
    "stopped": _stopped,
    "hearing": _with_hearing,
    "decided": _decided,
    "delivered": _delivered,
}


def untold(key: str, state: str, roles: frozenset[str], facts: Facts) -> Iterator[str]:
    """Name the facts that guards of the actions open to some roles read and that are not told."""
    for action in lifecycle(key).actions_from(state):
        if not action.roles.isdisjoint(roles):
            read = {fact for guard in action.guards for fact in GUARDS[guard].reads}
            yield from (f"{key} {action.name} {fact}" for fact in read - TOLD_BY_ACTS if getattr(facts, fact) is None)


def all_untold(case: CaseFile) -> set[str]:
    found = set(untold("application", case.app.state, roles_on_case(case) | SYSTEM, application_facts(case)))
    for row in case.permits.values() if case.app.accepted_at else ():
        found.update(untold("permit", row.state, roles_on_permit(case, row), permit_facts(case, row)))
    for item in case.items:
        found.update(untold("work_item", item.state, roles_on_item(case, item), item_facts(case, item)))
    for licence in case.licences.values():
        roles = roles_on_licence(case, licence) | SYSTEM
        found.update(untold("licence", licence.state, roles, licence_facts(case, licence)))
        found.update(untold("reinstatement", licence.reinstatement, roles, reinstatement_facts(case, licence)))
    return found


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_whoever_looks_is_told_all_that_the_guards_of_his_actions_read(life: Life, stage: str) -> None:
    filed = STAGES[stage](life)

    assert {who: untold for who in PEOPLE if (untold := _seen_by(life, who, filed))} == {}


def _seen_by(life: Life, who: str, filed: int) -> set[str]:
    try:
        found: set[str] = life.look(who, filed, all_untold)
    except NotFound:
        return set()
    return found
