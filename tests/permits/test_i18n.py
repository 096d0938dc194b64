from pathlib import Path

from permits.i18n import compile_catalogue, translate


def test_a_sentence_is_said_in_both_languages() -> None:
    assert translate("Sign in first", "zh") == "请先登录"
    assert translate("Sign in first", "en") == "Sign in first"


def test_places_in_a_sentence_are_filled_in_both_languages() -> None:
    assert translate("%(days)s working days left", "zh", {"days": 3}) == "还剩 3 个工作日"
    assert translate("%(days)s working days left", "en", {"days": 3}) == "3 working days left"


def test_an_unknown_sentence_is_said_as_it_stands() -> None:
    assert translate("never seen", "zh") == "never seen"


def test_the_catalogue_is_written_once_and_left_alone_while_it_is_right(tmp_path: Path) -> None:
    folder = compile_catalogue(tmp_path)
    file = folder / "zh" / "LC_MESSAGES" / "messages.mo"
    before = file.stat().st_mtime_ns

    compile_catalogue(tmp_path)

    assert file.stat().st_mtime_ns == before
