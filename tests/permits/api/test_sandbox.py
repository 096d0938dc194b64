import pytest

from tests.offices import Office


def test_the_clock_moves_forward_and_fires_what_was_passed(office: Office) -> None:
    office.submitted()

    moved = office.contractor.put("/sandbox/clock", {"now": "2025-01-20T09:00:00+08:00"})

    assert moved["today"] == "2025-01-20"
    assert moved["fired"] >= 1
    assert office.window.get("/sandbox/clock")["now"].startswith("2025-01-20T09:00")


def test_the_clock_never_goes_back(office: Office) -> None:
    refused = office.admin.put("/sandbox/clock", {"now": "2024-12-31T09:00:00+08:00"}, 409)

    assert refused["code"] == "clock_backwards"


@pytest.mark.parametrize("now", ["2090-01-01T00:00:00Z", "tomorrow", None])
def test_the_clock_takes_only_moments_the_calendar_knows(office: Office, now: object) -> None:
    office.admin.put("/sandbox/clock", {"now": now}, 422)
