"""Files of a case by their ids."""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from permits.models import Material
from permits.queries.typed import columns_of, first


@dataclass(frozen=True, slots=True)
class KeptFile:
    """The storage key and metadata of a material's file."""

    application_id: int
    storage_key: str
    file_name: str
    media_type: str
    sha256: str


def material(conn: Connection, area: str, material_id: int) -> KeptFile | None:
    """Find a material by its id; None where there is none."""
    wanted = select(*columns_of(KeptFile, Material)).where(Material.area == area, Material.id == material_id)
    return first(conn, KeptFile, wanted)
