"""Case 06: a part of a multipart body that should be a file and is none."""

from typing import Any

import pytest

from tests.offices import PDF, Office

BOUNDARY = "multipart/form-data; boundary=xx"
PLAIN = b'--xx\r\nContent-Disposition: form-data; name="code"\r\n\r\nM01\r\n'
SAID = "请以文件形式发送，并带文件名"


def part(head: str, data: bytes = b"abc") -> bytes:
    return PLAIN + f"--xx\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + data + b"\r\n--xx--\r\n"


def send(office: Office, path: str, body: bytes, kind: str = BOUNDARY) -> Any:
    sent = {"data": body, "content_type": kind, "headers": {"Accept-Language": "zh"}}
    return office.contractor.call("POST", path, 422, **sent).get_json()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (part('name="file"'), BOUNDARY),
        (part('name="file"; filename="a\r\nb.pdf"'), BOUNDARY),
        (b"code=M01&file=abc", "application/x-www-form-urlencoded"),
    ],
)
def test_a_field_in_place_of_the_file_is_refused_at_file(office: Office, body: bytes, kind: str) -> None:
    case = office.draft(papers=False)

    refused = send(office, f"/applications/{case['id']}/materials", body, kind)

    assert {"field": "file", "message": SAID} in refused["errors"]


def test_photographs_are_held_to_the_same(office: Office) -> None:
    case = office.accepted()

    sent = {"data": part('name="file"').replace(PLAIN, b""), "content_type": BOUNDARY}
    refused = office.roads.call("POST", f"/applications/{case['id']}/photos", 422, **sent).get_json()

    assert refused["errors"][0]["field"] == "file"


@pytest.mark.parametrize("text", ["[" * 2000, "9" * 5000, '"\\ud800"', "a\x00b"])
def test_a_field_read_as_json_passes_the_guard(office: Office, text: str) -> None:
    case = office.draft(papers=False)
    body = f'--xx\r\nContent-Disposition: form-data; name="note"\r\n\r\n{text}\r\n--xx--\r\n'.encode()

    assert send(office, f"/applications/{case['id']}/materials", body)["code"] == "invalid"


def test_a_line_break_in_the_name_of_a_file_is_left_out(office: Office) -> None:
    case = office.draft(papers=False)
    body = part("name=\"file\"; filename*=UTF-8''a%0D%0Ab%E2%80%AE.pdf", PDF)

    sent = {"data": body, "content_type": BOUNDARY}
    kept = office.contractor.call("POST", f"/applications/{case['id']}/materials", 201, **sent).get_json()

    browser = office.app.test_client()
    browser.post("/login", data={"username": "contractor", "password": "contractor"})
    paper = browser.get(f"/papers/{kept['material_id']}")
    assert (paper.status_code, "filename=ab.pdf" in paper.headers["Content-Disposition"]) == (200, True)
