"""What can be read off a bundle."""

from workflows import Text


def test_a_text_reads_chinese_unless_english_is_asked_for() -> None:
    text = Text("道口", "site access")

    assert [text.get(lang) for lang in ("zh", "en", "en-GB", "fr")] == ["道口", "site access", "site access", "道口"]
