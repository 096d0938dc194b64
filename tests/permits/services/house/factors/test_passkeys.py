"""What is taken as a passkey: made and used on this site, by a device that asked who uses it, once a challenge."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from permits.db import perform, reading
from permits.errors import Invalid, NotFound
from permits.models import Passkey
from permits.services.house.factors import passkeys
from permits.services.house.factors.challenges import GOOD_FOR, Site
from permits.services.house.factors.passkeys import NewPasskey
from tests.permits.lives import Life
from tests.permits.services.house.factors.authenticators import PRESENT, Device

SITE = Site("http://localhost:8000/", "a secret of the tests")
DEVICE = Device(count=1)


def asked_to_make(life: Life, user_id: int) -> str:
    named = passkeys.Named(user_id, "lead", "Lead", "Daokou")
    return passkeys.registration(SITE, named, [], wall=life.now)


def add(life: Life, user_id: int, answer: str, after: Any = timedelta(0)) -> None:
    new = NewPasskey("key", answer)
    perform(life.engine, lambda conn: passkeys.add(conn, SITE, user_id, new, wall=life.now + after))


def use(life: Life, answer: str, after: Any = timedelta(0)) -> int:
    return perform(life.engine, lambda conn: passkeys.accept(conn, SITE, answer, wall=life.now + after))


def asked(life: Life) -> str:
    return passkeys.authentication(SITE, wall=life.now)


def test_a_passkey_is_made_and_used_and_each_challenge_counts_once(life: Life) -> None:
    me, device = life.actor("lead").person, replace(DEVICE)
    made = device.create(asked_to_make(life, me))
    add(life, me, made)
    with pytest.raises(Invalid):
        add(life, me, made)

    answer = device.get(asked(life))
    assert use(life, answer) == me
    with pytest.raises(Invalid):
        use(life, answer)
    with pytest.raises(Invalid):
        use(life, device.get(asked(life)), GOOD_FOR)


@pytest.mark.parametrize(
    "device",
    [
        replace(DEVICE, origin="http://localhost:9000"),
        replace(DEVICE, origin="https://evil.example"),
        replace(DEVICE, rp_id="evil.example"),
        replace(DEVICE, flags=PRESENT),
        replace(DEVICE, flags=0),
    ],
    ids=["port", "origin", "site", "not verified", "nobody there"],
)
def test_a_passkey_of_another_site_or_of_nobody_in_particular_is_none(life: Life, device: Device) -> None:
    me = life.actor("lead").person
    with pytest.raises(Invalid):
        add(life, me, device.create(asked_to_make(life, me)))
    add(life, me, replace(DEVICE).create(asked_to_make(life, me)))

    with pytest.raises(Invalid):
        use(life, device.get(asked(life)))


def test_an_answer_to_a_challenge_drawn_elsewhere_for_another_purpose_or_person_is_none(life: Life) -> None:
    me, other = life.actor("lead").person, life.actor("roads").person
    device = replace(DEVICE)
    for options in (
        asked_to_make(life, other),
        asked(life),
        passkeys.authentication(Site("http://x", "y"), wall=life.now),
    ):
        with pytest.raises(Invalid):
            add(life, me, device.create(options))
    add(life, me, device.create(asked_to_make(life, me)))

    with pytest.raises(Invalid):
        use(life, device.get(asked_to_make(life, me)))
    with pytest.raises(Invalid):
        use(life, device.get(asked(life), type="webauthn.create"))
    with pytest.raises(Invalid):
        use(life, replace(device, credential_id=b"unknown").get(asked(life)))
    with pytest.raises(Invalid):
        use(life, replace(Device(), count=9).get(asked(life)))


def test_a_counter_that_does_not_grow_betrays_a_copy(life: Life) -> None:
    me, device = life.actor("lead").person, replace(DEVICE)
    add(life, me, device.create(asked_to_make(life, me)))
    copy = replace(device)
    use(life, device.get(asked(life)))
    use(life, device.get(asked(life)))

    with pytest.raises(Invalid):
        use(life, copy.get(asked(life)))


def test_a_device_that_does_not_count_is_taken_each_time(life: Life) -> None:
    me, device = life.actor("lead").person, Device()
    add(life, me, device.create(asked_to_make(life, me)))

    assert [use(life, device.get(asked(life))) for _ in range(2)] == [me, me]


@pytest.mark.parametrize(
    "answer", ["", "{}", "[]", "null", "x" * 20_000, "[" * 9_000, '{"id": 1, "rawId": null, "response": {}}'], ids=len
)
def test_what_no_browser_answers_is_refused(life: Life, answer: str) -> None:
    with pytest.raises(Invalid):
        use(life, answer)
    with pytest.raises(Invalid):
        add(life, life.actor("lead").person, answer)


def test_an_account_holds_so_many_and_removes_its_own_alone(life: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    me = life.actor("lead").person
    monkeypatch.setattr(passkeys, "MOST", 1)
    add(life, me, Device().create(asked_to_make(life, me)))
    with pytest.raises(Invalid):
        add(life, me, Device(credential_id=b"another").create(asked_to_make(life, me)))
    with reading(life.engine) as conn:
        kept = conn.execute(select(Passkey.id)).scalar_one()

    with pytest.raises(NotFound):
        perform(life.engine, lambda conn: passkeys.remove(conn, life.actor("roads").person, kept))
    perform(life.engine, lambda conn: passkeys.remove(conn, me, kept))
    with reading(life.engine) as conn:
        assert conn.execute(select(func.count()).select_from(Passkey)).scalar_one() == 0
