"""A password has to be long enough and to withstand the first guesses."""

import pytest

from permits.errors import Invalid
from permits.services.house.passwords import check_password

GOOD = "four unrelated words here"


@pytest.mark.parametrize("password", ["short-one", "x" * 201, "password1234", "aaaaaaaaaaaaaaa", "hanguan2024", ""])
def test_a_password_that_is_guessed_first_is_refused(password: str) -> None:
    with pytest.raises(Invalid):
        check_password(password, known=["hanguan"])


@pytest.mark.parametrize("password", [GOOD, "x7" + GOOD * 6, "通盛大道旁的三棵银杏树很高大"])
def test_a_long_password_of_any_script_is_taken(password: str) -> None:
    check_password(password, known=["lead"])
