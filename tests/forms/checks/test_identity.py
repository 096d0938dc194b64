from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forms.checks.identity import DOCUMENTS, PROVINCES, Finding, canonical_number, check_document, check_uscc
from workflows import form_fields

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


def check_resident_id(number: str) -> list[Finding]:
    return check_document("resident_card", number, None)


@pytest.mark.parametrize("code", CODES)
def test_a_right_code_is_accepted(code: str) -> None:
    assert check_uscc(code) == []
    assert canonical_number(f" {code[:4].lower()} {code[4:].lower()}\u200b ") == code


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
        "91320699YYDEM0016r",
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


@pytest.mark.parametrize(
    "number",
    [
        "",
        "11010519491231002",
        "1101051949123100222",
        "11010519491231002Y",
        "\uff111010519491231002X",
        "11010519491231002x",
    ],
)
def test_a_resident_number_of_wrong_form_is_a_fault(number: str) -> None:
    assert [finding.is_warning for finding in check_resident_id(number)] == [False]


@pytest.mark.parametrize("born", ["19490230", "19491301", "00000101"])
def test_a_resident_number_with_an_impossible_date_is_a_fault(born: str) -> None:
    body = f"110105{born}002"

    assert "date" in check_resident_id(body + resident_check_digit(body))[0].message


@given(
    st.integers(110_000, 659_999),
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.integers(0, 999),
    st.integers(1, 10),
)
def test_any_area_of_a_province_passes_and_any_other_last_digit_fails(
    area: int, born: date, order: int, shift: int
) -> None:
    assume(f"{area:06d}"[:2] in PROVINCES)
    body = f"{area:06d}{born:%Y%m%d}{order:03d}"
    right = resident_check_digit(body)
    wrong = RESIDENT_CHECKS[(RESIDENT_CHECKS.index(right) + shift) % 11]

    assert check_resident_id(body + right) == []
    assert check_resident_id(body + wrong)


def test_the_future_and_a_life_too_long_are_no_birthdays() -> None:
    born = ("20260303", "20260302", "18760101", "18750101")
    numbers = [body + resident_check_digit(body) for body in (f"110105{day}002" for day in born)]

    assert [bool(check_document("resident_card", one, date(2026, 3, 2))) for one in numbers] == [
        True,
        False,
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("document", "typed", "kept"),
    [
        ("resident_card", "110105 19491231 002x", "11010519491231002X"),
        (
            "resident_card",
            "\uff11\uff11\uff10\uff11\uff10\uff15\uff11\uff19\uff14\uff19\uff11\uff12\uff13\uff11\uff10\uff10\uff12\uff58",
            "11010519491231002X",
        ),
        ("hk_macau_permit", "h-1234 5678", "H12345678"),
        ("hk_macau_permit", "M（12345678）", "M12345678"),
        ("taiwan_permit", "0123 4567", "01234567"),
        ("residence_permit", "810000199408230021", "810000199408230021"),
        ("residence_permit", "83000019830715006x", "83000019830715006X"),
        ("passport", "e-1234 5678", "E12345678"),
        ("passport", "l01x00t47", "L01X00T47"),
        ("permanent_residence", "usa 3100 68020711", "USA310068020711"),
        ("permanent_residence", "931156196606301027", "931156196606301027"),
    ],
)
def test_each_document_takes_its_number_as_people_write_it(document: str, typed: str, kept: str) -> None:
    assert canonical_number(typed) == kept
    assert check_document(document, with_check_digit(kept), date(2026, 3, 2)) == []


@pytest.mark.parametrize(
    ("document", "number"),
    [
        ("resident_card", "810000199408230021"),
        ("resident_card", "930156196606301027"),
        ("resident_card", "H12345678"),
        ("resident_card", "010105194912310020"),
        ("hk_macau_permit", "T12345678"),
        ("hk_macau_permit", "H1234567"),
        ("taiwan_permit", "0123456"),
        ("taiwan_permit", "01234567A"),
        ("residence_permit", "110105194912310020"),
        ("residence_permit", "810000199413230020"),
        ("passport", "ABCDEF"),
        ("passport", "E123"),
        ("passport", "E1234567890"),
        ("permanent_residence", "USA310068130711"),
        ("permanent_residence", "US1310068020711"),
        ("permanent_residence", "110105194912310020"),
    ],
)
def test_the_number_of_another_document_or_of_none_is_a_fault(document: str, number: str) -> None:
    assert [one.is_warning for one in check_document(document, with_check_digit(number), None)] == [False]


def test_one_wrong_last_digit_is_noticed_on_every_document_that_has_one() -> None:
    numbers = {
        "resident_card": "11010519491231002X",
        "residence_permit": with_check_digit("810000199408230021"),
        "permanent_residence": with_check_digit("931156196606301027"),
    }

    for document, number in numbers.items():
        wrong = f"{number[:-1]}{'1' if number[-1] == '0' else '0'}"
        assert check_document(document, number, None) == []
        assert "last digit" in check_document(document, wrong, None)[0].message


def test_every_document_the_form_offers_has_a_check_and_no_other_has() -> None:
    assert {one.value for one in form_fields()["applicant.id_kind"].choices} == DOCUMENTS.keys()


def with_check_digit(number: str) -> str:
    """Put the right check digit on a number made like a citizen's; any other stays."""
    is_citizen = len(number) == 18 and number[:17].isdigit()
    return number[:17] + resident_check_digit(number[:17]) if is_citizen else number


def uscc_check_character(digits: str) -> str:
    total = sum(USCC_ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(digits))
    return USCC_ALPHABET[(31 - total % 31) % 31]


def resident_check_digit(digits: str) -> str:
    return RESIDENT_CHECKS[sum(int(d) * w for d, w in zip(digits, RESIDENT_WEIGHTS, strict=True)) % 11]
