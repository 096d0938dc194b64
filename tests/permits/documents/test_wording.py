"""A document says days, moments and texts in the language it is rendered in."""

import pytest

from permits.documents.wording import Wording

ZH, EN = Wording("zh"), Wording("en")


@pytest.mark.parametrize(("w", "said"), [(ZH, "2026年9月7日"), (EN, "7 September 2026")])
def test_a_day_is_written_out(w: Wording, said: str) -> None:
    assert w.day("2026-09-07") == said
    assert w.day("") == "—"


def test_a_moment_is_told_by_the_clock_of_the_office() -> None:
    assert ZH.moment("2026-02-14T16:10:00+00:00") == "2026年2月15日00:10"
    assert EN.moment("2026-02-14T16:10:00+00:00") == "15 February 2026, 00:10"


def test_only_a_day_can_be_provisional() -> None:
    assert EN.due("2027-01-04", provisional=True) == "4 January 2027 (provisional)"
    assert EN.due("", provisional=True) == "—"


def test_what_a_person_wrote_stays_and_a_bilingual_text_follows_the_language() -> None:
    both = {"zh": "道路", "en": "Road"}

    assert [w.text(both) for w in (ZH, EN)] == ["道路", "Road"]
    assert (EN.text("紫琅路"), EN.chinese("Zilang")) == ("紫琅路", "Zilang")


def test_sentences_and_sections_follow_the_customs_of_the_language() -> None:
    assert (ZH.join(["一。", "", "二。"]), EN.join(["One.", "", "Two."])) == ("一。二。", "One. Two.")
    assert (ZH.section(3, "事实"), EN.section(3, "Facts")) == ("三、事实", "3. Facts")
