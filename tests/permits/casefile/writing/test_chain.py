from dataclasses import replace

from permits.actor import Actor
from permits.casefile import ActContext, open_case
from permits.casefile.writing import payload_of
from permits.models import Event
from permits.verifier import GENESIS, event_hash, moment
from tests.permits.lives import Life


def test_events_are_linked_in_order(life: Life) -> None:
    filed = life.submitted(papers=False)

    events = life.rows(Event, filed)

    assert [row.seq for row in events] == [1, 2]
    assert [row.prev_hash for row in events] == [GENESIS, events[0].hash]
    assert life.application(filed).event_hash == events[-1].hash


def test_an_event_is_hashed_as_an_export_gives_it(life: Life) -> None:
    filed = life.draft(papers=False)

    (row,) = life.rows(Event, filed)

    names = ("seq", "type", "actor", "actor_kind", "on_behalf_of", "payload")
    body = {"application": filed, "at": moment(row.at), **{name: getattr(row, name) for name in names}}
    assert row.hash == event_hash(GENESIS, body)


def test_two_events_of_one_act_follow_each_other(life: Life) -> None:
    filed = life.submitted(papers=False)

    def act(context: ActContext) -> list[int]:
        case = open_case(context, application_id=filed)
        recorded = [case.record("application.urged", {"time": time}) for time in (1, 2)]
        case.save()
        return recorded

    assert life.act("window", act) == [3, 4]
    third, fourth = life.rows(Event, filed)[-2:]
    assert fourth.prev_hash == third.hash


def test_a_payload_holds_note_and_moves_only_where_there_are_any(life: Life) -> None:
    actor: Actor = life.actor("window")
    with life.engine.connect() as conn:
        context = ActContext(conn, actor, life.now, life.office)

        assert payload_of(context, {"to": "draft"}, {}) == {"to": "draft"}
        noted = payload_of(replace(context, note="looked at"), {"to": "draft"}, {"application": "draft"})

    assert noted == {"to": "draft", "note": "looked at", "moves": {"application": "draft"}}
