from dataclasses import replace

import pytest

from permits.actor import SYSTEM
from permits.casefile.writing.on_behalf import on_behalf_of
from tests.permits.lives import Life


@pytest.mark.parametrize(
    ("event", "channel", "side"),
    [
        ("application.submitted", "counter", "applicant"),
        ("application.submitted", "online", None),
        ("application.accepted", "counter", None),
    ],
)
def test_the_counter_files_for_an_applicant_and_accepts_for_itself(
    life: Life, event: str, channel: str, side: str | None
) -> None:
    filed = life.submitted(papers=False)

    on_behalf = life.look(
        "window", filed, lambda case: on_behalf_of(case.context.actor, replace(case.app, channel=channel), event)
    )

    assert on_behalf == side


def test_the_system_stands_in_for_nobody(life: Life) -> None:
    filed = life.submitted(papers=False)

    app = life.look("window", filed, lambda case: replace(case.app, channel="counter"))

    assert on_behalf_of(SYSTEM(app.area), app, "application.withdrawn") is None
