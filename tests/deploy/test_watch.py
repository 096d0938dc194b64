"""Alerts, dashboard, runbook and status name what exists, and each other."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask_openapi3.openapi import OpenAPI

from permits.app.metrics import GAUGES
from permits.config import ROOT, Settings
from permits.services.watching.status import lines
from permits.watch.metrics import KEPT
from permits.web.staff.runbook import sections
from tests.permits.services.watching.looks import CASES

WATCH = ROOT / "deploy" / "watch"
ALERTS = (WATCH / "alerts.yml").read_text(encoding="utf-8")
FILES = sorted(WATCH.iterdir())
NAME = re.compile(r"\bdaokou_\w+")
SECTIONS = {one.name: one for one in sections()}
COMMAND = re.compile(r"`flask ([a-z]+)(?: ([a-z]+))?((?: --[a-z]+)*)")
PAGE = re.compile(r"`(/[a-z]+)`")
SETTING = re.compile(r"`([A-Z][A-Z_]+)`")


def samples() -> Iterator[str]:
    """Give every name a scrape has."""
    yield from GAUGES
    for metric in KEPT:
        name = metric._name
        yield from {"counter": (f"{name}_total",), "gauge": (name,)}.get(
            metric._type, (f"{name}_bucket", f"{name}_sum", f"{name}_count")
        )


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_metric_named_exists(file: Path) -> None:
    named = set(NAME.findall(file.read_text(encoding="utf-8")))

    assert named
    assert named <= set(samples())


def test_the_dashboard_shows_every_metric() -> None:
    board = json.loads((WATCH / "dashboard.json").read_text(encoding="utf-8"))
    shown = {name for panel in board["panels"] for target in panel["targets"] for name in NAME.findall(target["expr"])}
    beside = {"daokou_disk_size_bytes", "daokou_database_up"}

    assert {name for name in samples() if not name.endswith(("_sum", "_count"))} - shown - beside == set()


def test_every_alert_and_every_bad_line_has_its_section_and_no_section_is_left_over() -> None:
    alerts = set(re.findall(r"runbook: ([a-z-]+)", ALERTS))
    told = {line.runbook for looked, *_ in CASES.values() for line in lines(looked)} - {""}

    assert set(SECTIONS) == alerts
    assert told <= alerts
    assert len(re.findall(r"- alert:", ALERTS)) == len(alerts), "a section an alert"


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_says_meaning_where_to_look_and_how_to_act(section: str) -> None:
    text = SECTIONS[section].text

    assert re.findall(r"^\*\*(\w+)\.\*\*", text, re.MULTILINE) == ["Meaning", "Look", "Act"]


def test_commands_pages_and_settings_of_the_runbook_exist(app: OpenAPI) -> None:
    text = "\n".join(one.text for one in SECTIONS.values())
    rules = {rule.rule for rule in app.url_map.iter_rules()}

    assert {page for page in PAGE.findall(text) if page not in rules} == set()
    assert {name for name in SETTING.findall(text) if name.lower() not in Settings.model_fields} == set()
    assert [found for found in COMMAND.findall(text) if not exists(app, *found)] == []


def exists(app: OpenAPI, command: str, part: str, options: str) -> bool:
    found = app.cli.commands.get(command)
    if part and found is not None:
        found = getattr(found, "commands", {}).get(part)
    known = {name for one in getattr(found, "params", ()) for name in one.opts}
    return found is not None and set(options.split()) <= known


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed (Debian: prometheus)")
@pytest.mark.parametrize("arguments", [("check", "rules", "alerts.yml"), ("test", "rules", "alerts-test.yml")])
def test_promtool_takes_the_rules_and_they_fire_as_they_should(arguments: tuple[str, ...]) -> None:
    done = subprocess.run(["promtool", *arguments], cwd=WATCH, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
