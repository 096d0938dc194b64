from pathlib import Path

from sqlalchemy import Engine, create_engine

from permits.config import Settings
from permits.queue import QUEUES
from permits.services.watching import surroundings
from permits.services.watching.surroundings import look_around, look_at_broker, look_at_disks
from tests.conftest import make_settings
from tests.servers import free_port


def test_the_broker_tells_what_waits_in_each_queue_and_a_dead_one_is_told_at_once(redis_url: str) -> None:
    there = look_at_broker(redis_url, QUEUES)

    assert (there.is_there, set(there.messages)) == (True, set(QUEUES))
    assert not look_at_broker(f"redis://127.0.0.1:{free_port()}/0", QUEUES).is_there


def test_disks_are_measured_before_their_folders_are_made(tmp_path: Path) -> None:
    settings = make_settings(tmp_path / "not-there")

    assert [disk.folder for disk in look_at_disks(settings)] == ["uploads", "documents", "instance"]
    assert all(0 < (disk.free_bytes or 0) < disk.size_bytes for disk in look_at_disks(settings))


def test_a_look_finds_the_database_or_says_that_it_is_away(engine: Engine, settings: Settings) -> None:
    nowhere = create_engine("postgresql+psycopg://nobody@127.0.0.1:1/none", connect_args={"connect_timeout": 1})

    here, away = (look_around(one, nowhere, settings, QUEUES) for one in (engine, nowhere))

    assert here.figures is not None
    assert here.replica == surroundings.Replica(is_there=False)
    assert (away.figures, away.replica, away.broker) == (None, None, None)


def test_the_replica_that_is_the_primary_is_not_behind(postgresql_url: str) -> None:
    engine = create_engine(postgresql_url)

    assert surroundings._replica(engine) == surroundings.Replica(is_there=True, seconds_behind=0.0)
    engine.dispose()
