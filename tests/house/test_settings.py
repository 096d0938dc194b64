import ast
import re

import pytest
from flask_openapi3.openapi import OpenAPI

from permits.config import ROOT, Settings
from permits.policies import PERMISSIONS
from workflows import load_bundles

OPERATIONS = ROOT / "docs" / "operations.md"
# brought along by packages
FOREIGN_COMMANDS = frozenset({"limiter", "routes", "run", "shell", "openapi"})
BUNDLES = load_bundles()
CODE = "\n".join(
    path.read_text(encoding="utf-8") for room in ("workflows", "permits") for path in (ROOT / room).rglob("*.py")
)


@pytest.mark.parametrize("setting", sorted(Settings.model_fields))
def test_the_setting_has_a_default_and_stands_in_the_documentation(setting: str) -> None:
    assert not Settings.model_fields[setting].is_required()
    assert f"`{setting.upper()}`" in OPERATIONS.read_text(encoding="utf-8")


@pytest.mark.parametrize("permission", sorted(PERMISSIONS))
def test_the_permission_stands_in_the_documentation(permission: str) -> None:
    assert f"`{permission}`" in OPERATIONS.read_text(encoding="utf-8")


def test_every_command_stands_in_the_documentation(app: OpenAPI) -> None:
    text = OPERATIONS.read_text(encoding="utf-8")
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
    """By a condition, a text or a limit of its bundle, or by the code: else it promises a choice a place lacks."""
    text = (ROOT / "workflows" / "bundles" / f"{bundle}.toml").read_text(encoding="utf-8")
    elsewhere = re.sub(rf"^{name} = .*$", "", text, flags=re.MULTILINE)

    assert re.search(rf"\b{name}\b", elsewhere) or f'"{name}"' in CODE
