"""The guide for authors of bundles is followed to the letter; the list of keys is the reader's own."""

import re
from datetime import date

from permits.config import ROOT
from workflows import bundle_format, check_text, reference_of

GUIDE = (ROOT / "docs" / "bundles.md").read_text(encoding="utf-8")
KEYS = (ROOT / "docs" / "bundle-keys.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(toml|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ON = date(2026, 6, 1)


def test_each_step_of_the_guide_is_answered_as_it_says() -> None:
    text, told = "", 0
    for kind, block in BLOCK.findall(GUIDE):
        if kind == "toml":
            text += block
            continue
        _, *lines = block.splitlines()
        found = [str(fault) for fault in check_text(text, "music.toml", ON).errors]
        assert [line for line in lines if line not in found] == []
        told += len(lines)

    finished = check_text(text.replace("[switches]", "[switches]\ntolerance_working_days = 10", 1), "music.toml", ON)
    assert (finished.errors, finished.warnings) == ((), ())
    assert finished.explored is not None
    assert told >= 3


def test_the_list_of_keys_is_what_the_reader_asks_for() -> None:
    assert reference_of(bundle_format()) == KEYS, "run `flask bundles schema --markdown > docs/bundle-keys.md`"
