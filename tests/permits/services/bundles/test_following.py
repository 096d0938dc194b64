from typing import Any

import pytest

from permits.errors import Invalid
from permits.models import Event, Permit
from permits.services.bundles.importing import retire
from permits.services.filing import applications
from permits.services.intake import acceptance, deficiencies
from permits.services.timers.sweep import sweep
from tests.bundles import ending, put_in_force, version_of
from tests.permits.lives import POLICE, ROADS, Life, day
from workflows import load_bundles

SHIPPED = load_bundles()["road-access"].version
QUICKER = ("\ncommitted = 7", "\ncommitted = 5")


def quicker(life: Life, **entry: Any) -> None:
    put_in_force(life.engine, life.office, version_of("2026.2", QUICKER), **{"from_on": life.now.date()} | entry)


def version(life: Life, case: int) -> str:
    return str(life.application(case).bundle_version)


def test_an_accepted_case_keeps_its_version_and_its_days_and_a_new_one_takes_the_new(life: Life) -> None:
    running = life.accepted()
    due = life.application(running).committed_due_on

    quicker(life)
    following = life.accepted()
    sweep(life.engine, life.office, at=life.now)

    assert [version(life, case) for case in (running, following)] == [SHIPPED, "2026.2"]
    assert life.application(running).committed_due_on == due
    assert life.application(following).committed_due_on < due
    life.answer(running, POLICE)
    life.answer(running, ROADS)
    assert life.application(running).state == "decided"


def test_a_draft_follows_the_version_in_force_and_submission_pins_it(life: Life) -> None:
    case = life.draft()
    quicker(life)

    assert life.look("contractor", case, lambda seen: seen.bundle.version) == "2026.2"
    life.act("contractor", applications.submit, case)

    assert version(life, case) == "2026.2"
    (submitted,) = (row for row in life.rows(Event, case) if row.type == "application.submitted")
    assert submitted.payload["rules"] == {"from": SHIPPED, "to": "2026.2"}


def test_a_draft_of_a_matter_no_longer_offered_cannot_be_submitted(life: Life) -> None:
    case = life.draft()
    life.act("window", lambda context: retire(context.conn, "road-access", SHIPPED, ending(life.now.date())))
    sweep(life.engine, life.office, at=life.now)

    with pytest.raises(Invalid) as refused:
        life.act("contractor", applications.submit, case)

    assert [field for field, _, _ in refused.value.problems] == ["bundle"]


@pytest.mark.parametrize("is_swept", [True, False])
def test_acceptance_takes_the_version_in_force_that_day_and_the_event_says_what_changed(
    life: Life, is_swept: bool
) -> None:
    case = life.submitted()
    quicker(life)
    if is_swept:
        sweep(life.engine, life.office, at=life.now)
        assert version(life, case) == "2026.2"

    life.act("window", acceptance.accept, case)

    assert version(life, case) == "2026.2"
    (changed,) = (row for row in life.rows(Event, case) if row.type == "application.rules_changed")
    assert changed.payload["rules"] == {"from": SHIPPED, "to": "2026.2"}
    assert changed.payload["permits"] == {"added": [], "removed": []}


def test_a_version_to_come_changes_nothing_until_its_day(life: Life) -> None:
    case = life.submitted()
    quicker(life, from_on=day("2026-03-04"))

    sweep(life.engine, life.office, at=life.now)
    assert version(life, case) == SHIPPED

    life.at("2026-03-04 00:00")
    assert version(life, case) == "2026.2"


def test_silence_accepts_under_the_version_of_the_day_of_receipt(life: Life) -> None:
    case = life.submitted()
    quicker(life, from_on=day("2026-03-04"))

    life.at("2026-03-10 00:01")

    assert life.application(case).deemed_accepted
    assert version(life, case) == SHIPPED


def test_a_submitted_case_follows_even_a_version_that_renames_its_permits(life: Life) -> None:
    case = life.submitted()
    put_in_force(
        life.engine, life.office, version_of("2026.2", ("road-occupation", "road-use")), from_on=life.now.date()
    )

    sweep(life.engine, life.office, at=life.now)

    (changed,) = (row for row in life.rows(Event, case) if row.type == "application.rules_changed")
    assert changed.payload["permits"] == {"added": ["road-use"], "removed": ["road-occupation"]}
    life.act("window", acceptance.accept, case)
    assert [(row.key, row.state) for row in life.rows(Permit, case)] == [("road-use", "under_review")]


def test_while_the_applicant_supplements_the_version_of_the_one_notice_holds(life: Life) -> None:
    case = life.submitted()
    missing = deficiencies.DeficiencyItem("unsigned", "第三页无签章。", "请补签章。", material="M07")
    life.act("window", deficiencies.notify_deficiencies, case, [missing])
    quicker(life)

    sweep(life.engine, life.office, at=life.now)

    assert version(life, case) == SHIPPED
