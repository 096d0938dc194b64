"""One notice in every form in which offices have it, in every encoding."""

import io
import zipfile
from pathlib import Path

import pytest

from workflows import Given, NoticeMalformed, decode, read_notice

NOTICES = Path(__file__).parents[1] / "notices"
TEXT = (NOTICES / "2026.txt").read_text(encoding="utf-8")
EXPECTED = read_notice(TEXT)
ROWS = [
    ["文号", "国办发明电〔2025〕7号"],
    ["发文日期", "2025/11/4"],
    ["年份", "2026"],
    ["节日", "放假首日", "放假末日", "调休上班"],
    *(
        [one.name.zh, str(one.from_on), one.to_on.strftime("%Y.%m.%d"), "、".join(map(str, one.make_up))]
        for one in EXPECTED.holidays
    ),
]


def packed(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/") + ".xml", content)
    return file.getvalue()


def table(delimiter: str) -> str:
    return "\r\n".join(delimiter.join(row) for row in ROWS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [TEXT, TEXT.replace("\n", "\r\n"), table(","), table("\t"), table(";")])
def test_a_notice_reads_alike_in_every_encoding_and_form(text: str, encoding: str) -> None:
    assert read_notice(decode(text.encode(encoding))) == EXPECTED


def test_what_the_text_leaves_out_may_be_given() -> None:
    bare = TEXT.replace(EXPECTED.number, "").replace("2025年11月4日", "")

    with pytest.raises(NoticeMalformed) as refused:
        read_notice(bare)
    assert {problem.field for problem in refused.value.problems} == {"number", "issued_on"}
    assert read_notice(bare, given=Given(EXPECTED.number, EXPECTED.issued_on)) == EXPECTED


@pytest.mark.parametrize(
    "raw",
    [
        b"\x00\x01\x02",
        b"PK\x03\x04 broken",
        packed(mimetype="x"),
        "会议纪要".encode(),
        b"\xff\xff\xff",
        b"{" * 50_000,
        b"%PDF-1.4",
    ],
)
def test_what_is_no_notice_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(NoticeMalformed) as refused:
        read_notice(decode(raw))

    said = str(refused.value)
    assert "notice the office can read" in said or "compare it with the example" in said
    assert not any(word in said for word in ("codec", "byte", "Expecting", "column", "Traceback"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('year = 2026\nnumber = "7\nissued_on = 2025-11-04', 2),
        ('{"year": 2026,\n"number": }', 2),
        (table(",").replace("年份", "年分"), 3),
        (table(",").replace("2026-01-01", "元月一日"), 5),
        ((NOTICES / "2027.toml").read_text("utf-8").replace("2027-05-08", "2027-05-10"), 30),
    ],
)
def test_a_fault_is_named_by_its_line(text: str, line: int) -> None:
    with pytest.raises(NoticeMalformed) as refused:
        read_notice(text)

    assert f"line {line}" in {problem.field for problem in refused.value.problems}
