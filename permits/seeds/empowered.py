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
from permits.services.files.uploads import examine
from permits.services.house.powers import Empowered, record_power
from workflows import local_day

NUMBER = "320699190001010016"
VALID_FOR = timedelta(days=730)


def empower(conn: Connection, *, office: Office, store: Store, at: datetime) -> None:
    """Put it on record for both contractors; the caller commits."""
    first = local_day(at)
    said = Empowered(
        principal_uscc=OTHER_COMPANY["uscc"],
        principal_name=OTHER_COMPANY["name"],
        id_kind="resident_card",
        resident_id=NUMBER,
        scope="",
        from_on=first,
        to_on=first + VALID_FOR,
    )
    file = examine("授权委托书.pdf", PAPER, otherwise="power.pdf")
    for username in CONTRACTORS:
        if (actor := by_username(conn, username)) is not None:
            record_power(ActContext(conn, actor, at, office), said, file=file, store=store)
