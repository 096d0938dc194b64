"""`flask calendar import` and its kin: what they say, and that the same twice is nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from permits import clock
from tests.permits.lives import moment

NOTICE = Path(__file__).parents[2] / "workflows" / "notices" / "2027.toml"


@pytest.fixture(autouse=True)
def _december(app: Flask) -> None:
    clock.advance_to(moment("2026-12-28 10:00"))


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["calendar", *words])


def answer(app: Flask, *words: str) -> Any:
    done = run(app, *words, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def due(app: Flask) -> Any:
    return answer(app, "due", "--from", "2026-12-28", "--days", "20")


def test_a_notice_makes_a_year_official_once(app: Flask) -> None:
    assert (due(app)["due"], due(app)["provisional"]) == ("2027-01-26", True)

    preview = answer(app, "import", str(NOTICE), "--preview")
    assert (preview["preview"], preview["new"], preview["warnings"]) == (True, False, [])
    assert {one["on"]: one["working"] for one in preview["days"]}["2027-01-23"] is True
    assert due(app)["provisional"] is True

    assert answer(app, "import", str(NOTICE))["new"] is True
    assert answer(app, "import", str(NOTICE))["new"] is False
    assert answer(app, "follow") == {"behind": []}
    assert (due(app)["due"], due(app)["provisional"]) == ("2027-01-25", False)


def test_a_notice_that_contradicts_itself_is_refused_with_every_fault(app: Flask, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(
        NOTICE.read_text("utf-8").replace("2027-05-08", "2027-05-10").replace("to = 2027-01-03", "to = 2028-01-03")
    )

    done = run(app, "import", str(wrong))

    assert done.exit_code == 1
    assert "2027-05-10 is no weekend day" in done.stderr
    assert "line 10: The holiday must end" in done.stderr


def test_an_area_closes_on_a_day(app: Flask) -> None:
    words = ("--area", "320699", "--on", "2027-01-04", "--reason", "台风停工", "--source", "江海应急〔2026〕3号")
    done = answer(app, "close", *words)
    assert done["days"] == [{"on": "2027-01-04", "was_working": True, "working": False, "name": "台风停工"}]

    answer(app, "follow")
    days = {one["on"]: one["why"] for one in due(app)["days"]}
    assert days["2027-01-04"] == "closed"


def test_an_area_cannot_close_on_a_sunday(app: Flask) -> None:
    done = run(app, "close", "--area", "320699", "--on", "2027-01-10", "--reason", "台风", "--source", "3号")

    assert (done.exit_code, done.stderr) == (
        1,
        "Some of what you sent is not valid\non: Nobody works on that day anyway\n",
    )
