import ast
import re
import subprocess
import sys
import tomllib

import pytest
from flask_openapi3.openapi import OpenAPI

from permits.config import ROOT, VERSION, Settings
from permits.policies import PERMISSIONS
from workflows import load_bundles

BUNDLES = load_bundles()
CODE = "\n".join(
    path.read_text(encoding="utf-8")
    for room in ("workflows", "permits")
    for path in (ROOT / room).rglob("*.py")
    if path.name != "switches.py"
)
RELEASED = re.compile(r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d{2}-\d{2}$", re.MULTILINE)
NAMED = re.compile(r"\bDaokou (\d+\.\d+(?:\.\d+)?)")
REFERENCE = ROOT / "docs" / "reference.md"
# brought along by packages
FOREIGN_COMMANDS = frozenset({"limiter", "routes", "run", "shell", "openapi"})


@pytest.mark.parametrize("setting", sorted(Settings.model_fields))
def test_the_setting_has_a_default_and_stands_in_the_documentation(setting: str) -> None:
    assert not Settings.model_fields[setting].is_required()
    assert f"`{setting.upper()}`" in REFERENCE.read_text(encoding="utf-8")


@pytest.mark.parametrize("permission", sorted(PERMISSIONS))
def test_the_permission_stands_in_the_documentation(permission: str) -> None:
    assert f"`{permission}`" in REFERENCE.read_text(encoding="utf-8")


def test_every_command_stands_in_the_documentation(app: OpenAPI) -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    commands = set(app.cli.commands) - FOREIGN_COMMANDS
    words = {f"{name} {part}" for name in commands for part in getattr(app.cli.commands[name], "commands", {})}
    words |= {name for name in commands if not hasattr(app.cli.commands[name], "commands")}

    assert {word for word in words if f"flask {word}" not in text} == set()


def test_tests_shield_themselves_from_every_setting_of_the_shell() -> None:
    tree = ast.parse((ROOT / "manage.py").read_text(encoding="utf-8"))
    shielded = next(
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "SETTINGS"
    )

    assert set(shielded) == {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize(("bundle", "name"), [(key, name) for key, one in BUNDLES.items() for name in one.switches])
def test_every_switch_is_read(bundle: str, name: str) -> None:
    """A condition, a text, a limit or the code reads it; else it would promise a choice a place does not have."""
    text = (ROOT / "workflows" / "bundles" / f"{bundle}.toml").read_text(encoding="utf-8")
    elsewhere = re.sub(rf"^{name} = .*$", "", text, flags=re.MULTILINE)

    assert re.search(rf"\b{name}\b", elsewhere) or f'"{name}"' in CODE


def test_package_api_and_command_line_are_of_one_version(app: OpenAPI) -> None:
    package = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]

    assert package == VERSION
    assert app.test_client().get("/api/v1/openapi.json").json["info"]["version"] == VERSION
    assert app.test_cli_runner().invoke(args=["version"]).output == f"Daokou {VERSION}\n"


def test_the_version_is_told_by_the_standard_library_alone() -> None:
    alone = [sys.executable, "-S", "-E", str(ROOT / "manage.py"), "--version"]

    assert subprocess.run(alone, capture_output=True, text=True, check=True).stdout == f"Daokou {VERSION}\n"


def test_the_version_is_the_newest_of_the_changelog() -> None:
    released = RELEASED.findall((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))

    assert released[0] == VERSION
    assert released == sorted(released, key=lambda text: [int(part) for part in text.split(".")], reverse=True)


def test_no_page_of_the_documentation_names_another_version() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    named = {number for page in pages for number in NAMED.findall(page.read_text(encoding="utf-8"))}

    assert named == {VERSION}
