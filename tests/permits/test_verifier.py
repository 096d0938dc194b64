import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from permits.verifier import GENESIS, canonical, event_hash, first_broken_link, main, moment
from workflows import SHANGHAI


def chain(length: int = 3, application: int = 7) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = []
    for seq in range(1, length + 1):
        event: dict[str, Any] = {
            "application": application,
            "seq": seq,
            "type": "application.changed",
            "actor": "window",
            "actor_kind": "human",
            "on_behalf_of": None,
            "at": "2026-03-02T02:00:00.000000Z",
            "payload": {"备注": "道口", "n": seq},
        }
        previous = events[-1]["hash"] if events else GENESIS
        events.append({**event, "prev_hash": previous, "hash": event_hash(previous, event)})
    return events


def test_a_moment_is_written_one_way() -> None:
    assert moment(datetime(2026, 3, 2, 10, tzinfo=SHANGHAI)) == "2026-03-02T02:00:00.000000Z"
    assert moment(datetime(2026, 3, 2, 2, tzinfo=UTC)) == "2026-03-02T02:00:00.000000Z"


def test_what_is_hashed_is_sorted_without_white_space_and_in_plain_characters() -> None:
    text = canonical(chain(1)[0])

    assert text.startswith('{"actor":"window","actor_kind":"human","application":7')
    assert '"payload":{"n":1,"备注":"道口"}' in text


def test_a_whole_chain_holds() -> None:
    assert first_broken_link(chain()) is None


@pytest.mark.parametrize("field", ["type", "actor", "at", "payload", "on_behalf_of", "actor_kind"])
def test_an_edit_of_anything_hashed_is_found(field: str) -> None:
    events = chain()
    events[1][field] = "edited"

    assert first_broken_link(events) == "event 2 was changed after it was recorded"


def test_a_gap_and_a_forged_link_are_found() -> None:
    events = chain()

    assert first_broken_link([events[0], events[2]]) == "event 2 is missing: found 3 instead"
    forged = {**events[1], "prev_hash": GENESIS}
    assert first_broken_link([events[0], forged]) == "event 2 does not follow the one before it"


def test_the_command_tells_whole_broken_and_unreadable_apart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, broken, none = tmp_path / "whole.json", tmp_path / "broken.json", tmp_path / "none.json"
    whole.write_text(json.dumps({"events": chain() + chain(2, application=8)}), encoding="utf-8")
    broken.write_text(json.dumps(chain()[1:]), encoding="utf-8")
    none.write_text("{}", encoding="utf-8")

    assert [main([str(path)]) for path in (whole, broken, none)] == [0, 1, 2]
    assert main([str(tmp_path / "absent.json")]) == 2
    assert "application 8: 2 events, chain intact" in capsys.readouterr().out
