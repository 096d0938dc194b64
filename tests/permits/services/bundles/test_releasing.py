"""A version proposed by one person is put in force by another; every act stands on the chain of bundles."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from permits.actor import Actor
from permits.db import reading
from permits.errors import Conflict, Forbidden, Invalid, NotFound
from permits.models import BundleEvent
from permits.policies import keeps_bundles_of
from permits.services.bundles.releasing import Wanted, propose, release, retire_in, withdraw_proposal
from permits.services.bundles.trail import broken_link
from tests.permits.lives import Life, day

OVER = 'extends = "road-access"\nversion = "{}"\n[limits]\ncommitted = 5\n'


def wanted(number: str, on: date, **changes: object) -> Wanted:
    known = Wanted(text=OVER.format(number), file="over.toml", area=None, from_on=on, note="Order 9")
    return replace(known, **changes)  # type: ignore[arg-type]


def acts(life: Life, number: str) -> list[str]:
    with reading(life.engine) as conn:
        found = select(BundleEvent.type).where(BundleEvent.version == number).order_by(BundleEvent.seq)
        return list(conn.execute(found).scalars())


def test_a_second_person_puts_a_proposed_version_in_force_from_its_day(life: Life) -> None:
    tomorrow = day("2026-03-10")
    number = life.act("admin", propose, wanted("r.1", tomorrow))

    with pytest.raises(Conflict, match="a second person does"):
        life.act("admin", release, number)
    life.act("admin2", release, number)

    with pytest.raises(Conflict, match="closed already"):
        life.act("admin2", release, number)
    assert acts(life, "r.1") == ["bundle.proposed", "bundle.released"]
    with reading(life.engine) as conn:
        assert broken_link(conn) is None


def test_what_was_taken_back_is_not_released(life: Life) -> None:
    number = life.act("admin", propose, wanted("r.2", life.now.date()))
    with pytest.raises(Conflict, match="waits for its release already"):
        life.act("admin2", propose, wanted("r.2", life.now.date()))

    life.act("admin", withdraw_proposal, number)

    with pytest.raises(Conflict, match="closed already"):
        life.act("admin2", release, number)
    assert acts(life, "r.2") == ["bundle.proposed", "bundle.withdrawn"]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"from_on": date(2020, 1, 1)}, Invalid),
        ({"note": " "}, Invalid),
        ({"text": OVER.format("r.3") + "jiont = 4\n"}, Invalid),
        ({"area": "320682"}, Forbidden),
    ],
)
def test_what_nobody_may_propose_is_refused(life: Life, changes: dict[str, object], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        life.act("admin", propose, wanted("r.3", life.now.date(), **changes))

    assert acts(life, "r.3") == []


@pytest.mark.parametrize(("area", "keeps"), [("320682", True), ("320699", False), ("", False)])
def test_an_administrator_keeps_the_rules_of_their_area_and_the_home_areas_those_of_all(area: str, keeps: bool) -> None:
    far = Actor(1, "far", "Far", "human", "320682", frozenset({("admin", "")}))
    near = Actor(2, "near", "Near", "human", "320699", frozenset({("admin", "")}))

    assert keeps_bundles_of(far, area, home_area="320699") is keeps
    assert keeps_bundles_of(near, area, home_area="320699") is not keeps
    assert not keeps_bundles_of(replace(near, roles=frozenset({("lead", "lead")})), area, home_area="320699")


def test_a_version_of_an_area_is_retired_there_alone_and_never_in_the_past(life: Life) -> None:
    area, today = life.office.home_area, life.now.date()
    life.act("admin2", release, life.act("admin", propose, wanted("r.4", today, area=area)))

    with pytest.raises(Invalid):
        life.act("admin", retire_in, "road-access", "r.4", area=area, from_on=date(2020, 1, 1))
    assert life.act("admin", retire_in, "road-access", "r.4", area=area, from_on=today) == 1
    with pytest.raises(NotFound):
        life.act("admin", retire_in, "road-access", "r.4", area=area, from_on=today)
    assert acts(life, "r.4")[-1] == "bundle.retired"
