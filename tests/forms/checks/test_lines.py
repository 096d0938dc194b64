import pytest

from forms.checks.lines import compact, is_visible, lines_within, one_line, typed_number


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("甲\n乙", "甲 乙"),
        ("甲\r\n乙", "甲  乙"),
        ("甲\u2028乙", "甲 乙"),
        ("甲\u202e乙", "甲乙"),
        ("甲\u0007乙", "甲乙"),
        ("甲\u200b乙\ufeff", "甲乙"),
        (" 甲\u3000乙 ", "甲\u3000乙"),
        ("\u200b", ""),
        ("㐂葛\U000e0100城", "㐂葛\U000e0100城"),
        ("José d’Été", "José d’Été"),
    ],
)
def test_a_line_keeps_what_is_drawn_and_nothing_else(typed: str, line: str) -> None:
    assert one_line(typed) == line


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\u202e\u2066", "\u3164", "\ufe0f", "\u2800", "\u0007"])
def test_nothing_is_seen_of_these(text: str) -> None:
    assert not is_visible(text)


@pytest.mark.parametrize("text", ["甲", "𠮷", "\ue000", "x", "·", "7"])
def test_a_letter_of_any_writing_is_seen(text: str) -> None:
    assert is_visible(text)


def test_a_number_is_brought_to_plain_characters() -> None:
    assert compact(" \uff19\uff11\uff13\uff12 0600\u3000\uff2d\uff21\uff11\u200b ") == "91320600MA1"


def test_every_text_of_an_answer_becomes_one_line() -> None:
    answer = {"rows": [{"species": "香\n樟", "count": 3}], "is_old": True, "none": None}

    assert lines_within(answer) == {"rows": [{"species": "香 樟", "count": 3}], "is_old": True, "none": None}


@pytest.mark.parametrize(
    "typed",
    [
        "DK32069920260917000233-P1",
        " dk32069920260917000233-p1\u200b",
        "".join(chr(ord(one) + 0xFEE0) for one in "DK32069920260917000233-P1"),
        "DK320699 20260917 000233\u2013P1",
    ],
)
def test_a_number_is_found_however_it_is_typed(typed: str) -> None:
    assert typed_number(typed) == "DK32069920260917000233-P1"
