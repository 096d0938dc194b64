"""Word and Excel files give the notice that their text gives."""

from datetime import date

import pytest

from tests.workflows.time.test_notice_files import EXPECTED, ROWS, TEXT, packed
from workflows import decode, read_notice
from workflows.time.notice_packages import package_text


def document() -> bytes:
    return packed(
        word__document="".join(
            f'<w:p w:rsidR="1"><w:r><w:t xml:space="preserve">{line[:5]}</w:t><w:t>{line[5:]}</w:t></w:r></w:p>'
            for line in TEXT.splitlines()
        )
    )


def cell(reference: str, value: str) -> str:
    if value.startswith("2026-") and len(value) == len("2026-01-01"):
        serial = (date.fromisoformat(value) - date(1899, 12, 30)).days
        return f'<c r="{reference}" s="1"><v>{serial}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t>{value}</t></is></c>' if value else f'<c r="{reference}"/>'


def sheet() -> bytes:
    rows = "".join(
        f'<row r="{n}">{"".join(cell(f"{chr(65 + place)}{n}", value) for place, value in enumerate(row))}</row>'
        for n, row in enumerate(ROWS, 1)
    )
    return packed(xl__worksheets__sheet1=f"<worksheet><sheetData>{rows}</sheetData></worksheet>")


@pytest.mark.parametrize("raw", [document(), sheet()])
def test_word_and_excel_files_read_alike(raw: bytes) -> None:
    assert read_notice(decode(raw)) == EXPECTED


def test_what_is_no_document_has_no_text() -> None:
    assert package_text(b"PK\x03\x04 broken") == ""
    assert package_text(packed(mimetype="x")) == ""
