"""Files of a case by their ids, for whoever hands them out."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from permits.models import Material
from permits.queries.typed import columns_of, first


@dataclass(frozen=True, slots=True)
class KeptFile:
    """Where a file that came in is kept."""

    application_id: int
    storage_key: str
    file_name: str
    media_type: str
    sha256: str


def material(conn: Connection, area: str, material_id: int) -> KeptFile | None:
    """Find one material by its id, or nothing."""
    wanted = select(*columns_of(KeptFile, Material)).where(Material.area == area, Material.id == material_id)
    return first(conn, KeptFile, wanted)
