"""Cases 10, 11, 12, 18: files from scanners, readers and telephones, and rare names, as they were found.

Case 08 stands in tests/permits/http/test_transfer.py, with the other files that are more than fits.
"""

import io
from pathlib import Path

import pytest

from permits.documents.glyphs import undrawable
from permits.documents.render import render
from permits.services.case.parties import warnings_about
from tests.offices import COMPANY, Office
from tests.permits.documents.test_rare_characters import _fonts as _fonts
from tests.permits.documents.test_rare_characters import named
from tests.permits.documents.test_render import text_of
from tests.permits.services.files.test_contents import OFD_INDEX, zipped
from tests.permits.services.files.test_uploads import WEBP
from tests.permits.web.journeys import sign_in
from workflows import load_bundles

FILES = Path(__file__).parent / "files"
PDFS = Path(__file__).parents[1] / "examples" / "files"
RARE = [one.split(" ")[0] for one in (FILES / "rare-names.txt").read_text("utf-8").split("\n") if one]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
# what the sentence of a refusal leads to
SAVE = {
    "苗木表.xlsx": (zipped(**{"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<x/>"}), "Save the table as PDF"),
    "说明.doc": (OLE, "save it as PDF or DOCX"),
    "说明.wps": (OLE, "save it as PDF or DOCX"),
    "现场.heic": (b"\x00\x00\x00\x18ftypheic" + bytes(40), "Save the picture as JPEG"),
    "扫描.tif": (b"II*\x00" + bytes(40), "Save the picture as JPEG"),
    "微信图片.jpg": (WEBP, "save it as PDF or JPEG"),
}


def asked(office: Office) -> int:
    return int(office.draft(papers=False)["id"])


@pytest.mark.parametrize("name", ["crlf.pdf", "junk200.pdf", "pjl.pdf"])
def test_a_pdf_with_something_before_its_header_is_taken(office: Office, name: str) -> None:
    office.contractor.hand_in(asked(office), "M01", name=name, data=(PDFS / name).read_bytes())


def test_a_pdf_nobody_can_read_is_named_at_upload_to_program_and_page(office: Office) -> None:
    draft, browser = asked(office), office.app.test_client()
    sign_in(browser, "contractor")  # type: ignore[arg-type]  # the class `founded` sets
    said = {
        "encrypted.pdf": ("The file asks for a password", "文件设有打开密码"),
        "header-only.pdf": ("The PDF was cut off", "PDF 文件不完整"),
        "no-pages.pdf": ("The PDF has no page", "PDF 文件没有页面"),
    }

    for name, (sentence, shown) in said.items():
        data = (PDFS / name).read_bytes()
        refused = office.contractor.hand_in(draft, "M01", name=name, data=data, expect=422)
        page = browser.post(f"/applications/{draft}/form/papers", data={"file-M01": (io.BytesIO(data), name)})
        assert sentence in str(refused["errors"]), name
        assert (page.status_code, shown in page.text) == (422, True), page.text

    materials = office.contractor.get(f"/applications/{draft}")["materials"]
    assert {one["state"] for one in materials if one["code"] == "M01"} == {"missing"}


def test_an_ofd_is_a_paper(office: Office) -> None:
    draft = asked(office)

    office.contractor.hand_in(draft, "M01", name="营业执照.ofd", data=zipped(**{"OFD.xml": OFD_INDEX}))


def test_a_file_the_office_does_not_take_is_refused_with_what_to_do(office: Office) -> None:
    draft = asked(office)

    for name, (data, advice) in SAVE.items():
        refused = office.contractor.hand_in(draft, "M01", name=name, data=data, expect=415)
        assert advice in refused["detail"], (name, refused)


@pytest.mark.parametrize("kind", ["licence", "grant"])
def test_the_rare_names_stand_on_the_paper(kind: str) -> None:
    name = " ".join(RARE)
    text = text_of(render(kind, named(kind, name), language="zh"))
    assert all(one in text for one in RARE)
    assert "U+" not in text


def test_nobody_is_warned_of_a_name_the_fonts_have() -> None:
    assert undrawable("".join(RARE)) == ""
    assert warnings_about(load_bundles()["road-access"], {"applicant": {**COMPANY, "name": "".join(RARE)}}) == []
