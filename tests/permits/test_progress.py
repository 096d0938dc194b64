import sys
from io import StringIO

import pytest

from permits.progress import on_terminal


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def drawn_on(screen: StringIO, monkeypatch: pytest.MonkeyPatch, *, quiet: bool = False) -> str:
    monkeypatch.setenv("TERM", "xterm")
    # in the test itself: pytest puts its own stderr back after the fixtures
    monkeypatch.setattr(sys, "stderr", screen)
    assert list(on_terminal("living the days", quiet=quiet)([1, 2, 3])) == [1, 2, 3]
    return screen.getvalue()


def test_a_person_at_a_terminal_sees_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "living the days" in drawn_on(Terminal(), monkeypatch)


def test_a_program_that_reads_the_answer_sees_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn_on(Terminal(), monkeypatch, quiet=True) == ""


def test_a_log_sees_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn_on(StringIO(), monkeypatch) == ""
