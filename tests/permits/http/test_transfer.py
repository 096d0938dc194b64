"""Files over HTTP: how much of a request is kept, what is said of the rest, names in headers, the scanner's setting."""

import re
from io import BytesIO
from urllib.parse import unquote

import pytest
from flask import Flask, request, session
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from permits.config import Settings
from permits.http import transfer
from permits.services.files import uploads
from tests.conftest import make_settings
from tests.house.sources import name, python_files
from tests.offices import PDF, PNG, Office
from tests.pages import CheckedClient
from tests.permits.services.files.test_scanner import MALWARE, clamd
from tests.permits.web.journeys import draft, file, sign_in

CHINESE = "现状图（2026年）“东侧”.pdf"
NAMES_FILES = re.compile(r"\bsend_file\(|Content-Disposition|download_name")
KEPT = re.compile(r'href="(/applications/\d+/papers/\d+)">([^<]+)')


def padded(size: int) -> bytes:
    """Give a readable PDF of a size: filling stands before its pages."""
    head, rest = PDF.split(b"\n", 1)
    return head + b"\n%" + b"x" * (size - len(PDF) - 2) + b"\n" + rest


def name_of(header: str) -> str:
    """Read a name as RFC 6266 wants browsers to: the extended one first."""
    header.encode("ascii")
    found = re.search(r"filename\*=UTF-8''([^;]+)", header)
    return unquote(found.group(1)) if found else header.partition("filename=")[2].strip('"')


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a request keep 6000 bytes and a file have 4000, as 60 and 20 MB would take long."""
    monkeypatch.setattr(transfer.CountingRequest, "room_bytes", 6000)
    for module in (transfer, uploads):
        monkeypatch.setattr(module, "LARGEST_BYTES", 4000)


@pytest.mark.usefixtures("small")
def test_of_papers_that_are_too_many_for_one_request_those_that_fit_are_kept(client: CheckedClient) -> None:
    address = draft(client)
    needed = ["M01", "M08"]
    files = {
        "file-M01": [file("一.pdf", padded(3000)), file("二.pdf", padded(3500)), file("三.pdf", padded(2000))],
        "file-M08": [file("四.pdf", padded(5000))],
    }

    answer = client.post(f"{address}/form/papers", data=files)

    assert answer.status_code == 422
    assert "二.pdf：" in answer.text or "二.pdf: " in answer.text
    assert "请单独重新上传" in answer.text
    assert "四.pdf" in answer.text
    kept = {shown for _, shown in KEPT.findall(answer.text)}
    assert kept == {"一.pdf", "三.pdf"}, (needed, kept)
    sign_in(client, "contractor")
    client.post(f"{address}/form/papers", data={"file-M08": file("二.pdf", padded(3500))})
    assert {shown for _, shown in KEPT.findall(client.get(f"{address}/form/papers").text)} == {
        "一.pdf",
        "三.pdf",
        "二.pdf",
    }


def test_four_files_of_19_megabytes_are_three_kept_and_one_named(client: CheckedClient) -> None:
    address, data = draft(client), padded(19 * uploads.MEGABYTE)
    files = MultiDict(("file-M01", FileStorage(BytesIO(data), f"{number}.pdf")) for number in range(4))
    boundary, sent = encode_multipart(files)

    page = client.post(f"{address}/form/papers", data=sent, content_type=f'multipart/form-data; boundary="{boundary}"')

    assert page.status_code == 422
    assert "3.pdf: 本次所选文件合计超过 60 MB" in page.text
    assert [f"{number}.pdf</a>" in page.text for number in range(4)] == [True, True, True, False]


def test_more_than_a_request_reads_is_refused_with_advice(
    app: Flask, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 1000)
    monkeypatch.setattr(transfer, "LARGEST_READ_BYTES", 5000)
    address = draft(client)
    two, ten = padded(2000), padded(10_000)

    assert client.post(f"{address}/form/papers", data={"file-M01": file("a.pdf", two)}).status_code == 302
    refused = client.post(f"{address}/form/papers", data={"file-M01": file("a.pdf", ten)})
    assert refused.status_code == 413
    assert "减少每次上传的文件" in refused.text
    assert client.post("/applications/new", data={"file": file("a.pdf", two)}).status_code == 413


@pytest.mark.parametrize(
    ("path", "signed_in", "most"),
    [
        ("/applications/1/form/papers", True, transfer.LARGEST_READ_BYTES),
        ("/applications/1/papers", True, transfer.LARGEST_READ_BYTES),
        ("/applications/1/supplement", True, transfer.LARGEST_READ_BYTES),
        ("/cases/1/photos", True, transfer.LARGEST_READ_BYTES),
        ("/applications/1/form/papers", False, transfer.LARGEST_REQUEST_BYTES),
        ("/applications/new", True, transfer.LARGEST_REQUEST_BYTES),
        ("/nowhere", True, transfer.LARGEST_REQUEST_BYTES),
    ],
)
def test_more_is_read_only_from_somebody_signed_in_where_files_are_taken(
    app: Flask, path: str, signed_in: bool, most: int
) -> None:
    with app.test_request_context(path, method="POST"):
        session.update({"_user_id": "1"} if signed_in else {})

        assert request.max_content_length == most


def test_a_chinese_name_comes_back_on_every_way_to_a_paper(client: CheckedClient) -> None:
    address = draft(client)
    client.post(f"{address}/form/papers", data={"file-M01": file(CHINESE)})
    ((own, shown),) = KEPT.findall(client.get(f"{address}/form/papers").text)
    paper = f"/papers/{own.rsplit('/', 1)[1]}"

    for way in (own, paper, f"{paper}?look=1"):
        answer = client.get(way)
        assert (answer.status_code, answer.data) == (200, PDF), way
        assert name_of(answer.headers["Content-Disposition"]) == CHINESE, way
    assert shown == CHINESE
    assert client.get(f"{paper}?look=1").headers["Content-Disposition"].startswith("inline")


def test_names_of_files_are_written_in_one_place_only() -> None:
    writers = {name(path) for path in python_files("permits") if NAMES_FILES.search(path.read_text("utf-8"))}

    assert writers == {"permits/http/transfer.py"}


def test_the_ways_a_file_is_refused_stand_in_the_description(app: Flask) -> None:
    paths = app.test_client().get("/api/v1/openapi.json").json["paths"]

    for thing in ("materials", "photos"):
        answers = paths[f"/api/v1/applications/{{application}}/{thing}"]["post"]["responses"]
        assert {"413", "415", "422", "503"} <= set(answers)


def test_a_paper_whose_file_is_lost_or_altered_is_not_found(app: Flask, client: CheckedClient) -> None:
    address = draft(client)
    client.post(f"{address}/form/papers", data={"file-M01": file()})
    ((own, _),) = KEPT.findall(client.get(f"{address}/form/papers").text)
    (kept,) = [one for one in app.extensions["settings"].upload_dir.rglob("*") if one.is_file()]

    kept.write_bytes(PNG)
    assert client.get(own).status_code == 404
    kept.unlink()
    assert client.get(own).status_code == client.get(f"/papers/{own.rsplit('/', 1)[1]}").status_code == 404


def test_with_a_scanner_named_nothing_is_kept_unscanned(
    app: Flask, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = draft(client)

    def send(url: str, data: bytes = PDF) -> str:
        changed = app.extensions["settings"].model_copy(update={"clamd_url": url})
        monkeypatch.setitem(app.extensions, "settings", changed)
        return client.post(f"{address}/form/papers", data={"file-M01": file("a.pdf", data)}).text

    with clamd(("127.0.0.1", 0)) as (url, taken):
        assert "Eicar-Signature" in send(url, PDF + MALWARE)
    assert taken == [PDF + MALWARE]
    assert "病毒检测服务暂时无法使用" in send(url)
    assert not KEPT.findall(client.get(f"{address}/form/papers").text)
    with clamd(("127.0.0.1", 0)) as (url, _):
        send(url)
    assert KEPT.findall(client.get(f"{address}/form/papers").text)


def test_a_program_is_told_that_the_scanner_is_out(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(app)
    filed = office.draft(papers=False)
    changed = app.extensions["settings"].model_copy(update={"clamd_url": "unix:///nowhere/clamd.sock"})
    monkeypatch.setitem(app.extensions, "settings", changed)

    assert office.contractor.hand_in(filed["id"], "M01", expect=503)["code"] == "unavailable"
    assert office.contractor.get(f"/applications/{filed['id']}") == filed


def test_the_quotas_are_settings(app: Flask, client: CheckedClient, monkeypatch: pytest.MonkeyPatch) -> None:
    address = draft(client)
    for setting, said in (
        ("upload_application_mb", "每个办件的材料合计不超过 0 MB"),
        ("upload_account_mb", "该账号 24 小时内"),
    ):
        with monkeypatch.context() as patch:
            patch.setitem(app.extensions, "settings", app.extensions["settings"].model_copy(update={setting: 0}))
            assert said in client.post(f"{address}/form/papers", data={"file-M01": file()}).text


@pytest.mark.parametrize(
    "url", ["tcp://127.0.0.1:3310", "tcp://[::1]:3310", "tcp://clamd:3310", "unix:///run/clamav/clamd.ctl"]
)
def test_the_address_of_a_scanner(tmp_path: object, url: str) -> None:
    assert make_settings(tmp_path, clamd_url=url).clamd_url == url  # type: ignore[arg-type]


@pytest.mark.parametrize("url", ["127.0.0.1:3310", "tcp://clamd", "unix://run/clamd", "http://clamd:1", "tcp://:1"])
def test_what_is_no_address_of_a_scanner_is_refused_at_the_start(url: str) -> None:
    with pytest.raises(ValueError, match="clamd_url"):
        Settings.model_validate({"secret_key": "a secret of the tests", "clamd_url": url})


def test_a_file_of_a_request_reads_as_it_was_written(app: Flask) -> None:
    with app.test_request_context(method="POST", data={"file": (BytesIO(PDF), "a.pdf"), "text": "t"}) as context:
        assert context.request.files["file"].read() == PDF
        assert context.request.form["text"] == "t"
