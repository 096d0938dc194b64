"""The race of `bench sweep` in small: several workers, one list of due timers, each rung once and in order."""

from typing import Any

from bench.sweep import BROKER_DOWN_SECONDS, WORKERS, by_processes, with_broker

TIMERS = 300
FAULTS = ("left_unfired", "stories_in_another_order", "events_told_twice", "broken_chains")


def faults(result: dict[str, Any]) -> dict[str, int]:
    return {name: result[name] for name in FAULTS if result[name]}


def test_four_processes_fire_each_rung_once_and_in_order(postgresql_url: str) -> None:
    result = by_processes(postgresql_url, WORKERS, TIMERS)

    assert faults(result) == {}
    assert result["fired"] == sum(result["fired_by_each"]) >= TIMERS
    assert sum(fired > 0 for fired in result["fired_by_each"]) > 1, "they share the work"


def test_a_broker_and_a_worker_process_killed_on_the_way_lose_and_double_nothing(postgresql_url: str) -> None:
    result = with_broker(postgresql_url, TIMERS)

    assert faults(result) == {}
    assert result["fired"] >= TIMERS
    assert result["worker_survived"]
    assert result["broker_down_seconds"] == BROKER_DOWN_SECONDS
