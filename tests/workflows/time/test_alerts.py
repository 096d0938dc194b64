"""When a limit turns yellow is a local choice: a share of the limit, and at least so many days."""

from datetime import date, timedelta

import pytest

from workflows import Alert, Calendar, alert_of, load_bundles, yellow_on


@pytest.mark.parametrize(
    ("alert", "limit", "left"),
    [
        (Alert(), 9, 1),
        (Alert(), 10, 2),
        (Alert(50, 1), 7, 3),
        (Alert(50, 1), 8, 4),
        (Alert(1, 3), 20, 3),
        (Alert(1, 3), 3, 3),
    ],
)
def test_a_limit_is_yellow_with_its_share_left_or_on_its_last_days(
    calendar: Calendar, alert: Alert, limit: int, left: int
) -> None:
    started_on = date(2026, 3, 2)
    due_on = calendar.add(started_on, limit)

    warned_on = yellow_on(started_on, due_on, limit, calendar, alert=alert)

    assert calendar.between(warned_on, due_on) == left or warned_on == started_on
    assert calendar.between(warned_on - timedelta(days=1), due_on) > left or warned_on == started_on


def test_a_bundle_that_says_nothing_has_the_usual_alert() -> None:
    assert alert_of(load_bundles()["restaurant"].switches) == Alert(20, 1)
