"""What can be read off a bundle."""

from workflows import Text, load_bundles, serial_days


def test_the_old_way_goes_from_one_department_to_the_next() -> None:
    stations = serial_days(load_bundles()["road-access"], ["trees", "road-occupation"])

    assert stations == [("planning", 4), ("police", 5), ("roads", 7), ("greening", 7)]


def test_a_text_reads_chinese_unless_english_is_asked_for() -> None:
    text = Text("道口", "site access")

    assert [text.get(lang) for lang in ("zh", "en", "en-GB", "fr")] == ["道口", "site access", "site access", "道口"]
