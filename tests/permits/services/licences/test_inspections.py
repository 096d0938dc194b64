"""Acceptance inspections on both databases."""

import pytest

from permits.errors import Invalid
from permits.models import Inspection
from permits.services.licences import inspections
from permits.services.licences.inspections import Record
from tests.permits.licences import TWO, licensed
from tests.permits.lives import Life
from workflows import GuardsUnmet


def test_an_inspection_needs_two_officers_and_findings(life: Life) -> None:
    row = licensed(life)
    with pytest.raises(GuardsUnmet):
        life.act("contractor", inspections.request_inspection, row.number)
    life.at(f"{row.valid_from} 10:00")
    life.act("contractor", inspections.request_inspection, row.number)
    for record in (
        Record(["Li", " "], "In order."),
        Record(["Li", "Li"], "In order."),
        Record(["32069900301", "32069900302"], " "),
    ):
        with pytest.raises(Invalid):
            life.act("roads", inspections.accept_inspection, row.number, record)

    life.act("roads", inspections.accept_inspection, row.number, TWO)

    assert life.rows(Inspection, row.application_id)[0].state == "accepted"
    assert life.item(row.application_id, "road-occupation:roads:inspection").state == "done"
