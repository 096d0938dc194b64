import pytest
from hypothesis import given
from hypothesis import strategies as st

from permits.documents.codes import grouped, is_verification_code, verification_code, verify_url
from permits.keys import Keys

NUMBER = "DK32069920260917000233-P1"


def keys(*ring: str) -> Keys:
    return Keys(codes=ring, data=("d",))


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=30))
def test_a_code_has_ten_characters_nobody_misreads(number: str) -> None:
    code = verification_code(number, keys=keys("s"))

    assert len(code) == 10
    assert not set(code) & set("ILOU")


def test_a_code_belongs_to_one_number_and_one_secret() -> None:
    code = verification_code(NUMBER, keys=keys("one"))

    assert code == verification_code(NUMBER, keys=keys("one"))
    assert code != verification_code(NUMBER, keys=keys("two"))
    assert code != verification_code(NUMBER[:-1] + "2", keys=keys("one"))


def test_a_code_may_be_typed_in_groups_small_letters_and_misread() -> None:
    code = verification_code(NUMBER, keys=keys("s"))
    typed = f" {grouped(code).lower()} ".replace("0", "o").replace("1", "l")

    assert is_verification_code(typed, NUMBER, keys=keys("s"))


@pytest.mark.parametrize("given_code", ["", "0000000000", "中文", "\ud800", "XD3BYERS0SX"])
def test_a_wrong_code_is_refused(given_code: str) -> None:
    assert not is_verification_code(given_code, NUMBER, keys=keys("s"))


def test_the_address_names_number_and_code() -> None:
    url = verify_url("https://permits.example/", NUMBER, "ABCDE12345")

    assert url == f"https://permits.example/verify/{NUMBER}?code=ABCDE12345"


def test_a_printed_code_is_valid_as_long_as_its_key_is_in_the_ring() -> None:
    printed = verification_code(NUMBER, keys=keys("former"))

    assert is_verification_code(printed, NUMBER, keys=keys("current", "former"))
    assert verification_code(NUMBER, keys=keys("current", "former")) != printed
    assert not is_verification_code(printed, NUMBER, keys=keys("current"))


def test_codes_printed_before_there_were_rings_are_valid() -> None:
    assert verification_code(NUMBER, keys=keys("a secret of the tests")) == "E97QYHBE1C"
