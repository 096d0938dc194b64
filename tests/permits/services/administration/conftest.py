"""An office file of a small district, and acts on an office by whoever is named."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Engine

from permits import clock
from permits.actor import OPERATOR
from permits.casefile import ActContext
from permits.db import perform
from permits.office import Office
from permits.queries.office.people import by_username

Acting = Callable[..., Any]


@pytest.fixture
def acting(engine: Engine, office: Office) -> Acting:
    """Run an act of the administration as somebody, "" for the command line, in an area."""

    def run(who: str, service: Callable[..., Any], *args: Any, area: str = "320699", **more: Any) -> Any:
        def once(conn: Any) -> Any:
            actor = by_username(conn, who) if who else OPERATOR(area)
            assert actor is not None
            return service(ActContext(conn, actor, clock.now(), office), *args, **more)

        return perform(engine, once)

    return run
