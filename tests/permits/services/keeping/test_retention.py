"""Retention: what is past its period goes, what is younger or held by a case stays."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select

from permits import clock
from permits.db import reading
from permits.errors import SetupFault
from permits.models import Mail, SignIn
from permits.services.keeping import retention
from tests.permits.lives import Life

DAY = timedelta(days=1)


@pytest.fixture
def emptied(life: Life) -> Iterator[Life]:
    yield life
    with life.engine.begin() as conn:
        conn.execute(delete(SignIn))
        conn.execute(delete(Mail))


def sign_ins(life: Life, wall: datetime, *ages: int) -> None:
    row = {"area": "320699", "username": "lead", "roles": "", "address": "10.0.0.1", "outcome": "failed"}
    with life.engine.begin() as conn:
        conn.execute(insert(SignIn), [{**row, "at": wall - age * DAY} for age in ages])


def letter(life: Life, case: int | None, dedupe: str, sent: datetime) -> None:
    row = {"area": "320699", "recipient": "a@example.com", "subject": "s", "body": "b", "created_at": sent}
    with life.engine.begin() as conn:
        made = insert(Mail).values(**row, dedupe=dedupe, sent_at=sent, application_id=case)
        conn.execute(made.values(user_id=life.actor("contractor").person))


def kept(life: Life, *which: str) -> set[str]:
    with reading(life.engine) as conn:
        return set(conn.execute(select(Mail.dedupe).where(Mail.dedupe.in_(which))).scalars())


def test_what_is_past_its_period_is_counted_and_goes_in_batches(emptied: Life, monkeypatch: pytest.MonkeyPatch) -> None:
    life, wall = emptied, clock.wall()
    sign_ins(life, wall, 400, 380, 367, 300, 1)
    monkeypatch.setattr(retention, "BATCH", 2)
    assert retention.due(life.engine, at=life.now, wall=wall)["sign_in"] == 3
    with reading(life.engine) as conn:
        assert len(conn.execute(select(SignIn.id)).all()) >= 5

    assert [rows for kind, rows in retention.run(life.engine, at=life.now, wall=wall) if kind == "sign_in"] == [2, 1]

    assert retention.due(life.engine, at=life.now, wall=wall)["sign_in"] == 0
    with reading(life.engine) as conn:
        ages = {(wall - at).days for at in conn.execute(select(SignIn.at).where(SignIn.username == "lead")).scalars()}
    assert ages == {300, 1}


def test_a_letter_of_a_case_that_is_not_closed_is_held(emptied: Life) -> None:
    life, wall = emptied, clock.wall()
    case = life.submitted()
    letter(life, case, "of-a-case", wall - 2000 * DAY)
    letter(life, None, "of-none", wall - 2000 * DAY)
    letter(life, None, "young", wall - DAY)

    list(retention.run(life.engine, at=life.now, wall=wall))

    assert kept(life, "of-a-case", "of-none", "young") == {"of-a-case", "young"}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (("days = 366", "days = 30"), "sign_in is shorter than its law"),
        (("[advice]", "[gossip]"), "advice, gossip must stand"),
        (("least = 183", 'least = "x'), "retention.toml"),
        (("least = 183\n", ""), "missing 1 required"),
    ],
)
def test_a_table_that_breaks_its_law_or_names_the_wrong_kinds_stops_the_start(
    tmp_path: Path, change: tuple[str, str], fault: str
) -> None:
    file = tmp_path / "retention.toml"
    file.write_text(retention.FILE.read_text("utf-8").replace(*change, 1), "utf-8")

    with pytest.raises(SetupFault, match=fault):
        retention.periods(file)
