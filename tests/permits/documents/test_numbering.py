from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permits.documents.numbering import (
    CaseNumbers,
    case_number,
    check_character,
    document_number,
    is_case_number,
    licence_number,
    split_licence_number,
)

NUMBERS = st.builds(
    case_number,
    st.integers(0, 999_999).map("{:06d}".format),
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.integers(1, 99_999),
)


@pytest.mark.parametrize(("digits", "check"), [("3206992026091700023", "3"), ("3206992025092300001", "1")])
def test_check_character_agrees_with_the_reference_values(digits: str, check: str) -> None:
    assert check_character(digits) == check


@pytest.mark.parametrize(("digits", "check"), [("11010519491231002", "X"), ("44052418800101001", "4")])
def test_check_character_is_the_one_of_resident_numbers(digits: str, check: str) -> None:
    assert check_character(digits) == check


@pytest.mark.parametrize("digits", ["", "DK320699", "\uff13\uff12\uff10"])
def test_check_character_refuses_anything_but_digits(digits: str) -> None:
    with pytest.raises(ValueError, match="digits"):
        check_character(digits)


def test_a_case_number_carries_area_day_and_sequence() -> None:
    assert case_number("320699", date(2026, 9, 17), 23) == "DK32069920260917000233"


@pytest.mark.parametrize(("area", "sequence"), [("32069", 1), ("32069x", 1), ("320699", 0), ("320699", 100_000)])
def test_a_case_number_is_not_built_from_parts_that_do_not_fit(area: str, sequence: int) -> None:
    with pytest.raises(ValueError, match=r"area|sequence"):
        case_number(area, date(2026, 9, 17), sequence)


def test_a_case_number_may_count_by_year_under_other_letters() -> None:
    number = case_number("320699", date(2026, 9, 17), 1_234_567, CaseNumbers("CY", "year"))

    assert number[:-1] == "CY32069920261234567"
    assert is_case_number(number)


@pytest.mark.parametrize("letters", ["ZX", "D", "ABCDE", "dk", "D1"])
def test_other_letters_make_no_case_number(letters: str) -> None:
    digits = "3206992026091700023"

    assert not is_case_number(f"{letters}{digits}{check_character(digits)}")


@given(NUMBERS)
def test_every_built_number_is_recognised(number: str) -> None:
    assert is_case_number(number)


@given(NUMBERS, st.integers(2, 20), st.integers(1, 9))
def test_one_mistyped_digit_is_always_found(number: str, place: int, shift: int) -> None:
    wrong = str((int(number[place]) + shift) % 10)

    assert not is_case_number(number[:place] + wrong + number[place + 1 :])


@given(NUMBERS, st.integers(2, 19))
def test_two_neighbours_swapped_are_always_found(number: str, place: int) -> None:
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    assert swapped == number or not is_case_number(swapped)


@pytest.mark.parametrize(
    "value",
    ["", "DK32069920260917000234", "dk32069920260917000233", "DK32069920260917000233\n", "DK\uff132069920260917000233"],
)
def test_a_malformed_number_is_not_recognised(value: str) -> None:
    assert not is_case_number(value)


def test_a_number_of_a_day_that_never_was_is_not_recognised() -> None:
    digits = "3206992026023000001"

    assert not is_case_number(f"DK{digits}{check_character(digits)}")


def test_a_licence_number_is_the_case_number_with_the_suffix_and_comes_apart_again() -> None:
    number = licence_number("DK32069920260917000233", "P4")

    assert number == "DK32069920260917000233-P4"
    assert split_licence_number(number) == ("DK32069920260917000233", "P4")


@pytest.mark.parametrize("suffix", ["", "P0", "P", "Q1", "P1-P2", "p1"])
def test_a_licence_number_refuses_an_unknown_suffix(suffix: str) -> None:
    with pytest.raises(ValueError, match="licence number"):
        licence_number("DK32069920260917000233", suffix)


@pytest.mark.parametrize(
    "value", ["DK32069920260917000233", "DK32069920260917000234-P1", "-P1", "DK32069920260917000233-"]
)
def test_what_is_no_licence_number_does_not_come_apart(value: str) -> None:
    assert split_licence_number(value) is None


def test_a_document_number_stands_in_corner_brackets() -> None:
    assert document_number("通开审许", 2026, 8) == "通开审许〔2026〕8号"
