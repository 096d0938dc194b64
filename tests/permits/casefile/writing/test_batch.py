from datetime import datetime

import pytest

from permits.casefile.rows import table_of
from permits.casefile.writing.batch import Batch, matches
from permits.db import perform, reading
from permits.models import Counter, Incident
from tests.permits.lives import Life
from tests.statements import counted

AREA = "320699"
TABLE = table_of(Counter)


def numbers(life: Life) -> dict[str, int]:
    with reading(life.engine) as conn:
        return {row.series: row.last for row in conn.execute(TABLE.select())}


def with_counters(life: Life, *series: str) -> Batch:
    batch = Batch()
    for one in series:
        batch.insert(TABLE, {"area": AREA, "series": one, "last": 1})
    perform(life.engine, batch.run)
    return batch


def test_everything_is_sent_once(life: Life) -> None:
    batch = with_counters(life, "a", "b", "c")
    batch.update(TABLE, {"area": AREA, "series": ["a", "b"]}, {"last": 5})
    batch.insert(TABLE, {"area": AREA, "series": "d", "last": 9})

    perform(life.engine, batch.run)
    perform(life.engine, batch.run)

    assert numbers(life) == {"a": 5, "b": 5, "c": 1, "d": 9}


def test_postgresql_gets_one_statement(life: Life) -> None:
    batch = with_counters(life, "a")
    batch.update(TABLE, {"series": "a"}, {"last": 2})
    batch.insert(TABLE, {"area": AREA, "series": "b", "last": 1})

    with counted(life.engine) as sent:
        perform(life.engine, batch.run)

    assert len(sent) == (1 if life.engine.dialect.name == "postgresql" else 2)


def test_updates_of_one_row_are_merged(life: Life) -> None:
    batch = with_counters(life, "a")
    key = {"area": AREA, "series": "a"}
    batch.update(TABLE, key, {"last": 2})
    batch.update(TABLE, key, {"last": 3})

    perform(life.engine, batch.run)

    assert numbers(life) == {"a": 3}


def test_an_update_finds_rows_that_are_not_sent_yet(life: Life) -> None:
    batch = with_counters(life, "a")
    batch.insert(TABLE, {"area": AREA, "series": "b", "last": 1})
    batch.update(TABLE, {"area": AREA}, {"last": 7})
    batch.insert(TABLE, {"area": AREA, "series": "c", "last": 1})

    perform(life.engine, batch.run)

    assert numbers(life) == {"a": 7, "b": 7, "c": 1}


def test_a_row_not_sent_yet_can_still_be_changed_or_taken_back(life: Life) -> None:
    batch = Batch()
    kept, dropped = {"area": AREA, "series": "a", "last": 1}, {"area": AREA, "series": "b", "last": 1}
    batch.insert(TABLE, kept)
    batch.insert(TABLE, dropped)
    kept["last"] = 4
    batch.take_back(dropped)

    perform(life.engine, batch.run)

    assert numbers(life) == {"a": 4}


def test_a_deleted_row_is_not_changed_as_well(life: Life) -> None:
    filed = life.accepted()
    incidents, batch = table_of(Incident), Batch()
    about = {"application_id": filed, "area": AREA, "kind": "test", "raised_at": life.now, "detail": {}}
    batch.insert(incidents, about)
    perform(life.engine, batch.run)
    (row,) = life.rows(Incident, filed, kind="test")

    batch.update(incidents, {"id": row.id}, {"kind": "other"})
    batch.delete(incidents, row.id)
    perform(life.engine, batch.run)

    assert [one.kind for one in life.rows(Incident, filed) if one.kind in {"test", "other"}] == []


def test_a_moment_without_a_time_zone_is_refused(life: Life) -> None:
    batch = Batch()
    about = {"application_id": 1, "area": AREA, "kind": "test", "detail": {}}
    batch.insert(table_of(Incident), {**about, "raised_at": datetime(2026, 3, 2)})  # noqa: DTZ001 - that is the fault

    with pytest.raises(ValueError, match="time zone"):
        perform(life.engine, batch.run)


@pytest.mark.parametrize(
    ("key", "is_found"),
    [
        ({"kind": "stop"}, True),
        ({"kind": ["stop", "extension"]}, True),
        ({"kind": "stop", "to_on": None}, True),
        ({"kind": ()}, False),
        ({"kind": "extension"}, False),
        ({"to_on": "2026-03-02"}, False),
    ],
)
def test_a_key_finds_a_row_by_value_by_any_of_some_or_by_null(key: dict[str, object], *, is_found: bool) -> None:
    assert matches({"kind": "stop", "from_on": "2026-03-02"}, key) is is_found
