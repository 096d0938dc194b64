from dataclasses import replace

from permits.office import Library
from permits.services.bundles.changed import RulesChanged, rules_changed
from tests.bundles import put_in_force, version_of
from tests.permits.lives import Life, day
from workflows import load_bundles

SHIPPED = load_bundles()["road-access"].version
QUICKER = ("\ncommitted = 7", "\ncommitted = 5")


def told(life: Life, case: int) -> RulesChanged | None:
    found: RulesChanged | None = life.look("contractor", case, rules_changed)
    return found


def test_a_draft_is_told_a_change_when_it_is_scheduled_and_when_it_is_in_force(life: Life) -> None:
    case = life.draft(papers=False)
    assert told(life, case) is None

    put_in_force(life.engine, life.office, version_of("2026.2", QUICKER), from_on=day("2026-03-04"))
    scheduled = told(life, case)
    life.at("2026-03-04 09:00")
    in_force = told(life, case)

    assert scheduled is not None
    assert in_force is not None
    assert (scheduled.is_scheduled, in_force.is_scheduled) == (True, False)
    assert (in_force.left, in_force.to, in_force.from_on) == (SHIPPED, "2026.2", day("2026-03-04"))
    assert (in_force.grade, in_force.differences) == ("minor", scheduled.differences)


def test_an_accepted_case_is_told_nothing(life: Life) -> None:
    case = life.accepted()
    put_in_force(life.engine, life.office, version_of("2026.2", QUICKER), from_on=life.now.date())

    assert told(life, case) is None


def test_without_the_first_version_nothing_is_compared_and_the_worst_is_assumed(life: Life) -> None:
    case = life.draft(papers=False)
    put_in_force(life.engine, life.office, version_of("2026.2"), from_on=life.now.date())
    known = life.office.library.current
    kept = {pin: text for pin, text in known.texts.items() if pin != ("road-access", SHIPPED)}
    life.office = replace(life.office, library=Library(replace(known, texts=kept), lambda: replace(known, texts=kept)))

    found = told(life, case)

    assert found is not None
    assert (found.grade, found.differences) == ("major", ())
