from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.identity import check_phone, check_resident_id, check_uscc, mask_id, mask_phone

# the standards' own words (GB 32100-2015, GB 11643-1999), beside what the library makes of them
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
RESIDENT_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
RESIDENT_CHECKS = "10X98765432"

CODES = [
    "91320699YYDEM0016R",
    "91320699YYDEM0024L",
    "91320699YYDEM0032F",
    "11320699YYDEM1019J",
    "11320699YYDEM1027D",
    "11320699YYDEM10358",
    "11320699YYDEM10433",
    "11320699YYDEM1051X",
    "12431123691806512C",
    "111101110000779648",
    "N2320699MA1MTK9M1R",
]
PERSONS = ["11010519491231002X", "440524188001010014", "320699190001010016", "320699190001010024", "320699190001010032"]


@pytest.mark.parametrize("code", CODES)
def test_a_right_code_is_accepted(code: str) -> None:
    assert check_uscc(code) == []
    assert check_uscc(f" {code.lower()} ") == []


def test_a_genuine_code_with_a_wrong_check_character_only_warns() -> None:
    assert [finding.is_warning for finding in check_uscc("91350203M0001QAY9B")] == [True]


@pytest.mark.parametrize(
    "code",
    [
        "",
        "91320699YYDEM0016",
        "91320699YYDEM0016RR",
        "91320699YYDEM00I6R",
        "9132069\uff19YYDEM0016R",
        "9132 0699YYDEM0016R",
        "913206-99YYDEM0016R",
    ],
)
def test_a_code_of_wrong_length_or_letters_is_a_fault(code: str) -> None:
    assert [finding.is_warning for finding in check_uscc(code)] == [False]


@given(st.text(USCC_ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(USCC_ALPHABET))
def test_one_wrong_character_of_a_code_is_always_noticed(body: str, place: int, other: str) -> None:
    code = body + uscc_check_character(body)
    wrong = code[:place] + other + code[place + 1 :]

    assert check_uscc(code) == []
    assert wrong == code or check_uscc(wrong)


@pytest.mark.parametrize("number", PERSONS)
def test_a_right_resident_number_is_accepted(number: str) -> None:
    assert check_resident_id(number) == []
    assert check_resident_id(number.lower()) == []


@pytest.mark.parametrize(
    "number",
    [
        "",
        "11010519491231002",
        "1101051949123100222",
        "11010519491231002Y",
        "\uff111010519491231002X",
        "110105 19491231002X",
    ],
)
def test_a_resident_number_of_wrong_form_is_a_fault(number: str) -> None:
    assert [finding.is_warning for finding in check_resident_id(number)] == [False]


@pytest.mark.parametrize("born", ["19490230", "19491301", "00000101"])
def test_a_resident_number_with_an_impossible_date_is_a_fault(born: str) -> None:
    body = f"110105{born}002"

    assert "date" in check_resident_id(body + resident_check_digit(body))[0].message


@given(st.integers(0, 999_999), st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 999), st.integers(1, 10))
def test_any_area_passes_and_any_other_last_digit_fails(area: int, born: date, order: int, shift: int) -> None:
    body = f"{area:06d}{born:%Y%m%d}{order:03d}"
    right = resident_check_digit(body)
    wrong = RESIDENT_CHECKS[(RESIDENT_CHECKS.index(right) + shift) % 11]

    assert check_resident_id(body + right) == []
    assert check_resident_id(body + wrong)


@pytest.mark.parametrize("number", ["13800000000", "19912345678", "0513-80000000", "051380000000", "010-1234567"])
def test_a_telephone_number_is_accepted(number: str) -> None:
    assert check_phone(number) == []


@pytest.mark.parametrize(
    "number", ["", "12800000000", "1380000000", "138000000001", "80000000", "\uff113800000000", "0513--8000000"]
)
def test_what_is_no_telephone_number_is_a_fault(number: str) -> None:
    assert len(check_phone(number)) == 1


@pytest.mark.parametrize(
    ("number", "masked"),
    [("11010519491231002X", "110105**********2X"), ("123456789", "123456*89"), ("12345678", "********"), ("", "")],
)
def test_an_identity_number_shows_only_its_ends(number: str, masked: str) -> None:
    assert mask_id(number) == masked


@pytest.mark.parametrize(("number", "masked"), [("13812345678", "138****5678"), ("1234567", "*******")])
def test_a_telephone_number_shows_only_its_ends(number: str, masked: str) -> None:
    assert mask_phone(number) == masked


def uscc_check_character(digits: str) -> str:
    total = sum(USCC_ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(digits))
    return USCC_ALPHABET[(31 - total % 31) % 31]


def resident_check_digit(digits: str) -> str:
    return RESIDENT_CHECKS[sum(int(d) * w for d, w in zip(digits, RESIDENT_WEIGHTS, strict=True)) % 11]
