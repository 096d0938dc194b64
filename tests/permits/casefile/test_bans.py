import pytest

from permits.casefile import CaseFile
from permits.casefile.bans import bans_on, identity_of, records_against, subject_of, subjects_of
from tests.permits.lives import GREENING, POLICE, ROADS, Life, day
from tests.permits.services.case.test_bans import COMPANY, FALSE, caught


@pytest.mark.parametrize(
    ("applicant", "subject"),
    [
        ({"kind": "company", "uscc": " 91320699yydem0016r "}, COMPANY),
        ({"kind": "company"}, ""),
        ({"kind": "person"}, ""),
    ],
)
def test_a_company_is_named_by_its_credit_code(applicant: dict[str, object], subject: str) -> None:
    assert subject_of(applicant, secret="a") == subject


def test_a_person_is_named_without_the_number_and_only_in_this_office() -> None:
    person = {"kind": "person", "resident_id": "320699190001010016"}

    here, there = (subject_of(person, secret=secret) for secret in ("a", "b"))

    assert here != there
    assert "3206" not in here[:4]
    assert len(here) == 64


def test_a_ban_reaches_its_permit_and_a_warning_none(life: Life) -> None:
    barred, warned = life.accepted(), life.accepted("green")
    life.answer(barred, POLICE)
    life.answer(barred, ROADS, FALSE)
    life.answer(warned, GREENING, FALSE)

    def see(case: CaseFile) -> tuple[list[str], list[list[str]]]:
        found = records_against(case)
        reached = [bans_on(case, [key]) for key in ("road-occupation", "green-space")]
        return [one.ground for one in found], [[one.permit for one in bans] for bans in reached]

    grounds, reached = life.look("window", barred, see)
    assert "warning" in grounds
    assert reached == [["road-occupation"], []]
    (ban,) = life.look("window", barred, lambda case: bans_on(case, ["road-occupation"]))
    assert (ban.from_on, ban.to_on) == (day("2026-03-02"), day("2027-03-02"))


def test_a_code_names_the_same_company_whatever_its_check_character() -> None:
    first, last = subjects_of({"kind": "company", "uscc": "91320699YYDEM0016X"}, secret="a")

    assert first <= COMPANY <= last
    assert (first[:17], last[:17]) == (COMPANY[:17], COMPANY[:17])


@pytest.mark.parametrize(
    "applicant",
    [
        {"kind": "company", "resident_id": "320699190001010016"},
        {"kind": "person", "uscc": COMPANY},
        {"kind": "company", "uscc": "9132"},
        {"kind": "person", "resident_id": "320699190001010017"},
        {"uscc": ""},
    ],
)
def test_a_number_of_another_kind_or_a_wrong_one_names_nobody(applicant: dict[str, object]) -> None:
    assert identity_of(applicant) == ""
    assert subjects_of(applicant, secret="a") == ("", "")


def test_a_person_is_the_same_whatever_the_document_is_called() -> None:
    permit = {"kind": "person", "id_kind": "taiwan_permit", "resident_id": "0123 4567"}

    assert subject_of(permit, secret="a") == subject_of({**permit, "id_kind": "passport"}, secret="a") != ""


def test_a_ban_on_the_company_of_the_account_counts_where_no_number_names_the_applicant(life: Life) -> None:
    caught(life)
    filed = life.submitted(papers=False)

    def see(case: CaseFile) -> list[str]:
        case.form.applicant.pop("uscc")
        return [one.permit for one in records_against(case)]

    assert life.look("window", filed, see) == ["road-occupation"]
