"""Passages that several notices share: the case, days that are not final, sentences, remedies."""

import pytest

from permits.documents.notices.common import as_sentence, case_card, contact, counted, named, remedies, sentences
from permits.documents.wording import Wording
from tests.permits.documents.samples import COMMON

ZH, EN = Wording("zh"), Wording("en")
TOLD = {"reconsideration_body": "市人民政府", "court": "市人民法院"}


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        ("同意", "同意。", "同意。"),
        ("Agreed", "Agreed。", "Agreed."),
        ("同意。", "同意。", "同意。"),
        (" 同意， ", "同意。", "同意。"),
        ("Why?", "Why?", "Why?"),
    ],
)
def test_a_text_is_closed_once(written: str, zh: str, en: str) -> None:
    assert (as_sentence(written, ZH), as_sentence(written, EN)) == (zh, en)


def test_empty_reasons_are_left_out() -> None:
    assert sentences([" ", "一", {"zh": "二", "en": "two"}], ZH) == ["一。", "二。"]


def test_a_day_beyond_the_final_calendar_is_marked() -> None:
    facts = {"final_through": "2026-12-31"}

    assert counted("2026-12-31", facts, EN) == "31 December 2026"
    assert counted("2027-01-01", facts, EN) == "1 January 2027 (provisional)"
    assert counted("2027-01-01", {}, EN) == "1 January 2027"


def test_a_paper_without_a_code_is_named_alone() -> None:
    assert named({"code": "M01", "name": "申请表"}, ZH) == "M01 申请表"
    assert named({"name": "申请表"}, ZH) == "申请表"


def test_a_party_without_a_number_shows_its_name_alone() -> None:
    bare = {**COMMON, "applicant": {"name": "某公司", "id_label": "", "id_masked": ""}}

    assert "某公司" in [value for _label, value in case_card(bare, ZH)["rows"]]


def test_a_notice_without_remedies_or_contact_says_nothing_of_them() -> None:
    assert remedies({}, ZH, section=3) == []
    assert contact({}, ZH) == []


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({}, "which the proof of service states"),
        ({"reconsideration_last_on": "2026-05-06"}, "for reconsideration is 6 May 2026."),
        (
            {"reconsideration_last_on": "2026-05-06", "court_last_on": "2026-09-02"},
            "the last day to bring an action is 2 September 2026.",
        ),
        (
            {"reconsideration_last_on": "2026-05-06", "court_last_on": "2026-09-02", "served_on": "2026-03-02"},
            "was served on 2 March 2026",
        ),
    ],
)
def test_remedies_tell_the_last_days_that_are_known(more: dict[str, str], told: str) -> None:
    (_heading, text) = remedies({"remedies": {**TOLD, **more}}, EN, section=3)

    assert told in str(text["text"])
