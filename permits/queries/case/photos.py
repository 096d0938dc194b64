"""Photographs of site visits, as they are listed and given out."""

from typing import Any

from sqlalchemy import Connection, select

from permits.errors import NotFound
from permits.models import Photo, Survey

SHOWN = (Photo.id, Photo.file_name, Photo.sha256, Photo.size_bytes)


def photos_of(conn: Connection, application_id: int, survey: int) -> list[dict[str, Any]]:
    """List the photographs of one visit, in the order they came in."""
    mine = select(*SHOWN).where(Photo.application_id == application_id, Photo.survey_id == survey)
    return [dict(row) for row in conn.execute(mine.order_by(Photo.id)).mappings()]


def photo(conn: Connection, area: str, photo_id: int) -> Any:
    """Find one photograph, with its visit's state.

    Raises:
        NotFound: there is none in this area.
    """
    columns = (Photo.application_id, Photo.file_name, Photo.media_type, Photo.sha256, Photo.storage_key)
    rows = select(*columns, Survey.state).join(Survey, Survey.id == Photo.survey_id)
    found = conn.execute(rows.where(Photo.area == area, Photo.id == photo_id)).first()
    if found is None:
        raise NotFound
    return found
