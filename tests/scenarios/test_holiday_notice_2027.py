"""The State Council's notice for 2027, make-up Saturdays and all, reaches cases that run into that year.

Until it comes, 2027 is provisional: weekends and the statutory days are off, 5 to 10 February among them. The notice
makes 23 January (a Saturday) and 14 February (a Sunday) working days and takes 11 and 12 February off.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.offices import Office

NOTICE = Path(__file__).parents[1] / "workflows" / "notices" / "2027.toml"
P1 = "road-occupation"
# the day of acceptance → 45 working days of joint handling, 20 of the statute: before the notice, after it
EXPECTED = {
    # 43 working days through Friday 22 January; the 44th is worked on the Saturday, the 45th on Monday the 25th
    "2026-11-23": (("2027-01-26", "2027-01-25"), ("2026-12-21", "2026-12-21")),
    # 43 through 4 February, then 11 and 12 February; now 44 through the 4th, and the next is Sunday the 14th
    "2026-12-04": (("2027-02-12", "2027-02-14"), ("2027-01-04", "2027-01-04")),
    # 23 January and 14 February in, 11 and 12 February out: as many days as before
    "2026-12-14": (("2027-02-22", "2027-02-22"), ("2027-01-12", "2027-01-12")),
    # 18 through 22 January: the nineteenth is the Saturday
    "2026-12-28": (("2027-03-08", "2027-03-08"), ("2027-01-26", "2027-01-25")),
}


@pytest.fixture
def cases(office: Office) -> dict[str, int]:
    """Four cases, by the day of their acceptance."""
    found = {}
    for on in EXPECTED:
        office.at(f"{on}T09:00:00")
        found[on] = office.accepted()["id"]
    return found


def calendar(office: Office, *words: str) -> Any:
    done = office.app.test_cli_runner().invoke(args=["calendar", *words, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def take_in(office: Office) -> Any:
    found = calendar(office, "import", str(NOTICE))
    assert calendar(office, "follow") == {"behind": []}
    return found


def clocks(office: Office, case: int) -> dict[tuple[str, str], Any]:
    found = office.contractor.get(f"/applications/{case}/clocks")["items"]
    return {(one["scope"], one["key"]): one for one in found}


def days(office: Office, case: int) -> dict[tuple[str, str], str]:
    return {key: one["due_on"] for key, one in clocks(office, case).items()}


def trail(office: Office, case: int) -> list[Any]:
    return list(office.contractor.get(f"/applications/{case}/events")["items"])


def papers(office: Office, case: int) -> list[Any]:
    found = office.contractor.get(f"/applications/{case}/notices")["items"]
    return [one for one in found if one["kind"] == "limits_moved"]


def joint_and_statutory(office: Office, case: int) -> tuple[str, str]:
    found = days(office, case)
    return found["application", "joint"], found[P1, "statutory"]


def test_days_beyond_the_last_notice_are_provisional(office: Office, cases: dict[str, int]) -> None:
    for on, case in cases.items():
        joint, statutory = EXPECTED[on]
        assert joint_and_statutory(office, case) == (joint[0], statutory[0]), on
        marked = {key for key, one in clocks(office, case).items() if one["provisional"]}
        beyond = {key for key, due in days(office, case).items() if due >= "2027-01-01"}
        assert marked == beyond >= {("application", "joint")}, on


def test_exactly_the_limits_that_cross_the_notice_move(office: Office, cases: dict[str, int]) -> None:
    before = {on: days(office, case) for on, case in cases.items()}

    take_in(office)

    for on, case in cases.items():
        joint, statutory = EXPECTED[on]
        after = days(office, case)
        assert joint_and_statutory(office, case) == (joint[1], statutory[1]), on
        moved = {key for key in after if after[key] != before[on][key]}
        wanted = {("application", "joint"): joint, (P1, "statutory"): statutory}
        assert moved == {key for key, (old, new) in wanted.items() if old != new}, on
        assert not any(one["provisional"] for one in clocks(office, case).values()), on
        seen = office.contractor.get(f"/applications/{case}")
        assert (seen["joint_cap_on"], seen["statutory_due_on"]) == (joint[1], statutory[1]), on


def test_each_move_is_foreseen_recorded_and_told_in_writing(office: Office, cases: dict[str, int]) -> None:
    foreseen = calendar(office, "import", str(NOTICE), "--preview")
    assert [(one["number"][-12:-6], one["key"], one["direction"]) for one in foreseen["moves"]] == [
        ("261123", "joint", "earlier"),
        ("261204", "joint", "later"),
        ("261228", "statutory", "earlier"),
    ]
    assert all("clock.reprojected" not in [one["type"] for one in trail(office, case)] for case in cases.values())

    take_in(office)

    for on, scope, key, old, new in (
        ("2026-11-23", "application", "joint", "2027-01-26", "2027-01-25"),
        ("2026-12-04", "application", "joint", "2027-02-12", "2027-02-14"),
        ("2026-12-28", P1, "statutory", "2027-01-26", "2027-01-25"),
    ):
        last = trail(office, cases[on])[-1]
        assert (last["type"], last["actor_kind"]) == ("clock.reprojected", "system")
        assert last["payload"]["source"] == "国办发明电〔2026〕99号"
        assert last["payload"]["moved"] == [{"scope": scope, "key": key, "old_due_on": old, "new_due_on": new}]
        assert [one["event_seq"] for one in papers(office, cases[on])] == [last["seq"]]
        (limit,) = office.facts_of(cases[on], "limits_moved")["limits"]
        assert (limit["old_due_on"], limit["new_due_on"], limit["provisional"]) == (old, new, False)
    stayed = cases["2026-12-14"]
    assert papers(office, stayed) == []
    assert "clock.reprojected" not in [one["type"] for one in trail(office, stayed)]


def test_the_same_notice_again_does_nothing_more(office: Office, cases: dict[str, int]) -> None:
    assert take_in(office)["new"] is True
    before = {case: (days(office, case), trail(office, case), papers(office, case)) for case in cases.values()}

    again = take_in(office)

    assert (again["new"], again["moves"]) == (False, [])
    assert {case: (days(office, case), trail(office, case), papers(office, case)) for case in cases.values()} == before


def test_a_case_accepted_after_the_notice_counts_by_it_from_the_start(office: Office, cases: dict[str, int]) -> None:
    take_in(office)

    case = office.accepted()

    assert case["id"] not in cases.values()
    assert (case["joint_cap_on"], case["statutory_due_on"]) == ("2027-03-08", "2027-01-25")
    assert not any(one["provisional"] for one in clocks(office, case["id"]).values())
