import json

import pytest

from permits.documents.kinds import FORMS
from permits.documents.view import page
from permits.i18n import translate
from tests.permits.documents.samples import facts
from tests.permits.documents.test_render import KINDS, LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_notice_without_a_law_of_its_own_cites_the_usual_one(kind: str, language: str) -> None:
    given = facts(kind)
    given.pop("law", None)

    said = json.dumps(page(kind, given, language=language), ensure_ascii=False)

    assert translate(FORMS[kind].law, language) in said


def test_only_the_chinese_original_lacks_the_sentence_that_chinese_prevails() -> None:
    zh, en = (page("grant", facts("grant"), language=language) for language in ("zh", "en"))

    assert (zh["prevails"], zh["official_title"]) == ("", "")
    assert en["official_title"] == zh["title"]
    assert "Chinese" in str(en["prevails"])


def test_a_page_without_an_address_has_no_code_and_no_words_about_one() -> None:
    given = facts("grant")
    given.pop("verify_url", None)

    found = page("grant", given, language="zh")

    assert (found["qr"], found["qr_caption"]) == ("", "")
    assert "<svg" in str(page("grant", {**given, "verify_url": "https://example.com/1"}, language="zh")["qr"])


def test_a_chain_receipt_shows_the_head_of_the_hash_only() -> None:
    given = facts("grant", receipt={"seq": 7, "hash": "0123456789abcdef" + "f" * 48})

    assert str(page("grant", given, language="en")["chain"]).endswith("event 7, 0123456789abcdef")
