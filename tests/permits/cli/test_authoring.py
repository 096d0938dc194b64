"""What the author of a bundle asks of the command line; no database is needed."""

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from flask import Flask

from permits import clock
from permits.app import create_app
from permits.config import ROOT
from tests.conftest import make_settings
from workflows import check_text, local_day, parse_bundle

SHIPPED = ROOT / "workflows" / "bundles" / "road-access.toml"
S01 = {
    "road_class": "urban",
    "access_kind": "temporary",
    "period": {"from": "2026-04-01", "to": "2026-05-30"},
    "occupy": {"part": "footway", "area_m2": 60, "days": 60},
    "excavate": {"area_m2": 30},
    "road_opened_on": "2023-06-30",
}


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return create_app(make_settings(tmp_path, sandbox_demo=False))


def said(app: Flask, *words: str, code: int = 0) -> str:
    result = app.test_cli_runner().invoke(args=["bundles", *words])
    assert result.exit_code == code, result.output
    return result.output


def test_a_new_bundle_is_sound_under_its_key(app: Flask) -> None:
    text = said(app, "new", "street-music")

    assert parse_bundle(text, "new.toml").key == "street-music"
    assert check_text(text, "new.toml", local_day(clock.now())).errors == ()


def test_a_key_that_makes_no_bundle_is_refused(app: Flask) -> None:
    text = said(app, "new", "../music")

    assert [one.place for one in check_text(text, "new.toml", local_day(clock.now())).errors] == ["key"]


def test_the_definition_is_drawn_with_every_department_and_item(app: Flask, tmp_path: Path) -> None:
    files = json.loads(said(app, "draw", str(SHIPPED), "--out", str(tmp_path / "out"), "--language", "en", "--json"))

    svg, bpmn = (Path(file).read_text(encoding="utf-8") for file in files["files"])
    assert [Path(file).name for file in files["files"]] == ["road-access.svg", "road-access.bpmn"]
    assert ET.fromstring(svg).tag.endswith("svg")  # noqa: S314 - our own drawing
    assert "Traffic Police" in svg
    bundle = parse_bundle(SHIPPED.read_text(encoding="utf-8"), SHIPPED.name)
    assert bpmn.count("<bpmn:userTask") == sum(len(rule.items) for rule in bundle.permits.values())


def test_answers_are_tried_with_their_whole_route_and_days(app: Flask, tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({**S01, "project": {"type": "private"}}), encoding="utf-8")

    words = ("try", str(SHIPPED), "--answers", str(answers), "--from", "2026-03-02")
    found, plain = json.loads(said(app, *words, "--json")), said(app, *words)

    assert (found["outcome"], found["problems"]) == ("proceed", [])
    assert [(one["key"], one["committed_on"]) for one in found["permits"]] == [("road-occupation", "2026-04-09")]
    items = {one["id"]: (one["from_on"], one["due_on"]) for one in found["work_items"]}
    assert items["road-occupation:police:co_approval"] == ("2026-03-02", "2026-03-05")
    pre_review, government = items["road-occupation:roads:opinion"], items["road-occupation:government:government"]
    assert government[0] == pre_review[1]
    assert "permit road-occupation: " in plain
    assert "2026-03-02 – 2026-03-05  road-occupation:police:co_approval  3 working days" in plain


def test_what_the_form_would_refuse_and_what_is_open_is_said(app: Flask, tmp_path: Path) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text('{"road_class": "sea"}', encoding="utf-8")

    found = json.loads(said(app, "try", str(SHIPPED), "--answers", str(answers), "--json"))

    assert "road_class" in [one["field"] for one in found["problems"]]
    assert "occupy" in found["open_questions"]


@pytest.mark.parametrize("text", ["no json", "[1]"])
def test_answers_that_are_no_object_are_refused_in_one_sentence(app: Flask, tmp_path: Path, text: str) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(text, encoding="utf-8")

    assert "answers: The answers are no JSON" in said(app, "try", str(SHIPPED), "--answers", str(answers), code=1)


def test_the_schema_names_every_table_of_the_shipped_bundle(app: Flask) -> None:
    found = json.loads(said(app, "schema"))

    assert found["$schema"].startswith("https://json-schema.org/")
    assert {"key", "version", "limits", "permits"} <= set(found["required"])
    assert found["additionalProperties"] is False
    assert found["properties"]["join"]["properties"]["kind"]["enum"] == ["all", "any", "k_of_n", "lead", "weighted"]


def test_two_files_are_compared_without_an_office(app: Flask) -> None:
    assert said(app, "diff", str(SHIPPED), str(SHIPPED)) == "nothing differs\n"
    assert "There is no file x.toml" in said(app, "diff", "x.toml", str(SHIPPED), code=1)


def test_the_burden_of_a_districts_variant_is_what_the_guide_says(app: Flask) -> None:
    guide = (ROOT / "docs" / "bundles.md").read_text(encoding="utf-8")

    assert said(app, "burden", str(ROOT / "docs" / "examples" / "road-access-county.toml")) in guide
    assert said(app, "burden", str(SHIPPED)) == "nothing is asked beyond the base\n"


def test_the_schema_of_overlays_needs_only_the_base_and_lets_things_go(app: Flask) -> None:
    found = json.loads(said(app, "schema", "--overlay"))

    assert found["required"] == ["extends", "version"]
    assert "required" not in found["properties"]["limits"]
    assert found["properties"]["materials"]["additionalProperties"]["properties"]["remove"] == {"const": True}
    words = found["properties"]["include"]["anyOf"][1]["properties"]
    assert words.keys() == {"add", "remove"}


def test_a_new_bundle_is_written_with_its_scenarios_and_checked_with_them(app: Flask, tmp_path: Path) -> None:
    written = said(app, "new", "street-music", "--out", str(tmp_path)).split()

    assert written == [str(tmp_path / "street-music.toml"), str(tmp_path / "scenarios" / "street-music.toml")]
    assert "2 scenarios: sound" in said(app, "check", written[0])
    assert "There is a file" in said(app, "new", "street-music", "--out", str(tmp_path), code=1)
    Path(written[1]).write_text(
        Path(written[1]).read_text(encoding="utf-8").replace("proceed", "refer"), encoding="utf-8"
    )
    assert f"{written[1]}:9: scenarios[0].expect.outcome: expected refer" in said(app, "check", written[0], code=1)
