import pytest

from permits.errors import Invalid, TooLarge, UnsupportedMedia
from permits.services.case import uploads
from tests.offices import PDF, PNG
from tests.permits.services.changing.test_materials import EXE


@pytest.mark.parametrize(
    ("file_name", "data", "refusal"),
    [
        ("plan.pdf", EXE, UnsupportedMedia),
        ("plan.pdf", PNG, UnsupportedMedia),
        ("plan.exe", EXE, UnsupportedMedia),
        ("plan", PDF, UnsupportedMedia),
        ("plan.pdf", b"", Invalid),
        ("plan.pdf", PDF + bytes(uploads.LARGEST_BYTES), TooLarge),
    ],
    ids=["exe-as-pdf", "png-as-pdf", "exe", "no-ending", "empty", "too-large"],
)
def test_what_is_no_paper_is_refused(file_name: str, data: bytes, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        uploads.checked_media_type(file_name, data)
