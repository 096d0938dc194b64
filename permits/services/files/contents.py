"""What a file must hold to be what its name says, and to be readable by those who must read it."""

import re
import threading
import zlib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

from workflows import N_

# where readers look for a header, and for the mark of the end
HEADER_WITHIN = TAIL_WITHIN = 1024
TRAILER_WITHIN = 4096
MOST_ENTRIES = 10_000
LARGEST_UNPACKED = 200 * 1024 * 1024
LARGEST_SIDE = 40_000
MOST_PIXELS = 250_000_000
LARGEST_INDEX = 1024 * 1024
OFD_ROOT = re.compile(rb"<(?:[\w.-]+:)?OFD[\s>]")
OFD_SPACE = b"http://www.ofdspec.org/"
DOCX_MAIN = b"wordprocessingml.document.main+xml"
CONTENT_TYPES = "[Content_Types].xml"
# of JPEG: markers that stand alone, and those of a frame, which carries the size of the picture
ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}

DAMAGED = N_("The file is damaged or was cut off: open it, save it again and hand that in")
LOCKED = N_("The file asks for a password: save it without one and hand that in")
PAGELESS = N_("The PDF has no page: export it again and hand that in")
CUT = N_("The PDF was cut off: its end is missing. Export or scan it again and hand that in")
UNREADABLE = N_("No reader can open this PDF: export or scan it again and hand that in")
MACROS = N_("The document carries macros: save it as PDF, or as DOCX without macros, and hand that in")
BOMB = N_("The file unpacks to far more than it should: save the document as PDF and hand that in")
GIANT = N_("The picture is too large to be shown (%(side)s pixels a side, %(pixels)s million in all): save it smaller")
# PDFium keeps its state in the process and is not safe for threads
_one_reader = threading.Lock()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its media type, how it is recognised, and what may be wrong with one (a msgid, or empty)."""

    media_type: str
    is_one: Callable[[bytes], bool]
    fault: Callable[[bytes], str]


def is_pdf(data: bytes) -> bool:
    """Recognise a PDF as readers do: printers and gateways write lines before its header."""
    return b"%PDF-" in data[:HEADER_WITHIN]


def pdf_fault(data: bytes) -> str:
    """Say why nobody could read a PDF. One that only restricts printing or changes opens without a password."""
    import pypdfium2  # noqa: PLC0415 - loads a library of many megabytes, which only an upload needs

    with _one_reader:
        try:
            with closing(pypdfium2.PdfDocument(data)) as document:
                fault = _fault_of_pages(document, data)
        except pypdfium2.PdfiumError as refusal:
            if refusal.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
                return LOCKED
            fault = UNREADABLE
    is_whole = b"%%EOF" in data.rstrip(b"\0\r\n\t ")[-TAIL_WITHIN:]
    if fault == UNREADABLE and is_whole and _has_no_pages(data):
        return PAGELESS
    return fault if is_whole else CUT


def _fault_of_pages(document: Any, data: bytes) -> str:
    if not len(document):
        return PAGELESS
    import pypdfium2  # noqa: PLC0415 - see above

    # the trailer names a cipher the file does not hold: some readers ask for a password, others fail
    is_open = pypdfium2.raw.FPDF_GetSecurityHandlerRevision(document.raw) < 0
    if is_open and re.search(rb"trailer.*/Encrypt\s", data[-TRAILER_WITHIN:], re.DOTALL):
        return LOCKED
    for number in {0, len(document) - 1}:
        document[number].close()
    return ""


def _has_no_pages(data: bytes) -> bool:
    return bool(re.search(rb"/Kids\s*\[\s*\]", data))


def is_docx(data: bytes) -> bool:
    """Recognise a text document by the main part it declares; one with macros is named as such later."""
    return _holds(data, CONTENT_TYPES, lambda index: DOCX_MAIN in index or b"ms-word.document.macroEnabled" in index)


def docx_fault(data: bytes) -> str:
    """Say what is wrong with a text document."""
    with ZipFile(BytesIO(data)) as parts:
        names = [name.lower() for name in parts.namelist()]
        is_active = b"macroenabled" in parts.read(CONTENT_TYPES).lower()
    if is_active or any("vbaproject" in name or "/activex/" in name for name in names):
        return MACROS
    return zip_fault(data)


def is_ofd(data: bytes) -> bool:
    """Recognise a document of the state's fixed layout. GB/T 33190-2016: OFD.xml at the root of a zip."""
    return _holds(data, "OFD.xml", lambda index: OFD_SPACE in index and bool(OFD_ROOT.search(index)))


def _holds(data: bytes, name: str, is_right: Callable[[bytes], bool]) -> bool:
    """Say whether a zip holds a small file with the content expected."""
    try:
        with ZipFile(BytesIO(data)) as parts:
            return parts.getinfo(name).file_size <= LARGEST_INDEX and is_right(parts.read(name))
    except (BadZipFile, KeyError, OSError, RuntimeError, ValueError, zlib.error):
        # zipfile raises RuntimeError for a part that is locked or packed in an unusual way
        return False


def zip_fault(data: bytes) -> str:
    """Say what is wrong with a zip; the sizes it declares are judged before anything is unpacked."""
    try:
        with ZipFile(BytesIO(data)) as parts:
            entries = parts.infolist()
            if any(one.flag_bits & 1 for one in entries):
                return LOCKED
            if len(entries) > MOST_ENTRIES or sum(one.file_size for one in entries) > LARGEST_UNPACKED:
                return BOMB
            if any(one.compress_type not in {ZIP_STORED, ZIP_DEFLATED} for one in entries):
                return DAMAGED
            # reads no more of an entry than it declares; one that lies about its size fails its checksum
            return DAMAGED if parts.testzip() else ""
    except (BadZipFile, EOFError, OSError, RuntimeError, ValueError, zlib.error):
        return DAMAGED


def is_png(data: bytes) -> bool:
    """Recognise a PNG."""
    return data.startswith(b"\x89PNG\r\n\x1a\n")


def png_fault(data: bytes) -> str:
    """Say what is wrong with a PNG, from its header and its end."""
    if data[12:16] != b"IHDR" or b"IEND" not in data:
        return DAMAGED
    return _fault_of_size(int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big"))


def is_jpeg(data: bytes) -> bool:
    """Recognise a JPEG."""
    return data.startswith(b"\xff\xd8\xff")


def jpeg_fault(data: bytes) -> str:
    """Say what is wrong with a JPEG: the header of its frame tells its size."""
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if marker in FRAMES:
            height, width = data[place + 5 : place + 7], data[place + 7 : place + 9]
            return _fault_of_size(int.from_bytes(width, "big"), int.from_bytes(height, "big"))
        if marker == 0xFF or marker in ALONE:
            place += 1 if marker == 0xFF else 2
        else:
            place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return DAMAGED


def _fault_of_size(width: int, height: int) -> str:
    if not width or not height:
        return DAMAGED
    return GIANT if max(width, height) > LARGEST_SIDE or width * height > MOST_PIXELS else ""


def is_dwg(data: bytes) -> bool:
    """Recognise a drawing of AutoCAD by the version it begins with."""
    return data.startswith(b"AC10")


PDF = Kind("application/pdf", is_pdf, pdf_fault)
PNG = Kind("image/png", is_png, png_fault)
JPEG = Kind("image/jpeg", is_jpeg, jpeg_fault)
DOCX = Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", is_docx, docx_fault)
OFD = Kind("application/ofd", is_ofd, zip_fault)
DWG = Kind("image/vnd.dwg", is_dwg, lambda _data: "")
