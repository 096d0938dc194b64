from dataclasses import replace

import pytest

from permits.services.case.register import with_known
from permits.services.filing import applications
from permits.services.filing.applications import DraftForm
from tests.permits.lives import Life
from workflows import load_bundles


def test_the_known_road_completes_the_answers(life: Life) -> None:
    form = DraftForm(
        "road-access", site={"road": "通盛大道"}, answers={"road_class": "urban", "road_opened_on": "2011-01-01"}
    )

    filed = life.act("contractor", applications.create_draft, form)

    answers = life.application(filed).answers
    assert (answers["road_opened_on"], answers["road_overhauled_on"]) == ("2011-01-01", "2019-10-20")


@pytest.mark.parametrize(
    ("facts", "known"),
    [
        (None, {}),
        ({"road_overhauled_on": "overhauled_on"}, {"road_overhauled_on": "2019-10-20"}),
        ({"begun_on": "opened_on"}, {"begun_on": "2012-06-30"}),
    ],
)
def test_a_matter_learns_from_the_register_only_what_it_names(
    life: Life, facts: dict[str, str] | None, known: dict[str, str]
) -> None:
    bundle = load_bundles()["road-access"]
    named = replace(bundle.register, facts=facts) if facts and bundle.register else None

    parts = {"site": {"road": "通盛大道"}}
    assert life.act("contractor", with_known, replace(bundle, register=named), parts, {}) == known
