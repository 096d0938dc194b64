"""What the example event must show; `test_examples.py` runs it in a copy of the house that has it."""

import pytest

from tests.early import office as office
from tests.offices import PLAINEST, Office

EVENT = "work_item.released_late"


@pytest.mark.parametrize(("put_back_at", "times"), [("2025-03-04T10:00:00", 0), ("2025-03-20T10:00:00", 1)])
def test_only_what_is_put_back_past_its_limit_is_recorded_so(office: Office, put_back_at: str, times: int) -> None:
    office.at("2025-03-03T09:00:00")
    case = office.accepted(PLAINEST)
    item = office.item(case["id"], kind="co_approval", department="police")
    office.police.post(f"/work-items/{item['id']}/actions/claim")

    office.at(put_back_at)
    office.police.post(f"/work-items/{item['id']}/actions/release")

    events = office.lead.get(f"/applications/{case['id']}/events")["items"]
    assert [one["name"] for one in events if one["type"] == EVENT] == ["Work item put back past its limit"] * times
