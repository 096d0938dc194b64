"""Photographs of site visits."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from permits.errors import NotFound
from permits.models import Photo, Survey
from permits.queries.typed import columns_of, first


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """The storage key and metadata of a photograph, and the state of its visit."""

    application_id: int
    file_name: str
    media_type: str
    sha256: str
    storage_key: str
    state: str


def photo(conn: Connection, area: str, photo_id: int) -> KeptPhoto:
    """Find a photograph with the state of its visit.

    Raises:
        NotFound: there is none in this area.
    """
    rows = select(*columns_of(KeptPhoto, Photo, {"state": Survey.state})).join(Survey, Survey.id == Photo.survey_id)
    found = first(conn, KeptPhoto, rows.where(Photo.area == area, Photo.id == photo_id))
    if found is None:
        raise NotFound
    return found
