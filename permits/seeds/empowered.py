"""The power of attorney by which the demo's contractors file for a company that is not their own."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from permits.casefile import ActContext
from permits.files import Store
from permits.office import Office
from permits.queries.office.people import by_username
from permits.seeds.episodes.licences import OTHER_COMPANY
from permits.seeds.office import CONTRACTORS
from permits.seeds.steps import PAPER
from permits.services.administration.powers import Empowered, Terms, confirm_power, record_power
from permits.services.files.uploads import examine
from workflows import POWER_ACTS, local_day

COUNTER = "window"
NUMBER = "320699190001010016"
VALID_FOR = timedelta(days=730)


def empower(conn: Connection, *, office: Office, store: Store, at: datetime) -> None:
    """Put it on record for both contractors; the counter has seen the paper. The caller commits."""
    first = local_day(at)
    terms = Terms("", POWER_ACTS, first, first + VALID_FOR)
    said = Empowered(OTHER_COMPANY["uscc"], OTHER_COMPANY["name"], "resident_card", NUMBER, terms)
    counter = by_username(conn, COUNTER)
    if counter is None:
        return
    file = examine("授权委托书.pdf", PAPER, otherwise="power.pdf")
    for username in CONTRACTORS:
        if (actor := by_username(conn, username)) is not None:
            power_id = record_power(ActContext(conn, actor, at, office), said, file=file, store=store, wall=at)
            confirm_power(ActContext(conn, counter, at, office), power_id, terms, wall=at)
