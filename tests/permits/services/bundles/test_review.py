"""A file is compared with what is in force, and its faults are told, before anything is kept."""

import pytest

from permits.casefile import ActContext
from permits.db import reading
from permits.errors import NotFound
from permits.services.bundles.review import review, review_kept
from tests.permits.lives import Life
from workflows import load_bundles

OVER = 'extends = "road-access"\nversion = "r.6"\n[limits]\ncommitted = 5\n'


def test_a_review_compares_with_what_is_in_force_and_tells_faults(life: Life) -> None:
    with reading(life.engine) as conn:
        context = ActContext(conn, life.actor("admin"), life.now, life.office)
        found, broken = review(context, OVER, "over.toml", None), review(context, "key = !", "over.toml", None)
        kept = review_kept(context, "road-access", load_bundles()["road-access"].version)

        assert (found.errors, found.grade) == ((), "minor")
        assert found.differences[-1].place == "limits.committed"
        assert (broken.bundle, broken.grade, len(broken.errors)) == (None, None, 1)
        assert (kept.differences, kept.grade, kept.before) == ((), None, kept.bundle)
        with pytest.raises(NotFound):
            review_kept(context, "road-access", "none")
