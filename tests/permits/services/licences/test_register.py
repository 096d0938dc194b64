"""The register of licences: versions, and the restoration check of works left behind."""

from typing import Any

import pytest

from permits.errors import Conflict
from permits.models import FineFlag
from permits.services.licences import endings, inspections
from permits.services.licences.inspections import Record
from tests.permits.licences import FRAUD, TWO, licence, licensed
from tests.permits.lives import Life, day


def overdue(life: Life, row: Any) -> int:
    return life.events(row.application_id).count("licence.restoration_overdue")


def test_works_ordered_to_be_restored_are_looked_at_after_ten_working_days(life: Life) -> None:
    row = licensed(life)
    life.at("2026-04-20 10:00")
    life.hear(row.number)
    life.act("roads-head", endings.revoke, row.number, FRAUD)

    # Labour Day, 1 to 5 May, does not count; Saturday 9 May does, but comes later
    life.at("2026-05-07 23:59")
    assert overdue(life, row) == 0
    life.at("2026-05-08 00:00")
    assert overdue(life, row) == 1
    assert [one.kind for one in life.rows(FineFlag, row.application_id)] == ["not_restored"]


def test_what_is_to_be_put_right_by_a_day_is_looked_at_the_day_after(life: Life) -> None:
    row = licensed(life)
    life.at("2026-03-23 10:00")
    loose = Record(TWO.officers, "The kerb is loose.", rectify_by=day("2026-03-25"))
    for answered_in_time in (True, False):
        life.act("contractor", inspections.request_inspection, row.number)
        life.act("roads", inspections.require_rectification, row.number, loose)
        loose = Record(TWO.officers, "The kerb is still loose.", rectify_by=day("2026-03-27"))
        life.at("2026-03-25 10:00" if answered_in_time else "2026-03-27 23:59")
    assert overdue(life, row) == 0, "the first day named was kept, the second one is not over"

    life.at("2026-03-28 00:00")

    assert licence(life, row.number).state == "in_force"
    assert overdue(life, row) == 1


def test_a_licence_given_back_leaves_its_works_to_be_restored(life: Life) -> None:
    row = licensed(life)
    life.at("2026-03-20 10:00")
    life.act("contractor", endings.cancel, row.number, reason="The site is closed.")

    life.at("2026-03-30 23:59")
    assert overdue(life, row) == 0
    life.at("2026-03-31 00:00")
    assert overdue(life, row) == 1


def test_restored_in_time_nobody_is_told_off(life: Life) -> None:
    row = licensed(life)
    life.at("2026-03-20 10:00")
    life.act("contractor", endings.cancel, row.number, reason="The site is closed.")
    life.at("2026-03-30 10:00")
    life.act("contractor", inspections.request_inspection, row.number)

    life.at("2026-04-30 10:00")
    assert overdue(life, row) == 0


def test_an_outdated_version_is_refused(life: Life) -> None:
    row = licensed(life)

    with pytest.raises(Conflict):
        life.act("contractor", inspections.request_inspection, row.number, expected_version=row.version + 1)
