import re
import tomllib
from collections import Counter
from collections.abc import Iterator

import pytest
from babel.messages.extract import extract_from_file

from permits.config import ROOT
from permits.i18n import merged, rooms
from tests.house.sources import name, python_files
from workflows import form_fields

KEYWORDS = {"_": None, "gettext": None, "N_": None, "ngettext": (1, 2)}
PLACE = re.compile(r"%\((\w+)\)[sd]")
CHINESE = {message.id: message.string for message in merged() if message.id}


def msgids() -> Iterator[tuple[str, str]]:
    """Give every msgid of the house with the place it stands at."""
    for path in python_files("workflows", "forms", "permits", "tasks"):
        for line, message, _, _ in extract_from_file("python", path, keywords=KEYWORDS):
            yield f"{name(path)}:{line}", message
    for path in sorted((ROOT / "workflows" / "lifecycles").glob("*.toml")):
        for action in tomllib.loads(path.read_text("utf-8"))["action"]:
            yield f"{name(path)}: {action['name']}", action.get("law", "")
    for field in form_fields().values():
        yield field.path, field.required
    for path in sorted((ROOT / "templates").rglob("*.html")):
        options = {"trimmed": "true", "silent": "false"}
        found = extract_from_file("jinja2.ext:babel_extract", path, keywords=KEYWORDS, options=options)
        for line, message, _, _ in found:
            yield f"{name(path)}:{line}", message


def test_every_msgid_has_a_chinese_text() -> None:
    assert {message: place for place, message in msgids() if message and not CHINESE.get(message)} == {}


def test_no_msgid_stands_in_two_rooms() -> None:
    homes = Counter(message.id for room in rooms().values() for message in room if message.id)

    assert [message for message, count in homes.items() if count > 1] == []


def test_no_chinese_text_has_lost_its_msgid() -> None:
    used = {message for _, message in msgids()}
    # articles of law are msgids too, handed on as data
    said = "".join(path.read_text("utf-8") for path in python_files("workflows", "forms", "permits", "tasks"))

    assert sorted(message for message in CHINESE if message not in used and message not in said) == []


@pytest.mark.parametrize("message", sorted(message for message in CHINESE if "%(" in message))
def test_the_chinese_text_fills_the_same_places(message: str) -> None:
    assert set(PLACE.findall(CHINESE[message])) == set(PLACE.findall(message))
