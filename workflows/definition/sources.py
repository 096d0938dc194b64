"""The text of a bundle as it is kept: whole, so that nothing else need be read for it."""

import hashlib
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path

from workflows.definition.catalogue import FOLDER, parse_bundle
from workflows.errors import N_, BundleError


def bundle_text(path: Path) -> str:
    """Read a bundle file.

    Raises:
        BundleError: it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = N_("%(place)s: the file cannot be read: %(why)s")
        raise BundleError(message, params={"place": path.name, "why": str(error)}) from error


def bundle_files(folder: Path = FOLDER) -> Iterator[Path]:
    """Yield the bundle files of a folder, by default the shipped ones."""
    yield from sorted(folder.glob("*.toml"))


def digest_of(text: str, file: str) -> str:
    """Hash what a bundle file says; layout, order of keys and comments do not count.

    Raises:
        BundleError: it is malformed.
    """
    parse_bundle(text, file)
    said = json.dumps(
        tomllib.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str, allow_nan=False
    )
    return hashlib.sha256(said.encode()).hexdigest()
