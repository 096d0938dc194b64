import pytest
from hypothesis import given
from hypothesis import strategies as st

from permits.documents.codes import grouped, is_verification_code, verification_code, verify_url

NUMBER = "DK32069920260917000233-P1"


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=30))
def test_a_code_has_ten_characters_nobody_misreads(number: str) -> None:
    code = verification_code(number, secret="s")

    assert len(code) == 10
    assert not set(code) & set("ILOU")


def test_a_code_belongs_to_one_number_and_one_secret() -> None:
    code = verification_code(NUMBER, secret="one")

    assert code == verification_code(NUMBER, secret="one")
    assert code != verification_code(NUMBER, secret="two")
    assert code != verification_code(NUMBER[:-1] + "2", secret="one")


def test_a_code_may_be_typed_in_groups_small_letters_and_misread() -> None:
    code = verification_code(NUMBER, secret="s")
    typed = f" {grouped(code).lower()} ".replace("0", "o").replace("1", "l")

    assert is_verification_code(typed, NUMBER, secret="s")


@pytest.mark.parametrize("given_code", ["", "0000000000", "中文", "\ud800", "XD3BYERS0SX"])
def test_a_wrong_code_is_refused(given_code: str) -> None:
    assert not is_verification_code(given_code, NUMBER, secret="s")


def test_the_address_names_number_and_code() -> None:
    url = verify_url("https://permits.example/", NUMBER, "ABCDE12345")

    assert url == f"https://permits.example/verify/{NUMBER}?code=ABCDE12345"
