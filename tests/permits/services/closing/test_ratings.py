import pytest

from permits.errors import Conflict, Invalid
from permits.services.closing import ratings
from tests.permits.lives import Life
from workflows import ActionNotOpen


def test_urging_is_heard_once_a_day(life: Life) -> None:
    filed = life.submitted(papers=False)
    life.act("contractor", ratings.urge, filed)

    with pytest.raises(Conflict) as refused:
        life.act("contractor", ratings.urge, filed)
    life.now = life.now.replace(day=3)
    life.act("contractor", ratings.urge, filed)

    assert refused.value.code == "urged_today"
    assert life.events(filed).count("application.urged") == 2


@pytest.mark.parametrize("stars", [0, 6])
def test_a_rating_has_one_to_five_stars(life: Life, stars: int) -> None:
    filed = life.submitted(papers=False)

    with pytest.raises(Invalid):
        life.act("contractor", ratings.rate, filed, stars=stars)


def test_an_undelivered_case_is_not_rated(life: Life) -> None:
    filed = life.decided()

    with pytest.raises(ActionNotOpen):
        life.act("contractor", ratings.rate, filed, stars=5)


def test_urging_from_an_outdated_page_is_refused(life: Life) -> None:
    filed = life.accepted()

    with pytest.raises(Conflict):
        life.act("contractor", ratings.urge, filed, expected_version=1)
    life.act("contractor", ratings.urge, filed, expected_version=life.application(filed).version)
