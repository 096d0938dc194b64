"""Load the office of an installation: departments and calendars from the database, bundles from their files."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from permits.config import Settings
from permits.errors import SetupFault
from permits.models import Department
from permits.office import Body, Office
from permits.services.calendar.calendars import load_calendars
from workflows import Bundle, BundleError, event_catalogue


def load_office(conn: Connection, settings: Settings, bundles: Mapping[str, Bundle]) -> Office:
    """Read the departments of every area and the calendars.

    Raises:
        SetupFault: the catalogue of events is malformed.
    """
    try:
        event_catalogue()
    except BundleError as error:
        raise SetupFault(str(error)) from error
    return Office(
        bundles=bundles,
        calendars=load_calendars(conn),
        bodies={(row.area, row.key): _body(row) for row in conn.execute(select(Department.__table__))},
        secret=settings.secret_key,
        public_url=settings.public_url,
        is_sandbox=settings.sandbox,
        home_area=settings.area_code,
    )


def _body(row: object) -> Body:
    get = row._mapping  # type: ignore[attr-defined]  # noqa: SLF001 - SQLAlchemy's public name for a row by column
    return Body(
        key=get["key"],
        name={"zh": get["name_zh"], "en": get["name_en"]},
        short={"zh": get["short_zh"], "en": get["short_en"]},
        document_prefix=get["document_prefix"],
        contact={
            "zh": f"{get['address_zh']} 电话 {get['phone']}",
            "en": f"{get['address_en']}, tel. {get['phone']}",
        },
    )
