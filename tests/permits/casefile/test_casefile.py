import pytest

from permits.casefile import ActContext, open_case
from permits.casefile.writing.batch import Batch
from permits.db import perform, reading
from permits.errors import NotFound, SetupFault
from permits.models import Counter, Event
from permits.services.case.duties import cancel_item
from permits.verifier import GENESIS
from tests.permits.lives import ROADS, Life


def test_a_case_is_found_by_one_of_its_work_items(life: Life) -> None:
    filed = life.accepted()
    item_id = life.item(filed, ROADS).id

    with reading(life.engine) as conn:
        case = open_case(ActContext(conn, life.actor("roads"), life.now, life.office), work_item_id=item_id, lock=False)
        assert (case.app.id, case.item(item_id).kind) == (filed, "decision")
        with pytest.raises(NotFound):
            case.item(item_id + 1000)


def test_there_is_no_case_nobody_filed(life: Life) -> None:
    with pytest.raises(NotFound):
        life.look("window", 4711, lambda case: case.app)


def test_nothing_is_written_before_it_is_saved(life: Life) -> None:
    filed = life.submitted(papers=False)

    with life.engine.begin() as conn:
        case = open_case(ActContext(conn, life.actor("window"), life.now, life.office), application_id=filed)
        case.change(case.app, title="changed")
        case.record("application.changed", {})

    assert life.application(filed).title != "changed"
    assert life.events(filed)[-1] == "application.submitted"


def test_a_state_changes_by_a_move_only(life: Life) -> None:
    filed = life.submitted(papers=False)

    with pytest.raises(SetupFault, match="lifecycle"):
        life.look("window", filed, lambda case: case.change(case.app, state="decided"))


def test_what_moves_without_an_event_is_not_written(life: Life) -> None:
    filed = life.accepted()

    def act(context: ActContext) -> None:
        case = open_case(context, application_id=filed)
        item = next(one for one in case.items if one.department == "roads")
        case.record("application.urged", {})
        cancel_item(case, item)
        case.save()

    with pytest.raises(SetupFault, match="item:road-occupation:roads:decision:1"):
        life.act("window", act)
    assert life.item(filed, ROADS).state == "open"
    assert life.events(filed)[-1] == "application.accepted"


def test_an_event_tells_what_moved_before_it(life: Life) -> None:
    filed = life.accepted()

    drafted, submitted, accepted = [life.rows(Event, filed)[n].payload["moves"] for n in (0, -2, -1)]

    assert drafted == {"application": "draft"}
    assert submitted == {
        "application": "received",
        "permit:road-occupation": "waiting",
        "item::window:intake:1": "open",
    }
    assert accepted == {
        "application": "in_review",
        "item::window:intake:1": "done",
        "permit:road-occupation": "under_review",
        "item:road-occupation:police:co_approval:1": "open",
        "item:road-occupation:roads:decision:1": "open",
    }


def test_events_are_linked_in_order(life: Life) -> None:
    filed = life.submitted(papers=False)

    events = life.rows(Event, filed)

    assert [row.seq for row in events] == [1, 2]
    assert [row.prev_hash for row in events] == [GENESIS, events[0].hash]
    assert life.application(filed).event_hash == events[-1].hash


def test_a_batch_sends_everything_once(life: Life) -> None:
    table = Counter.__table__
    batch = Batch()
    for series in ("a", "b", "c"):
        batch.insert(table, {"area": "320699", "series": series, "last": 1})
    perform(life.engine, batch.run)
    batch.update(table, {"area": "320699", "series": ["a", "b"]}, {"last": 5})
    batch.insert(table, {"area": "320699", "series": "d", "last": 9})

    perform(life.engine, batch.run)
    perform(life.engine, batch.run)

    with reading(life.engine) as conn:
        found = {row.series: row.last for row in conn.execute(table.select())}
    assert found == {"a": 5, "b": 5, "c": 1, "d": 9}


def test_updates_of_one_row_are_merged(life: Life) -> None:
    table = Counter.__table__
    batch = Batch()
    batch.insert(table, {"area": "320699", "series": "a", "last": 1})
    perform(life.engine, batch.run)

    key = {"area": "320699", "series": "a"}
    batch.update(table, key, {"last": 2})
    batch.update(table, key, {"last": 3})
    perform(life.engine, batch.run)

    with reading(life.engine) as conn:
        assert [row.last for row in conn.execute(table.select())] == [3]
