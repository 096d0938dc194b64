"""What may be wrong inside a file, kind by kind; the files of tests/examples/files came from scanners and printers."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from pypdf import PdfReader, PdfWriter

from permits.services.files import contents
from tests.offices import PDF, PNG

FILES = Path(__file__).parents[3] / "examples" / "files"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
ACTIVE = "application/vnd.ms-word.document.macroEnabled.main+xml"
OFD_INDEX = '<?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0"/>'


def zipped(**parts: str | bytes) -> bytes:
    """Pack files by their names."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return out.getvalue()


def docx(main: str = MAIN, **parts: str | bytes) -> bytes:
    return zipped(**{"[Content_Types].xml": f'<Override ContentType="{main}"/>', "word/document.xml": "<w/>"}, **parts)


def png(width: int, height: int) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return PNG[:16] + header + struct.pack(">I", zlib.crc32(b"IHDR" + header)) + PNG[33:]


def jpeg(width: int, height: int) -> bytes:
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xe0" + struct.pack(">H", 16) + bytes(14) + frame + b"\xff\xd9"


def locked(user_password: str) -> bytes:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.encrypt(user_password, "owner", algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def long_pdf() -> bytes:
    writer, out = PdfWriter(), BytesIO()
    for _ in range(50):
        writer.add_blank_page(200, 200)
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["crlf.pdf", "junk200.pdf", "pjl.pdf"])
def test_a_pdf_with_bytes_before_its_header_is_one_and_readable(name: str) -> None:
    data = (FILES / name).read_bytes()

    assert contents.is_pdf(data)
    assert contents.pdf_fault(data) == ""


@pytest.mark.parametrize(("before", "is_one"), [(1019, True), (1020, False)])
def test_the_header_stands_whole_within_the_first_kilobyte(before: int, is_one: bool) -> None:
    assert contents.is_pdf(b"\n" * before + PDF) is is_one


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("encrypted.pdf", contents.LOCKED),
        ("header-only.pdf", contents.CUT),
        ("no-pages.pdf", contents.PAGELESS),
    ],
)
def test_a_pdf_nobody_can_read_is_named(name: str, fault: str) -> None:
    assert contents.pdf_fault((FILES / name).read_bytes()) == fault


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.99])
def test_a_pdf_cut_off_anywhere_is_named(kept: float) -> None:
    whole = long_pdf()

    assert contents.pdf_fault(whole[: int(len(whole) * kept)]) == contents.CUT


def test_a_whole_pdf_may_end_in_filling() -> None:
    assert contents.pdf_fault(long_pdf() + bytes(4096)) == ""


def test_only_a_password_to_open_is_in_the_way() -> None:
    assert contents.pdf_fault(locked("secret")) == contents.LOCKED
    assert PdfReader(BytesIO(locked(""))).is_encrypted
    assert contents.pdf_fault(locked("")) == ""


def test_what_only_looks_like_a_pdf_is_unreadable() -> None:
    assert contents.pdf_fault(b"%PDF-1.4\nnothing\n%%EOF\n") == contents.UNREADABLE


def test_a_zip_with_the_index_of_the_fixed_layout_is_an_ofd() -> None:
    empty = zipped(**{"OFD.xml": OFD_INDEX})

    assert contents.is_ofd(empty)
    assert contents.zip_fault(empty) == ""


@pytest.mark.parametrize(
    "data",
    [
        zipped(**{"Doc_0/OFD.xml": OFD_INDEX}),
        zipped(**{"OFD.xml": "<OFD/>"}),
        zipped(**{"OFD.xml": "<other xmlns='http://www.ofdspec.org/2016'/>"}),
        zipped(**{"OFD.xml": OFD_INDEX + " " * contents.LARGEST_INDEX}),
        docx(),
        b"PK\x03\x04" + bytes(100),
    ],
    ids=["not-at-root", "no-namespace", "other-element", "large-index", "docx", "no-zip"],
)
def test_another_zip_is_no_ofd(data: bytes) -> None:
    assert not contents.is_ofd(data)


@pytest.mark.parametrize(
    "data",
    [docx(main=ACTIVE), docx(**{"word/vbaProject.bin": b"\0"}), docx(**{"word/activeX/activeX1.xml": "<x/>"})],
    ids=["type", "project", "control"],
)
def test_a_document_with_macros_is_named(data: bytes) -> None:
    assert contents.is_docx(data)
    assert contents.docx_fault(data) == contents.MACROS


def test_a_plain_document_is_taken() -> None:
    assert contents.is_docx(docx())
    assert contents.docx_fault(docx()) == ""
    assert not contents.is_docx(zipped(**{"OFD.xml": OFD_INDEX}))


def test_a_zip_bomb_is_named_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = docx(**{f"word/media/{number}": bytes(contents.LARGEST_UNPACKED // 4) for number in range(5)})
    monkeypatch.setattr(ZipFile, "testzip", lambda _zip: pytest.fail("unpacked"))

    assert len(bomb) < 2 * 1024 * 1024
    assert contents.docx_fault(bomb) == contents.BOMB


def test_a_zip_that_lies_about_its_sizes_is_damaged() -> None:
    honest = docx(**{"word/media/1": bytes(100_000)})
    lying = honest.replace(struct.pack("<I", 100_000), struct.pack("<I", 10))

    assert lying != honest
    assert contents.docx_fault(lying) == contents.DAMAGED


def test_a_zip_with_too_many_entries_is_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "MOST_ENTRIES", 2)

    assert contents.docx_fault(docx()) == ""
    assert contents.docx_fault(docx(**{"one/more": ""})) == contents.BOMB


def test_a_locked_zip_is_named() -> None:
    plain = docx()
    flags = plain.index(b"PK\x01\x02") + 8
    marked = plain[:flags] + b"\x01" + plain[flags + 1 :]

    assert contents.zip_fault(marked) == contents.LOCKED


def test_a_giant_picture_is_named_from_its_header() -> None:
    side = contents.LARGEST_SIDE

    assert contents.png_fault(png(4000, 3000)) == contents.jpeg_fault(jpeg(4000, 3000)) == ""
    assert contents.png_fault(png(side, contents.MOST_PIXELS // side)) == ""
    assert contents.png_fault(png(side, contents.MOST_PIXELS // side + 1)) == contents.GIANT
    assert contents.png_fault(png(side + 1, 1)) == contents.png_fault(png(1, 2**31)) == contents.GIANT
    assert contents.jpeg_fault(jpeg(65_500, 65_500)) == contents.GIANT


@pytest.mark.parametrize("data", [PNG[:-12], png(0, 10), b"\x89PNG\r\n\x1a\n"], ids=["cut", "no-width", "bare"])
def test_a_damaged_png_is_named(data: bytes) -> None:
    assert contents.is_png(data)
    assert contents.png_fault(data) == contents.DAMAGED


@pytest.mark.parametrize("kept", [3, 12, 24])
def test_a_jpeg_without_its_frame_is_damaged(kept: int) -> None:
    assert contents.is_jpeg(jpeg(10, 10)[:kept])
    assert contents.jpeg_fault(jpeg(10, 10)[:kept]) == contents.DAMAGED
