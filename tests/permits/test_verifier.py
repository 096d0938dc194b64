import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from permits.verifier import (
    GENESIS,
    anchor_line,
    canonical,
    event_hash,
    first_broken_link,
    main,
    moment,
    read_anchor,
    sealed,
)
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


AT = datetime(2026, 3, 2, 16, tzinfo=UTC)


def anchored(*lengths: int) -> str:
    """Give an anchor file with a line for each length that the chain of application 7 had."""
    lines: list[str] = []
    for length in lengths:
        events = chain(length)
        heads = {"7": (length, str(events[-1]["hash"]))}
        lines.append(anchor_line(read_anchor("\n".join(lines)), heads, at=AT, kid="k"))
    return "\n".join(lines)


def rewritten() -> list[dict[str, Any]]:
    """Give a chain that was written anew from its second event on."""
    events = chain(1)
    for event in chain()[1:]:
        changed = {**event, "payload": {"n": 99}, "prev_hash": events[-1]["hash"]}
        events.append({**changed, "hash": event_hash(events[-1]["hash"], changed)})
    return events


WITH_ANCHOR = {
    "whole": (chain(), 0, "intact through event 3, as anchored"),
    "longer than the anchor": (chain(5), 0, "events 4 to 5 are linked and not anchored yet"),
    "truncated": (chain(2), 1, "cut off after event 2: event 3 is anchored"),
    "rewritten": (rewritten(), 1, "rewritten: event 3 is not the one that was anchored"),
    "broken": (chain()[1:], 1, "event 1 is missing"),
    "emptied": ([], 2, "empty, there is nothing to verify; the anchor covers 1 chains"),
    "of another case": (chain(application=8), 2, "no anchor covers them"),
    "redacted": ([{**chain(1)[0], "payload": {}, "redacted": ["note"]}, *chain()[1:]], 0, "of 1 redacted events"),
    "no export": ({}, 2, "cannot be read"),
    "no events": ([7], 2, "cannot be read"),
}


@pytest.mark.parametrize("name", WITH_ANCHOR)
def test_an_export_is_held_against_its_anchor(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document, status, said = WITH_ANCHOR[name]
    export, anchor = tmp_path / "export.json", tmp_path / "anchor.jsonl"
    export.write_text(json.dumps(document), encoding="utf-8")
    anchor.write_text(anchored(2, 3), encoding="utf-8")

    assert main([str(export), "--anchor", str(anchor)]) == status
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("name", WITH_ANCHOR)
def test_nothing_is_called_intact_without_an_anchor(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = tmp_path / "export.json"
    export.write_text(json.dumps(WITH_ANCHOR[name][0]), encoding="utf-8")

    assert main([str(export)]) == (1 if name == "broken" else 2)
    assert ": intact" not in capsys.readouterr().out


def test_an_anchor_that_was_cut_or_changed_inside_is_not_relied_on(tmp_path: Path) -> None:
    export, anchor = tmp_path / "export.json", tmp_path / "anchor.jsonl"
    export.write_text(json.dumps({"events": chain(2) + chain(2, application=8)}), encoding="utf-8")
    first, second = anchored(2, 3).split("\n")
    for text in (second, first.replace(chain(2)[-1]["hash"], GENESIS), f"{first}\n{first}", "[]", "{"):
        anchor.write_text(text, encoding="utf-8")
        assert main([str(export), "--anchor", str(anchor)]) == 2, text
    assert main([str(export), "--anchor", str(tmp_path / "absent")]) == 2
    assert main([str(export), "--anchor"]) == 2
    assert main([str(tmp_path / "absent.json")]) == 2
    assert main([]) == 2


def test_the_worst_of_several_chains_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = tmp_path / "export.json"
    export.write_text(json.dumps(chain()[1:] + chain(2, application=8)), encoding="utf-8")

    assert main([str(export)]) == 1
    assert "application 8: 2 events are linked" in capsys.readouterr().out


def test_a_seal_is_salted_and_the_same_whatever_a_database_makes_of_a_number() -> None:
    assert sealed("a", {"x": [1.0, 1e22]}) == sealed("a", {"x": [1, 10**22]})
    assert sealed("a", "同意") != sealed("b", "同意")
    assert sealed("a", 0.5) != sealed("a", 0)
