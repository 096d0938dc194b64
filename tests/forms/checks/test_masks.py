import pytest

from forms.checks.masks import mask_id, mask_name, mask_phone


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("11010519491231002X", "110105**********2X"),
        ("USA310068020711", "U************11"),
        ("H12345678", "H******78"),
        ("01234567", "0*****67"),
        ("E1234", "*****"),
        ("", ""),
    ],
)
def test_an_identity_number_shows_less_than_half_of_itself(number: str, masked: str) -> None:
    assert mask_id(number) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [("13812345678", "138****5678"), ("1234567", "*******"), ("0513-85900000-8012", "051****8012")],
)
def test_a_telephone_number_shows_only_its_ends(number: str, masked: str) -> None:
    assert mask_phone(number) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("陈建", "陈*"),
        ("欧阳修", "欧阳*"),
        ("歐陽修", "歐陽*"),
        ("司马相如", "司马*"),
        ("诸葛亮", "诸葛*"),
        ("东方", "东*"),
        ("𠮷田", "𠮷*"),
        ("Ann Lee", "A*"),
        ("", "*"),
    ],
)
def test_of_a_name_the_family_name_is_shown_whole_and_nothing_else(name: str, masked: str) -> None:
    assert mask_name(name) == masked
