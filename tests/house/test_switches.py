"""A switch that nothing reads would promise a choice that a place does not have."""

import re

import pytest

from permits.config import ROOT
from workflows import load_bundles

BUNDLES = load_bundles()
CODE = "\n".join(
    path.read_text(encoding="utf-8") for room in ("workflows", "permits") for path in (ROOT / room).rglob("*.py")
)


@pytest.mark.parametrize(("bundle", "name"), [(key, name) for key, one in BUNDLES.items() for name in one.switches])
def test_every_switch_is_read(bundle: str, name: str) -> None:
    """By a condition, a text or a limit of its bundle, or by the code."""
    text = (ROOT / "workflows" / "bundles" / f"{bundle}.toml").read_text(encoding="utf-8")
    elsewhere = re.sub(rf"^{name} = .*$", "", text, flags=re.MULTILINE)

    assert re.search(rf"\b{name}\b", elsewhere) or f'"{name}"' in CODE
