from datetime import timedelta

import pytest
from sqlalchemy import Connection

from permits.db import perform
from permits.errors import IdempotencyMismatch
from permits.models import IdempotencyKey
from permits.services.house.idempotency import KEPT_FOR, Answer, digest, forget, once
from tests.permits.lives import Life

REQUEST = digest("POST", "/applications", {"a": 1})


class Act:
    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Answer:
        self.times += 1
        return 201, {"id": self.times}


def _ask(life: Life, act: Act, *, actor: int = 1, request: str = REQUEST) -> Answer:
    def ask(conn: Connection) -> Answer:
        return once(conn, actor, "key", request=request, wall=life.now, act=act)

    return perform(life.engine, ask)


def test_asked_twice_is_done_once_and_answered_alike(life: Life) -> None:
    act = Act()

    assert _ask(life, act) == _ask(life, act) == (201, {"id": 1})
    assert act.times == 1


def test_the_same_key_for_another_request_is_refused(life: Life) -> None:
    _ask(life, Act())

    with pytest.raises(IdempotencyMismatch):
        _ask(life, Act(), request=digest("POST", "/applications", {"a": 2}))


def test_keys_of_two_people_are_two_keys(life: Life) -> None:
    act = Act()

    assert _ask(life, act) != _ask(life, act, actor=2)


def test_a_refusal_leaves_the_key_free(life: Life) -> None:
    def refuse() -> Answer:
        raise ValueError("refused")

    with pytest.raises(ValueError, match="refused"):
        perform(life.engine, lambda conn: once(conn, 1, "key", request=REQUEST, wall=life.now, act=refuse))

    assert life.count(IdempotencyKey) == 0
    assert _ask(life, Act()) == (201, {"id": 1})


def test_an_answer_is_kept_for_a_day_and_not_longer(life: Life) -> None:
    act = Act()
    _ask(life, act)
    at_the_end = life.now + timedelta(hours=24)

    kept = perform(life.engine, lambda conn: forget(conn, wall=at_the_end, most=10))
    assert (kept, _ask(life, act)[1]) == (0, {"id": 1})

    forgotten = perform(life.engine, lambda conn: forget(conn, wall=at_the_end + timedelta(seconds=1), most=10))
    assert (forgotten, _ask(life, act)[1]) == (1, {"id": 2})
    assert timedelta(hours=24) == KEPT_FOR
