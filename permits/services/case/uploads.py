"""Files that come in: checked by content, kept under a name nobody can guess, hashed."""

import hashlib
import unicodedata
from collections.abc import Collection
from pathlib import PurePath
from typing import TypedDict

import filetype

from permits.errors import Invalid, TooLarge, UnsupportedMedia
from permits.files import Store, random_key
from workflows import N_

LARGEST_BYTES = 20 * 1024 * 1024
LONGEST_NAME, LONGEST_ENDING = 200, 10
# controls, marks that turn the direction of text, halves of a character, line and paragraph separators
UNPRINTED = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# What the content must be for each ending; an .exe named .pdf has neither.
KINDS: dict[str, frozenset[str]] = {
    "pdf": frozenset({"application/pdf"}),
    "png": frozenset({"image/png"}),
    "jpg": frozenset({"image/jpeg"}),
    "jpeg": frozenset({"image/jpeg"}),
    "docx": frozenset({"application/vnd.openxmlformats-officedocument.wordprocessingml.document"}),
    "dwg": frozenset({"image/vnd.dwg"}),
}
ANY: Collection[str] = tuple(KINDS)
PICTURES: Collection[str] = ("png", "jpg", "jpeg")


def bare_name(file_name: str, otherwise: str) -> str:
    """Give a file's own name on one line, without the folders of the machine it came from; a long one is shortened."""
    plain = "".join(one for one in file_name if unicodedata.category(one) not in UNPRINTED).replace("\\", "/")
    name = PurePath(plain).name
    ending = PurePath(name).suffix[:LONGEST_ENDING]
    return f"{name.removesuffix(ending)[: LONGEST_NAME - len(ending)]}{ending}" or otherwise


class FileColumns(TypedDict):
    """The columns that describe a file that was kept."""

    area: str
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    storage_key: str


def take_in(store: Store, area: str, name: str, data: bytes, *, kinds: Collection[str] = ANY) -> FileColumns:
    """Check a file by its content and keep it; gives the columns that describe it.

    Raises:
        Invalid: the file is empty.
        TooLarge, UnsupportedMedia: nothing is kept.
    """
    media_type, key = checked_media_type(name, data, kinds), random_key(area)
    store.put(key, data)
    return {
        "area": area,
        "file_name": name,
        "media_type": media_type,
        "size_bytes": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "storage_key": key,
    }


def checked_media_type(file_name: str, data: bytes, kinds: Collection[str] = ANY) -> str:
    """Name a file's media type by its content, which must fit its name.

    Raises:
        Invalid: the file is empty.
        TooLarge, UnsupportedMedia.
    """
    if not data:
        raise Invalid.at("file", N_("The file is empty"))
    check_size(data)
    ending = PurePath(file_name).suffix.lower().lstrip(".")
    if ending not in kinds:
        raise UnsupportedMedia(N_("The office takes these files: %(kinds)s"), params={"kinds": ", ".join(kinds)})
    found = filetype.guess(data)
    if found is None or found.mime not in KINDS[ending]:
        raise UnsupportedMedia(N_("The content of this file is not what its name says"))
    return str(found.mime)


def check_size(data: bytes) -> None:
    """Refuse a file larger than the office takes.

    Raises:
        TooLarge.
    """
    if len(data) > LARGEST_BYTES:
        raise TooLarge(N_("The file is larger than %(size)s MB"), params={"size": LARGEST_BYTES // 1024 // 1024})
