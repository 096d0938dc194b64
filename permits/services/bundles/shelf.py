"""The versions an office keeps, as bases that a district's overlay may extend."""

from dataclasses import dataclass
from datetime import date

from permits.office import Office
from workflows import Layer

EVERYWHERE = ""  # no area is called so: only general terms hold there


@dataclass(frozen=True, slots=True)
class Kept:
    """Finds a base among the imported versions: the one named, else the one in force in all areas on a day."""

    office: Office
    on: date

    def base(self, key: str, version: str) -> Layer | None:
        """Find a version."""
        if not version:
            term = self.office.terms_on(EVERYWHERE, self.on).get(key)
            version = term.version if term else ""
        text = self.office.library.current.texts.get((key, version))
        return None if text is None else Layer(f"{key} {version}", text)

    def shared(self, _name: str) -> Layer | None:
        """Find nothing: a version is kept whole, and shared tables are files."""
        return None
