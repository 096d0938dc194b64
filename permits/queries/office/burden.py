"""What districts ask beyond the base of their bundles: each extra with its law, and the districts that ask it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from permits.office import Office
from workflows import Bundle, Extra


@dataclass(frozen=True, slots=True)
class Burden:
    """One thing asked beyond the base, and the areas that ask it; all areas where it is asked in general."""

    bundle: str
    extra: Extra
    areas: tuple[str, ...]


def burden(office: Office, areas: Iterable[str], on: date) -> list[Burden]:
    """List what is asked beyond their base by the bundles in force in areas on a day, the most widespread first."""
    rows = [(bundle, area) for area in areas for bundle in office.in_force(area, on).values()]
    return asked(rows)


def asked(rows: Iterable[tuple[Bundle, str]]) -> list[Burden]:
    """Gather the extras of bundles by what they are and the law they cite."""
    found: dict[tuple[str, Extra], list[str]] = {}
    for bundle, area in rows:
        for one in extras_of(bundle):
            found.setdefault((bundle.key, one), []).append(area)
    listed = [Burden(key, extra, tuple(where)) for (key, extra), where in found.items()]
    return sorted(listed, key=lambda one: (-len(one.areas), one.bundle, one.extra.place))


def extras_of(bundle: Bundle) -> Iterator[Extra]:
    """Yield what a bundle asks beyond the base it was laid over; nothing where it was laid over none."""
    if bundle.overlay is not None:
        yield from bundle.overlay.extras
