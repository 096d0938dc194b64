import pytest

from permits.documents.glyphs import drawable


@pytest.mark.parametrize("text", ["示范区〔2026〕第8号", "Zilang Road, 12 m²", "㐀é—“”\n"])
def test_text_the_fonts_know_stays_as_it_is(text: str) -> None:
    assert drawable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"), [("吉\U0002ebf0", "吉[U+2EBF0]"), ("😀", "[U+1F600]"), ("\ud800", "[U+D800]")]
)
def test_a_character_without_a_glyph_is_named(text: str, shown: str) -> None:
    assert drawable(text) == shown


@pytest.mark.parametrize("text", ["甲\u202e乙", "甲\x07乙", "甲\u200d乙", "甲\ufe0f乙", "甲\u2066乙"])
def test_characters_nobody_sees_are_dropped(text: str) -> None:
    assert drawable(text) == "甲乙"


def test_a_tab_becomes_a_space() -> None:
    assert drawable("甲\t乙") == "甲 乙"


def test_only_runs_longer_than_any_number_may_break() -> None:
    number = "DK32069920260917000233-P1"

    assert drawable(number) == number
    assert drawable("a" * 40).replace("\u200b", "") == "a" * 40
    assert max(map(len, drawable("a" * 40).split("\u200b"))) <= 12


def test_every_text_inside_json_is_reached_and_nothing_else_changes() -> None:
    data = {"a": ["😀", {"b": "甲\x07"}], "n": 3, "t": True, "none": None}

    assert drawable(data) == {"a": ["[U+1F600]", {"b": "甲"}], "n": 3, "t": True, "none": None}
