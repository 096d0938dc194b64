"""Matters that no code can know live from draft to revocation, through API and pages: renamed, and random ones.

`bench lives` lives many more, on both databases.
"""

import random
import re
import tomllib
from datetime import date

import pytest

from bench.lives.living import examples, lived
from bench.lives.renamed import KEPT, renamed
from bench.lives.toml import written
from tests.offices import Office
from tests.vocabulary import WORDS, keys_of
from workflows import check_text, parse_bundle
from workflows.definition.catalogue import FOLDER
from workflows.definition.layers.whole import resolve

FILE = FOLDER / "road-access.toml"
SOURCE = dict(resolve(FILE.read_text("utf-8"), FILE.name).data or {})
ON = date(2026, 6, 1)
SEED, COUNT = 11, 1
FEW = {"most_acts": 3, "readers": 1, "most_pages": 4, "most_licences": 1}


def dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - chooses among lawful acts, the same each time


def test_a_renamed_matter_keeps_no_name_and_no_sentence() -> None:
    text = written(renamed(SOURCE))

    assert tomllib.loads(written(SOURCE)) == SOURCE
    first, other = (parse_bundle(written(one), "life.toml") for one in (SOURCE, renamed(SOURCE)))
    assert keys_of(first) & keys_of(other) == frozenset()
    assert {*first.materials, *first.refusal_codes, first.key} & {*other.materials, *other.refusal_codes} <= KEPT
    # the office's lists to choose from and its icons are called so in every matter
    assert WORDS.findall(re.sub(r'(register|icon) = "\w+"', "", text)) == []
    assert text == written(renamed(SOURCE))


def test_a_renamed_matter_lives_and_no_page_or_notice_says_a_word_of_the_first(office: Office) -> None:
    life = lived(office, written(renamed(SOURCE)), "zh", dice(1), **{**FEW, "most_acts": 0})

    assert life.faults == []
    assert life.done["approve"] >= len(life.bundle.permits)
    assert {"deliver", "check_site", "notify_intent", "hear_defence"} <= life.done.keys()


@pytest.mark.parametrize("index", range(COUNT))
def test_a_random_matter_that_the_check_calls_sound_lives(office: Office, index: int) -> None:
    text = examples(SEED, COUNT)[index]
    assert check_text(text, "made.toml", ON).errors == ()

    life = lived(office, text, "en", dice(index), **FEW)

    assert life.faults == []
    assert life.done["deliver"]
