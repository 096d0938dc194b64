"""What the check calls sound lives from draft to delivery: mutants of the shipped bundle; `bench bundles` runs 100."""

from collections import Counter
from pathlib import Path

import pytest

from bench.bundles.mutants import SHIPPED, Straight, fate_of, fresh, mutants
from bench.reused import ReusedFile
from permits.office import Office
from tests.permits.lives import one_office as one_office
from workflows import read_bundle

SOURCE = SHIPPED[-1].read_text(encoding="utf-8")
# the first mutants of the bench's own run: some of them sound
COUNT = 8


def test_the_mutants_are_the_same_each_time_and_of_every_kind() -> None:
    made = mutants(SOURCE, 100)

    assert made == mutants(SOURCE, 100)
    assert set(Counter(one.kind for one in made).values()) == {20}
    assert all(one.text != SOURCE for one in made)


def test_a_mutant_is_refused_or_lives(sqlite_template: Path, one_office: Office, reused: ReusedFile) -> None:
    def open_world() -> Straight:
        return fresh(reused, sqlite_template, one_office)

    fates = [fate_of(one, open_world) for one in mutants(SOURCE, COUNT)]

    assert [(one.mutant.change, one.failure) for one in fates if one.failure] == []
    assert {one.reached for one in fates} == {"", "delivered"}


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_a_shipped_bundle_lives_on_the_same_way(
    sqlite_template: Path, one_office: Office, reused: ReusedFile, file: Path
) -> None:
    world, bundle = fresh(reused, sqlite_template, one_office), read_bundle(file)

    assert world.live(bundle, file.read_text(encoding="utf-8")) == "delivered"
    assert world.done["approve"] + world.done["forward"] > 1
    world.close()
