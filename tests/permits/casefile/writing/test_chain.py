from dataclasses import replace

import pytest
from sqlalchemy import Connection

from permits.casefile import ActContext, open_case
from permits.casefile.writing import EventContent, content_of
from permits.errors import SetupFault
from permits.models import Event
from permits.models.internal import Internal
from permits.verifier import GENESIS, event_hash, moment, sealed
from tests.permits.lives import Life
from workflows import event_catalogue

CHANGED = event_catalogue().find("application.changed")


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


def test_a_payload_holds_moves_only_where_there_are_any(life: Life) -> None:
    with life.engine.connect() as conn:
        told = content_of(_context(life, conn), CHANGED, {"to": "draft"}, moves={}, salt="s")
        moved = content_of(_context(life, conn), CHANGED, {"to": "draft"}, moves={"application": "draft"}, salt="s")

    assert told == EventContent({"to": "draft"})
    assert moved == EventContent({"to": "draft", "moves": {"application": "draft"}})


def test_a_note_and_internal_keys_stand_outside_the_payload_with_a_salted_digest_inside(life: Life) -> None:
    declared = event_catalogue().find("supervision.answered")
    with life.engine.connect() as conn:
        context = replace(_context(life, conn), note="looked at")
        told = content_of(context, declared, {"cause": "ill", "number": "1"}, moves={}, salt="s")

    assert told.internal == {"cause": "ill", "note": "looked at"}
    assert told.payload["number"] == "1"
    assert told.payload["internal"] == {"cause": sealed("s", "ill"), "note": sealed("s", "looked at")}
    assert "ill" not in str(told.payload)


def test_an_internal_text_under_a_key_that_is_public_is_refused(life: Life) -> None:
    with life.engine.connect() as conn, pytest.raises(SetupFault, match="reason"):
        content_of(_context(life, conn), CHANGED, {"reason": [{"text": Internal("ill")}]}, moves={}, salt="s")


def test_the_last_event_of_an_act_covers_what_changes_after_it(life: Life) -> None:
    filed = life.submitted(papers=False)

    def act(context: ActContext) -> None:
        case = open_case(context, application_id=filed)
        case.record("application.urged", {})
        case.change(case.app, outcome="withdrawn")
        case.save()

    life.act("window", act)
    (seals,) = [row.payload["seals"] for row in life.rows(Event, filed) if row.type == "application.urged"]
    before, after = seals["application"]["outcome"]
    salt = life.application(filed).salt
    assert (before, after) == (sealed(salt, None), sealed(salt, "withdrawn"))


def test_a_change_of_what_the_chain_covers_needs_an_event(life: Life) -> None:
    filed = life.submitted(papers=False)

    def act(context: ActContext) -> None:
        case = open_case(context, application_id=filed)
        case.change(case.app, outcome="withdrawn")
        case.save()

    with pytest.raises(SetupFault, match="changed without an event: application"):
        life.act("window", act)


def _context(life: Life, conn: Connection) -> ActContext:
    return ActContext(conn, life.actor("window"), life.now, life.office)
