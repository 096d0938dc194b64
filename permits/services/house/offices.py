"""Load the office of an installation from its database: bundle versions, departments, calendars."""

from sqlalchemy import Connection

from permits.config import Settings
from permits.errors import SetupFault
from permits.keys import hold
from permits.office import Caps, Office
from permits.queries.office.editions import library_of
from permits.queries.office.installation import digest_key
from permits.services.calendar.calendars import load_calendars
from workflows import BundleError, event_catalogue


def load_office(conn: Connection, settings: Settings) -> Office:
    """Read the bundle versions, the departments of every area and the calendars.

    The engine of the connection reads and writes personal data from now on.

    Raises:
        SetupFault: the catalogue of events is malformed, or DATA_KEYS do not read this database.
    """
    try:
        event_catalogue()
    except BundleError as error:
        raise SetupFault(str(error)) from error
    hold(conn.dialect, settings.keys)
    return Office(
        library=library_of(conn),
        calendars=load_calendars(conn),
        secret=digest_key(conn, settings.keys),
        keys=settings.keys,
        public_url=settings.public_url,
        is_sandbox=settings.sandbox,
        home_area=settings.area_code,
        caps=Caps(
            drafts=settings.most_drafts,
            tokens=settings.most_tokens,
            objections=settings.most_objections,
            photographs=settings.most_photographs,
            advice=settings.most_advice,
        ),
    )
