import pytest

from permits.services.case.roads import known_road
from permits.services.filing import applications
from permits.services.filing.applications import DraftForm
from tests.permits.lives import Life


def test_the_known_road_completes_the_answers(life: Life) -> None:
    form = DraftForm(site={"road": "通盛大道"}, answers={"road_class": "urban", "road_opened_on": "2011-01-01"})

    filed = life.act("contractor", applications.create_draft, form)

    answers = life.application(filed).answers
    assert (answers["road_opened_on"], answers["road_overhauled_on"]) == ("2011-01-01", "2019-10-20")


@pytest.mark.parametrize(
    ("asked", "known"), [((), {}), (("road_overhauled_on",), {"road_overhauled_on": "2019-10-20"})]
)
def test_a_matter_learns_of_the_road_only_what_it_asks(
    life: Life, asked: tuple[str, ...], known: dict[str, str]
) -> None:
    assert life.act("contractor", known_road, {"road": "通盛大道"}, {}, asked=asked) == known
