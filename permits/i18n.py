"""Two languages: English msgids in the code, Chinese in translations/zh, one file per folder, merged at start."""

import gettext
import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from permits.config import shipped
from permits.files import own_folder

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")
ROOMS = shipped("translations") / "zh"


def rooms() -> dict[str, Catalog]:
    """Read the catalogue files, by name."""
    found = {}
    for path in sorted(ROOMS.glob("*.po")):
        with path.open("rb") as file:
            found[path.name] = read_po(file, locale="zh")
    return found


def merged() -> Catalog:
    """Merge the files into one catalogue; a house test keeps any msgid from standing in two."""
    catalogue = Catalog(locale="zh", fuzzy=False)
    for room in rooms().values():
        for message in room:
            if message.id:
                catalogue.add(message.id, message.string, flags=message.flags)
    return catalogue


def compile_catalogue(folder: Path) -> Path:
    """Compile the merged catalogue for Flask-Babel; returns the folder for its configuration."""
    target = folder / "translations" / "zh" / "LC_MESSAGES" / "messages.mo"
    own_folder(target.parent)
    content = _compiled()
    if not target.exists() or target.read_bytes() != content:
        # several processes may start at once: each renames a complete file into place
        draft = target.with_name(f"messages.{id(content)}.tmp")
        draft.write_bytes(content)
        draft.replace(target)
    return folder / "translations"


@cache
def _compiled() -> bytes:
    buffer = io.BytesIO()
    write_mo(buffer, merged())
    return buffer.getvalue()


@cache
def _chinese() -> gettext.GNUTranslations:
    return gettext.GNUTranslations(io.BytesIO(_compiled()))


def translate(message: str, lang: str, params: Mapping[str, Any] | None = None) -> str:
    """Translate `message` (a msgid) into `lang`, with its %-placeholders filled; needs no request."""
    said = _chinese().gettext(message) if lang == "zh" and message else message
    return said % params if params else said
