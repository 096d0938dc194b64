from typing import Any

import pytest

from permits.errors import Conflict
from permits.models import Material
from permits.services.changing import materials
from permits.services.changing.quotas import Quota
from permits.services.files.uploads import MEGABYTE, Examined
from tests.permits.lives import Life

HALF = Examined("a.pdf", bytes(MEGABYTE // 2), "application/pdf")


def hand_in(life: Life, filed: int, quota: Quota, file: Examined = HALF) -> Any:
    return life.act("contractor", materials.add_material, filed, code="M01", file=file, store=life.store, quota=quota)


def test_an_application_takes_no_more_than_its_quota_all_versions_together(life: Life) -> None:
    filed, other, quota = life.draft(papers=False), life.draft(papers=False), Quota(application_mb=1)
    hand_in(life, filed, quota)
    hand_in(life, filed, quota)

    with pytest.raises(Conflict) as refused:
        hand_in(life, filed, quota, Examined("a.pdf", b"1", "application/pdf"))

    assert (refused.value.code, refused.value.params) == ("quota_exceeded", {"size": 1})
    assert len(life.rows(Material, filed)) == 2
    assert hand_in(life, other, quota).version == 1


def test_an_account_hands_in_no_more_than_its_quota_within_24_hours(life: Life) -> None:
    first, second, quota = life.draft(papers=False), life.draft(papers=False), Quota(account_mb=1)
    life.at("2026-03-05 11:00")
    hand_in(life, first, quota)
    hand_in(life, second, quota)
    life.at("2026-03-06 10:59")

    with pytest.raises(Conflict) as refused:
        hand_in(life, second, quota)

    assert refused.value.params == {"size": 1}
    life.at("2026-03-06 11:00")
    assert hand_in(life, second, quota).version == 2
