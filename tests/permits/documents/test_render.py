import io
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pypdf import PdfReader

from permits.documents.kinds import FORMS
from permits.documents.render import render
from permits.i18n import translate
from tests.permits.documents.samples import COMMON, CONDITIONS, DEFICIENCY, LAW, facts

KINDS = sorted(FORMS)
ONE_OF_EACH_LAYOUT = ("receipt", "acceptance", "grant", "licence")
LANGUAGES = ("zh", "en")
DAY = {"zh": "2026年9月17日", "en": "17 September 2026"}
SANDBOX_MARK = {"zh": "演示文书无法律效力", "en": "TRAININGCOPY"}
HOSTILE = '#panic("run") $x^2$ "quoted" *bold* _it_ <label> @ref \\ // /* `raw` #import "base.typ": *'


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    """Give the text of all pages without the blanks and line ends a layout may put anywhere."""
    return squeezed("".join(page.extract_text() for page in read(pdf).pages))


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u200b\u00ad]", "", text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_notice_carries_number_title_day_law_and_receipt(kind: str, language: str) -> None:
    given = facts(kind, law=LAW)

    text = text_of(render(kind, given, language=language))

    title = given.get("title", {"zh": translate(FORMS[kind].title, "zh"), "en": FORMS[kind].title})
    for expected in (given["number"], given["case_number"], title["zh"], title[language], DAY[language]):
        assert squeezed(expected) in text
    assert squeezed(LAW[language]) in text
    assert given["receipt"]["hash"][:16] in text
    assert given["receipt"]["hash"][:17] not in text


@pytest.mark.parametrize("kind", ONE_OF_EACH_LAYOUT)
def test_the_same_facts_give_the_same_bytes(kind: str) -> None:
    assert render(kind, facts(kind), language="zh") == render(kind, facts(kind), language="zh")


def test_threads_give_the_same_bytes_as_one() -> None:
    alone = render("grant", facts("grant"), language="zh")

    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda _: render("grant", facts("grant"), language="zh"), range(6)))

    assert set(together) == {alone}


def test_a_document_is_an_archive_pdf_dated_by_the_act() -> None:
    reader = read(render("grant", facts("grant", issued_on="2025-01-27"), language="zh"))

    assert reader.metadata is not None
    assert str(reader.metadata.get("/CreationDate")).startswith("D:20250127")
    assert b"pdfaid:part>2<" in reader.trailer["/Root"]["/Metadata"].get_data()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", ["receipt", "grant", "licence"])
def test_only_a_sandbox_marks_every_page(layout: str, language: str) -> None:
    many = {"conditions": CONDITIONS * 30, "materials": [{"code": "M01", "name": "申请表"}] * 60}
    training = read(render(layout, facts(layout, sandbox=True, **many), language=language))
    earnest = text_of(render(layout, facts(layout, sandbox=False, **many), language=language))

    assert len(training.pages) > 1
    assert all(SANDBOX_MARK[language] in squeezed(page.extract_text()) for page in training.pages)
    assert SANDBOX_MARK[language] not in earnest
    assert "演示" not in earnest


def test_pages_are_numbered_through() -> None:
    pages = read(render("deficiency", facts("deficiency", items=[DEFICIENCY] * 40), language="zh")).pages

    texts = [squeezed(page.extract_text()) for page in pages]

    assert len(texts) > 2
    assert all(f"第{n}页共{len(texts)}页" in text for n, text in enumerate(texts, start=1))
    assert all("补正要求" in text for text in texts[:-1])


@pytest.mark.parametrize("kind", ["grant", "refusal", "non_acceptance", "licence_decision"])
def test_a_decision_names_both_remedies_with_their_last_days(kind: str) -> None:
    text = text_of(render(kind, facts(kind), language="zh"))

    assert "示范市人民政府申请行政复议" in text
    assert "2026年11月16日" in text
    assert "2027年3月17日" in text


def test_remedies_without_days_point_to_the_day_of_service() -> None:
    bare = {"reconsideration_body": "示范市人民政府", "court": "示范市人民法院"}

    assert "送达日期以送达回证为准" in text_of(render("refusal", facts("refusal", remedies=bare), language="zh"))


def test_an_acceptance_lists_days_steps_tolerated_papers_and_the_count() -> None:
    text = text_of(render("acceptance", facts("acceptance"), language="zh"))

    for expected in ("2026年10月21日（暂定）", "专家评审", "不计入法定期限", "M07施工组织设计", "中秋节", "国庆节调休"):
        assert expected in text


def test_a_deemed_acceptance_says_why() -> None:
    text = text_of(render("acceptance", facts("acceptance", deemed=True), language="en"))

    assert squeezed("is therefore deemed accepted from 17 September 2026") in text


def test_a_narrower_grant_shows_both_scopes_and_why() -> None:
    text = text_of(render("grant", facts("grant"), language="zh"))

    assert "120m²" in text
    assert "部分不予许可的理由" in text


def test_a_licence_shows_its_code_in_groups() -> None:
    assert "XD3BY-ERS0S" in text_of(render("licence", facts("licence"), language="zh"))


@pytest.mark.parametrize("kind", ONE_OF_EACH_LAYOUT)
def test_hostile_text_is_printed_and_not_run(kind: str) -> None:
    party = {**COMMON["applicant"], "name": HOSTILE}

    text = text_of(render(kind, facts(kind, applicant=party, project=HOSTILE, site=HOSTILE), language="zh"))

    assert squeezed(HOSTILE) in text


@pytest.mark.parametrize("written", ["长" * 3000, "x" * 3000, "😀𠮷\u202e\x00", "\ud800", "\n\n", ""])
def test_no_text_breaks_a_document(written: str) -> None:
    given: dict[str, Any] = {
        "project": written,
        "reasons": [written],
        "found": [written],
        "conditions": [{"text": written}],
    }

    assert render("grant", facts("grant", **given), language="zh").startswith(b"%PDF")


def test_a_missing_fact_is_a_key_error() -> None:
    given = facts("grant")
    del given["permit"]

    with pytest.raises(KeyError, match="permit"):
        render("grant", given, language="zh")


def test_a_receipt_says_where_each_paper_came_from() -> None:
    text = text_of(render("receipt", facts("receipt"), language="zh"))

    assert "M01道口开设一件事申请表已提交（1件）" in text
    assert "M02营业执照数据共享获取" in text
