"""Acts on bundles stand on one chain that refuses changes; where one was made all the same, the link is named."""

from typing import Any

import pytest
from sqlalchemy import Connection, update
from sqlalchemy.exc import DBAPIError

from permits.db import perform
from permits.models import BundleEvent
from permits.queries.office.acts import BUNDLES, broken_chains, events_of_bundles, heads
from permits.services.bundles.importing import line_up
from permits.services.bundles.trail import Acts, broken_link
from tests.permits.lives import Life


class Undone(Exception):
    """Takes a transaction back."""


def recorded(life: Life, then: Any) -> None:
    def act(conn: Connection) -> None:
        line_up(conn)
        Acts(conn, "admin", life.now).record("bundle.imported", "road-access", "t.1", {"area": None})
        then(conn)
        raise Undone

    with pytest.raises(Undone):
        perform(life.engine, act)


def change(conn: Connection) -> None:
    conn.execute(update(BundleEvent).where(BundleEvent.version == "t.1").values(actor="nobody"))


def test_the_chain_holds_and_refuses_changes(life: Life) -> None:
    def look(conn: Connection) -> None:
        assert broken_link(conn) is None
        assert heads(conn)[BUNDLES] == (len(events_of_bundles(conn)), events_of_bundles(conn)[-1]["hash"])
        assert (BUNDLES, len(events_of_bundles(conn)), None) in [*broken_chains(conn)]

    recorded(life, look)
    with pytest.raises(DBAPIError, match="append-only"):
        perform(life.engine, lambda conn: conn.execute(update(BundleEvent).values(actor="nobody")))


def test_a_change_made_behind_its_back_is_named(life: Life) -> None:
    def tamper(conn: Connection) -> None:
        off = (
            "drop trigger bundle_event_no_update"
            if conn.dialect.name == "sqlite"
            else "set local session_replication_role = replica"
        )
        conn.exec_driver_sql(off)
        change(conn)
        assert "was changed after it was recorded" in str(broken_link(conn))
        assert [name for name, _, fault in broken_chains(conn) if fault] == [BUNDLES]

    recorded(life, tamper)
