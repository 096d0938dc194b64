"""How long a licence runs, at both edges of the longest term; what goes beyond is not granted, with its reason."""

from typing import Any

import pytest

from tests.offices import Office

URBAN = {"road_class": "urban", "access_kind": "temporary"}
P1, P3 = "road-occupation", "green-space"


def occupying(days: int) -> dict[str, Any]:
    period = {"from": "2026-10-26", "to": "2027-06-30"}
    return {**URBAN, "period": period, "occupy": {"part": "footway", "area_m2": 60, "days": days}}


def green(first: str, last: str, months: int) -> dict[str, Any]:
    area = {"area_m2": 80, "months": months, "stays_after": False}
    return {**URBAN, "period": {"from": first, "to": last}, "green": area}


def granted(office: Office, answers: Any, permit: str, **body: Any) -> tuple[Any, Any]:
    """Let everybody agree; give the permit and its licence."""
    case = office.accepted(answers)
    if permit == P1:
        if "excavate" in answers:
            office.answer("planning", case["id"], kind="opinion", permit=P1)
        office.answer("police", case["id"], kind="co_approval", permit=P1)
    who = "roads" if permit == P1 else "greening"
    office.answer(who, case["id"], kind="decision", permit=permit, body={"opinion": "Agreed.", **body})
    found = office.contractor.get(f"/applications/{case['id']}")
    (row,) = [one for one in found["permits"] if one["key"] == permit]
    return {**row, "paper": office.facts_of(case["id"], "grant")}, office.contractor.get(
        f"/licences/{row['licence_number']}"
    )


@pytest.mark.parametrize(("days", "decision", "narrower"), [(90, "granted", None), (91, "granted_narrower", 90)])
def test_ninety_days_of_occupation_are_granted_whole_and_what_goes_beyond_with_its_reason(
    office: Office, days: int, decision: str, narrower: int | None
) -> None:
    office.at("2026-10-12T09:00:00")
    permit, licence = granted(office, occupying(days), P1)

    assert (permit["decision"], (permit["narrower"] or {}).get("days")) == (decision, narrower)
    assert (licence["valid_from"], licence["valid_to"]) == ("2026-10-26", "2027-01-23")
    reasons = [one["en"] for one in permit["paper"]["reasons"] if isinstance(one, dict)]
    assert any("Occupation up to 90 days" in one for one in reasons) is (narrower is not None)


def test_more_days_than_the_longest_cannot_be_granted_in_words(office: Office) -> None:
    office.at("2026-10-12T09:00:00")
    permit, licence = granted(office, occupying(120), P1, narrower={"days": 100, "lanes": 1})

    assert permit["narrower"] == {"days": 90, "lanes": 1}
    assert licence["valid_to"] == "2027-01-23"


def test_breaking_the_surface_runs_for_the_works_programme(office: Office) -> None:
    office.at("2026-03-02T09:00:00")
    works = {**URBAN, "period": {"from": "2026-03-20", "to": "2026-09-20"}, "excavate": {"area_m2": 30}}
    permit, licence = granted(office, works, P1)

    assert (permit["decision"], licence["valid_to"]) == ("granted", "2026-09-20")


@pytest.mark.parametrize(
    ("first", "asked_to", "months", "decision", "last"),
    [
        ("2025-04-01", "2026-03-31", 12, "granted", "2026-03-31"),
        ("2027-04-01", "2028-03-31", 12, "granted", "2028-03-31"),  # a year of 366 days
        ("2025-04-01", "2026-04-30", 13, "granted_narrower", "2026-03-31"),
    ],
)
def test_green_is_licensed_for_one_year_by_the_calendar(
    office: Office, first: str, asked_to: str, months: int, decision: str, last: str
) -> None:
    office.at(f"{first[:4]}-03-17T09:00:00")
    permit, licence = granted(office, green(first, asked_to, months), P3)

    assert (permit["decision"], licence["valid_from"], licence["valid_to"]) == (decision, first, last)
