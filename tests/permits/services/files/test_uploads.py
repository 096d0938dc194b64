import pytest

from permits.errors import Invalid, Refusal, TooLarge, Unavailable, UnsupportedMedia
from permits.services.files import uploads
from tests.offices import PDF, PNG
from tests.permits.services.changing.test_materials import EXE
from tests.permits.services.files.test_contents import FILES, OFD_INDEX, docx, png, zipped

WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(32)


class FoundByScanner:
    """Finds malware in every file."""

    def find(self, data: bytes) -> str:
        return f"Malware-{len(data)}"


class NoScanner:
    """Never answers."""

    def find(self, data: bytes) -> str:
        raise Unavailable


def refused(name: str, data: bytes, **more: object) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        uploads.examine(name, data, otherwise="M01", **more)  # type: ignore[arg-type]
    return refusal.value


@pytest.mark.parametrize(
    ("file_name", "data", "refusal"),
    [
        ("plan.pdf", EXE, UnsupportedMedia),
        ("plan.pdf", PNG, UnsupportedMedia),
        ("plan.exe", EXE, UnsupportedMedia),
        ("plan", PDF, UnsupportedMedia),
        ("plan.pdf", b"", Invalid),
        ("plan.pdf", PDF + bytes(uploads.LARGEST_BYTES), TooLarge),
        ("plan.pdf", (FILES / "encrypted.pdf").read_bytes(), Invalid),
        ("plan.docx", docx(**{"word/vbaProject.bin": b"\0"}), Invalid),
        ("plan.png", png(2**31, 1), Invalid),
        ("plan.ofd", docx(), UnsupportedMedia),
    ],
    ids=["exe-as-pdf", "png-as-pdf", "exe", "no-ending", "empty", "too-large", "locked", "macros", "giant", "no-ofd"],
)
def test_what_is_no_paper_is_refused(file_name: str, data: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        uploads.checked_media_type(file_name, data)


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("现状.OFD", zipped(**{"OFD.xml": OFD_INDEX}), "application/ofd"),
        ("plan.dwg", b"AC1032" + bytes(10), "image/vnd.dwg"),
        ("scan.pdf", (FILES / "pjl.pdf").read_bytes(), "application/pdf"),
    ],
)
def test_what_is_a_paper_is_taken(name: str, data: bytes, media_type: str) -> None:
    found = uploads.examine(name, data, otherwise="M01")

    assert (found.name, found.media_type, found.data) == (name, media_type, data)


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("苗木表.xlsx", "Save the table as PDF"),
        ("申请.wps", "save it as PDF or DOCX"),
        ("IMG_1.HEIC", "Save the picture as JPEG"),
        ("scan.tif", "several pages as PDF"),
        ("all.zip", "Unpack the archive"),
        ("plan.dxf", "as PDF or DWG"),
        ("unknown.xyz", "Save this one as PDF"),
    ],
)
def test_a_refusal_says_what_to_do_instead(name: str, advice: str) -> None:
    said = str(refused(name, b"some content"))

    assert advice in said
    assert "pdf, ofd, png" in said


def test_a_picture_of_another_kind_is_named_by_it() -> None:
    assert "WEBP" in str(refused("mmexport1.jpg", WEBP))
    assert "Save the picture as JPEG" in str(refused("a.pdf", PDF, kinds=uploads.PICTURES))


def test_nothing_is_taken_that_the_scanner_refuses_or_does_not_scan() -> None:
    found = refused("plan.pdf", PDF, scanner=FoundByScanner())

    assert isinstance(found, Invalid)
    assert found.problems[0][2] == {"found": f"Malware-{len(PDF)}"}
    assert isinstance(refused("plan.pdf", PDF, scanner=NoScanner()), Unavailable)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("..\\..\\etc/passwd/plan.pdf", "plan.pdf"),
        ("图" * 300 + ".pdf", "图" * 196 + ".pdf"),
        ("a" * 300, "a" * 200),
        ("a." + "b" * 300, "a." + "b" * 198),
        ("现状\u202efdp.exe\r\n", "现状fdp.exe"),
        ("e\u0301tat\ud800.pdf", "\u00e9tat.pdf"),
        ("\x00/", "M01"),
        ("", "M01"),
    ],
)
def test_a_name_is_kept_without_folders_and_tricks_and_with_its_ending(sent: str, kept: str) -> None:
    assert uploads.bare_name(sent, "M01") == kept
