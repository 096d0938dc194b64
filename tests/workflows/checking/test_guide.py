"""The guide for authors of bundles is followed to the letter; the list of keys is the reader's own."""

import re
from datetime import date

from permits.config import ROOT
from workflows import bundle_format, check_text, reference_of

GUIDE = (ROOT / "docs" / "bundles.md").read_text(encoding="utf-8")
KEYS = (ROOT / "docs" / "bundle-keys.md").read_text(encoding="utf-8")
COUNTY = (ROOT / "docs" / "examples" / "road-access-county.toml").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(toml|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# the base grows and shrinks, and the guide does not follow its lines
IN_BASE = re.compile(r"^road-access\.toml:\d+:")
LAW = 'law = { zh = "《噪声污染防治法》第四十三条", en = "Noise Pollution Prevention Law art. 43" }\n'
ON = date(2026, 6, 1)


def followed(heading: str, file: str) -> tuple[str, int]:
    """Build the file of one part of the guide; returns it and the number of answers of the check that were right."""
    text, told = "", 0
    part = GUIDE.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    for kind, block in BLOCK.findall(part):
        if kind == "toml":
            text += block
            continue
        command, *lines = block.splitlines()
        if "bundles check" in command:
            found = [IN_BASE.sub("road-access.toml:…:", str(fault)) for fault in check_text(text, file, ON).errors]
            assert [line for line in lines if line not in found] == []
            told += len(lines)
    return text, told


def test_each_step_of_the_guide_is_answered_as_it_says() -> None:
    text, told = followed("A bundle step by step", "music.toml")

    finished = check_text(text.replace("[switches]", "[switches]\ntolerance_working_days = 10", 1), "music.toml", ON)
    assert (finished.errors, finished.warnings) == ((), ())
    assert finished.explored is not None
    assert told >= 3


def test_each_step_of_a_districts_variant_is_answered_as_the_guide_says() -> None:
    text, told = followed("A district's variant step by step", "road-access-county.toml")

    assert re.sub(r"^(label|variation) = .*\n", lambda one: one[0] + LAW, text, flags=re.MULTILINE) == COUNTY
    finished = check_text(COUNTY, "road-access-county.toml", ON)
    assert (finished.errors, finished.warnings) == ((), ())
    assert told == 3


def test_the_list_of_keys_is_what_the_reader_asks_for() -> None:
    assert reference_of(bundle_format()) == KEYS, "run `flask bundles schema --markdown > docs/bundle-keys.md`"
