import json
from pathlib import Path

import pytest
from flask_openapi3.openapi import OpenAPI

from permits.config import ROOT
from permits.schema import newest

PREPARED = {"new": False, "before": newest(), "revision": newest(), "steps": [], "bundles": []}


def answer(app: OpenAPI, *words: str) -> dict[str, object]:
    done = app.test_cli_runner().invoke(args=[*words, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.output)  # type: ignore[no-any-return]


def exit_code(app: OpenAPI, *words: str) -> int:
    done = app.test_cli_runner().invoke(args=list(words))
    # a crash ends with 1 as well: only a deliberate end counts
    assert isinstance(done.exception, SystemExit | type(None))
    return done.exit_code


def test_a_due_day_is_told_with_every_day_on_the_way(app: OpenAPI) -> None:
    told = answer(app, "calendar", "due", "--from", "2026-05-06", "--days", "20", "--stop", "2026-05-11:2026-05-25")

    assert (told["due"], told["provisional"]) == ("2026-06-16", False)
    assert told["days"][0]["why"] == "start"  # type: ignore[index]


def test_a_due_day_in_a_year_not_announced_yet_is_provisional(app: OpenAPI) -> None:
    assert answer(app, "calendar", "due", "--from", "2026-12-25", "--days", "10")["provisional"] is True


@pytest.mark.parametrize(
    "words",
    [
        ("calendar", "due"),
        ("calendar", "due", "--from", "2026-05-06", "--days", "-1"),
        ("calendar", "due", "--from", "2026-05-06", "--days", "3", "--stop", "2026-05-11"),
        ("calendar", "due", "--from", "2026-05-06", "--days", "3", "--stop", "2026-05-11:2026-05-11"),
        ("audit", "verify", "--file", "/nowhere"),
        ("tokens", "issue"),
        ("nonsense",),
    ],
)
def test_wrong_use_ends_with_2(app: OpenAPI, words: tuple[str, ...]) -> None:
    assert exit_code(app, *words) == 2


@pytest.mark.parametrize(
    "words",
    [
        ("audit", "verify", "DK0"),
        ("tokens", "issue", "nobody"),
        ("tokens", "revoke", "admin", "1"),
        ("seed", "demo"),
        ("calendar", "due", "--from", "1990-01-01", "--days", "3"),
    ],
)
def test_a_refusal_ends_with_1(app: OpenAPI, words: tuple[str, ...]) -> None:
    assert exit_code(app, *words) == 1


def test_a_token_issued_opens_doors_until_it_is_revoked(app: OpenAPI) -> None:
    token = answer(app, "tokens", "issue", "lead")["token"]
    headers = {"Authorization": f"Bearer {token}"}
    assert app.test_client().get("/api/v1/work-items", headers=headers).status_code == 200

    assert exit_code(app, "tokens", "revoke", "lead", "1") == 0

    assert app.test_client().get("/api/v1/work-items", headers=headers).status_code == 401


def test_the_bundle_served_is_sound(app: OpenAPI) -> None:
    found = answer(app, "bundles", "check")

    assert (found["sound"], found["errors"]) == (True, [])


def test_what_is_wrong_with_a_bundle_is_told_with_file_line_and_place(app: OpenAPI, tmp_path: Path) -> None:
    shipped = ROOT.joinpath("workflows", "bundles", "road-access.toml").read_text(encoding="utf-8")
    file = tmp_path / "broken.toml"
    file.write_text(shipped.replace("committed = 7\n", "committed = -7\n", 1), encoding="utf-8")
    line = shipped.splitlines().index("committed = 7") + 1

    said = app.test_cli_runner().invoke(args=["bundles", "check", "--json", str(file)])
    plain = app.test_cli_runner().invoke(args=["bundles", "check", str(file)])

    assert (said.exit_code, plain.exit_code) == (1, 1)
    found = json.loads(said.output)
    assert found["sound"] is False
    wrong = {"file": str(file), "line": line, "place": "limits.committed", "message": ""}
    assert wrong in [one | {"message": ""} for one in found["errors"]]
    assert f"\n{file}:{line}: limits.committed: " in f"\n{plain.output}"


def test_a_malformed_bundle_is_found_wanting(app: OpenAPI, tmp_path: object) -> None:
    file = ROOT.joinpath(str(tmp_path), "broken.toml")
    file.write_text("key = 1", encoding="utf-8")

    assert exit_code(app, "bundles", "check", str(file)) == 1


def test_nothing_is_due_and_nothing_waits_in_a_new_office(app: OpenAPI) -> None:
    assert answer(app, "sweep") == {"fired": 0}
    assert answer(app, "outbox", "list") == {"items": []}
    assert answer(app, "outbox", "retry") == {"retried": 0}
    assert answer(app, "prepare") == PREPARED
    assert answer(app, "audit", "verify") == {"chains": 2, "broken": []}


def test_an_exported_chain_that_was_tampered_with_is_found_wanting(app: OpenAPI, tmp_path: object) -> None:
    event = {"application": 1, "seq": 1, "type": "x", "actor": "a", "actor_kind": "human", "on_behalf_of": None}
    event |= {"at": "2026-05-06T01:00:00Z", "payload": {}, "prev_hash": "0" * 64, "hash": "1" * 64}
    file = ROOT.joinpath(str(tmp_path), "export.json")
    file.write_text(json.dumps({"events": [event]}), encoding="utf-8")

    assert exit_code(app, "audit", "verify", "--file", str(file)) == 1
