"""Files that come in: examined before they touch a case, kept under a name nobody can guess, hashed."""

import hashlib
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import TypedDict

import filetype

from permits.errors import Conflict, Invalid, TooLarge, Unavailable, UnsupportedMedia
from permits.files import Store, random_key
from permits.services.files import contents
from permits.services.files.scanner import Scanner
from workflows import N_

MEGABYTE = 1024 * 1024
LARGEST_BYTES = 20 * MEGABYTE
LONGEST_NAME = 200
LONGEST_ENDING = 20
# What the content must be for each ending; an .exe named .pdf has neither.
KINDS: Mapping[str, contents.Kind] = {
    "pdf": contents.PDF,
    "ofd": contents.OFD,
    "png": contents.PNG,
    "jpg": contents.JPEG,
    "jpeg": contents.JPEG,
    "docx": contents.DOCX,
    "dwg": contents.DWG,
}
ANY: Collection[str] = tuple(KINDS)
PICTURES: Collection[str] = ("png", "jpg", "jpeg")
# the ways a file is refused while others sent with it are kept
REFUSALS = (TooLarge, UnsupportedMedia, Invalid, Conflict, Unavailable)
AS_PICTURE = N_("The office takes these files: %(kinds)s. Save the picture as JPEG")
AS_PDF = N_("The office takes these files: %(kinds)s. Save this one as PDF")
INSTEAD: Mapping[str, str] = {
    **dict.fromkeys(
        ("xls", "xlsx", "xlsm", "et", "csv", "ods"),
        N_("The office takes these files: %(kinds)s. Save the table as PDF"),
    ),
    **dict.fromkeys(
        ("doc", "docm", "dot", "wps", "wpt", "rtf", "odt", "txt"),
        N_("The office takes these files: %(kinds)s. Open the document and save it as PDF or DOCX"),
    ),
    **dict.fromkeys(
        ("heic", "heif", "webp", "avif", "bmp", "gif", "tif", "tiff"),
        N_("The office takes these files: %(kinds)s. Save the picture as JPEG, several pages as PDF"),
    ),
    **dict.fromkeys(
        ("zip", "rar", "7z"),
        N_("The office takes these files: %(kinds)s. Unpack the archive and hand in each file where it belongs"),
    ),
    **dict.fromkeys(
        ("dxf", "dwt", "dgn"), N_("The office takes these files: %(kinds)s. Save the drawing as PDF or DWG")
    ),
}


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be kept; only `examine` makes one, so nothing is kept unexamined."""

    name: str
    data: bytes
    media_type: str


class FileColumns(TypedDict):
    """The columns that describe a file that was kept."""

    area: str
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    storage_key: str


def examine(
    file_name: str, data: bytes, *, otherwise: str, kinds: Collection[str] = ANY, scanner: Scanner | None = None
) -> Examined:
    """Check a file by its content before a transaction begins: a slow scanner holds no lock.

    Raises:
        Invalid: the file is empty, nobody could read it, or it carries malware.
        TooLarge, UnsupportedMedia: it is not taken.
        Unavailable: the scanner did not answer.
    """
    name = bare_name(file_name, otherwise)
    media_type = checked_media_type(name, data, kinds)
    if scanner is not None and (found := scanner.find(data)):
        raise Invalid.at(
            "file", N_("The scanner found malware in the file (%(found)s): clean your computer first"), found=found
        )
    return Examined(name, data, media_type)


def bare_name(file_name: str, otherwise: str) -> str:
    """Give a file's own name without folders and invisible characters; a long one keeps its ending."""
    composed = unicodedata.normalize("NFC", file_name.replace("\\", "/"))
    # controls, marks of direction (which make one ending look like another) and halves of characters
    visible = "".join(one for one in composed if unicodedata.category(one) not in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
    name = PurePath(visible).name.strip()
    suffix = PurePath(name).suffix
    ending = suffix if len(suffix) <= LONGEST_ENDING else ""
    return name.removesuffix(ending)[: LONGEST_NAME - len(ending)] + ending or otherwise


def take_in(store: Store, area: str, file: Examined) -> FileColumns:
    """Keep a file; gives the columns that describe it."""
    key = random_key(area)
    store.put(key, file.data)
    return {
        "area": area,
        "file_name": file.name,
        "media_type": file.media_type,
        "size_bytes": len(file.data),
        "sha256": hashlib.sha256(file.data).hexdigest(),
        "storage_key": key,
    }


def checked_media_type(file_name: str, data: bytes, kinds: Collection[str] = ANY) -> str:
    """Name a file's media type by its content, which must fit its name and be readable.

    Raises:
        Invalid: the file is empty, or nobody could read it.
        TooLarge, UnsupportedMedia.
    """
    if not data:
        raise Invalid.at("file", N_("The file is empty"))
    check_size(data)
    ending = PurePath(file_name).suffix.lower().lstrip(".")
    if ending not in kinds:
        advice = INSTEAD.get(ending, AS_PDF) if "pdf" in kinds else AS_PICTURE
        raise UnsupportedMedia(advice, params={"kinds": ", ".join(kinds)})
    kind = KINDS[ending]
    if not kind.is_one(data):
        raise _misnamed(data)
    if fault := kind.fault(data):
        side, pixels = contents.LARGEST_SIDE, contents.MOST_PIXELS // 1_000_000
        raise Invalid.at("file", fault, side=side, pixels=pixels)
    return kind.media_type


def _misnamed(data: bytes) -> UnsupportedMedia:
    """Say what a file is where that is known: chat programs give a WebP picture the name of a JPEG."""
    found = filetype.guess(data)
    if found is None:
        return UnsupportedMedia(
            N_("The content of this file is not what its name says: open it, save it as PDF and hand that in")
        )
    return UnsupportedMedia(
        N_("The file is not what its name says but %(found)s: open it, save it as PDF or JPEG and hand that in"),
        params={"found": str(found.extension).upper()},
    )


def check_size(data: bytes) -> None:
    """Refuse a file larger than the office takes.

    Raises:
        TooLarge.
    """
    if len(data) > LARGEST_BYTES:
        raise TooLarge(
            N_("The file is larger than %(size)s MB: save it smaller, or in parts"),
            params={"size": LARGEST_BYTES // MEGABYTE},
        )
