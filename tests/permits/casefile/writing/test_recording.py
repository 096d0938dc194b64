from dataclasses import replace

import pytest

from permits.actor import SYSTEM
from permits.casefile.writing.recording import on_behalf_of, row_of
from permits.errors import SetupFault
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
        "window",
        filed,
        lambda case: on_behalf_of(case.context.actor, replace(case.app, channel=channel), row_of(event)),
    )

    assert on_behalf == side


def test_the_system_stands_in_for_nobody(life: Life) -> None:
    filed = life.submitted(papers=False)

    app = life.look("window", filed, lambda case: replace(case.app, channel="counter"))

    assert on_behalf_of(SYSTEM(app.area), app, row_of("application.withdrawn")) is None


def test_an_event_without_a_row_in_the_catalogue_is_not_recorded() -> None:
    with pytest.raises(SetupFault, match="no row for application"):
        row_of("application.forgotten")
