"""Case 17: notice files as offices have them, and the text as published."""

import io
from pathlib import Path
from typing import Any

import pytest

from tests.offices import Office

FILES = Path(__file__).parent / "files"
PUBLISHED = Path(__file__).parents[1] / "workflows" / "notices" / "2026.txt"


@pytest.fixture
def admin(office: Office) -> Any:
    office.at("2026-01-05T09:00:00")
    browser = office.app.test_client()
    browser.post("/login", data={"username": "admin", "password": "admin"})
    return browser


def upload(admin: Any, raw: bytes, **more: str) -> Any:
    return admin.post("/calendar/notice", data={"file": (io.BytesIO(raw), "notice"), **more})


def alert(answer: Any) -> str:
    return str(answer.text.split('role="alert"')[1].split("</ul>")[0])


def test_a_file_saved_in_gbk_shows_what_would_move(admin: Any) -> None:
    shown = upload(admin, (FILES / "n2026.gbk.toml").read_bytes())

    assert shown.status_code == 200
    assert "国办发明电〔2025〕7号" in shown.text
    assert "日期没有变化" in shown.text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_the_published_text_is_taken_in_after_its_preview(admin: Any, encoding: str) -> None:
    shown = upload(admin, PUBLISHED.read_text(encoding="utf-8").encode(encoding))
    assert shown.status_code == 200

    pasted = {"content": PUBLISHED.read_text(encoding="utf-8"), "go": "commit"}
    assert admin.post("/calendar/notice", data=pasted).status_code == 302


def test_half_a_text_is_refused_with_what_it_lacks(admin: Any) -> None:
    text = (FILES / "notice-2026.txt").read_bytes()

    said = alert(upload(admin, text))
    assert "number" not in said
    assert "通知文号" in said
    assert "成文日期" in said

    given = {"number": "国办发明电〔2025〕7号", "issued_on": "2025-11-04"}
    refused = upload(admin, text, **given)
    assert refused.status_code == 422
    assert "国庆节" in alert(refused)
    assert "国办发明电〔2025〕7号" in refused.text  # what was typed comes back


def test_a_refusal_names_the_line_in_the_users_words(admin: Any) -> None:
    said = alert(upload(admin, (FILES / "n2026.gbk.toml").read_bytes().replace(b"year = 2026", b"year 2026")))

    assert "第1行" in said
    assert "year 2026" in said
    assert "codec" not in said


def test_the_page_shows_an_example_it_would_take(admin: Any) -> None:
    page = admin.get("/calendar").text
    example = page.split('<pre class="example">')[1].split("</pre>")[0]

    assert admin.post("/calendar/notice", data={"content": example}).status_code == 200


def test_the_command_reads_them_too(office: Office) -> None:
    office.at("2026-01-05T09:00:00")
    run = office.app.test_cli_runner()

    done = run.invoke(args=["calendar", "import", str(FILES / "n2026.gbk.toml"), "--preview"])
    assert (done.exit_code, "nothing has been changed" in done.output) == (0, True)
    assert run.invoke(args=["calendar", "import", str(PUBLISHED)]).exit_code == 0
