import pytest

from permits.db import perform
from permits.services.house.factors.challenges import GOOD_FOR, Site
from tests.permits.lives import Life

SITE = Site("https://permits.example.cn/office", "a secret of the tests")


def test_a_site_is_its_host_and_its_origin() -> None:
    assert (SITE.rp_id, SITE.origin) == ("permits.example.cn", "https://permits.example.cn")


@pytest.mark.parametrize("purpose", ["sign-in", "another"])
def test_a_challenge_is_good_for_its_purpose_once_and_not_for_long(life: Life, purpose: str) -> None:
    drawn, late = (SITE.draw("sign-in", wall=life.now) for _ in range(2))

    def spends(challenge: bytes, site: Site = SITE, wall: object = life.now) -> bool:
        return perform(life.engine, lambda conn: site.spend(conn, purpose, challenge, wall=wall))  # type: ignore[arg-type]

    is_right = purpose == "sign-in"
    assert not spends(drawn, Site(SITE.public_url, "another secret"))
    assert [spends(drawn), spends(drawn)] == [is_right, False]
    assert not spends(late, wall=life.now + GOOD_FOR)
    assert not any(spends(one) for one in (b"", b"..", b"\xff", drawn + b"0"))
