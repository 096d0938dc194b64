"""The office: bundle versions, departments and working days, as held by every process."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Protocol

from permits.errors import VersionMissing
from permits.keys import Keys
from workflows import Bundle, BundleError, Calendar, Department, Text, parse_bundle

# a version or department that this process does not know is looked for in the database, at most this often
LOOKS_AGAIN_SECONDS = 1.0
MOST_PARSED = 256


@dataclass(frozen=True, slots=True)
class Body:
    """A department of an area as printed on notices."""

    key: str
    name: Mapping[str, str]
    short: Mapping[str, str]
    document_prefix: str
    contact: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class District:
    """An area as pages name it, with the hosts at which its pages are asked for."""

    code: str
    name: Text
    hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """The calendars of all areas in one edition: the national one, and those of areas that differ."""

    edition: int
    national: Calendar
    areas: Mapping[str, Calendar]
    cut_off_hours: Mapping[str, int]


@dataclass(slots=True)
class Calendars:
    """Holds the working days of the current edition; a new edition replaces them all."""

    current: WorkingDays


@dataclass(frozen=True, slots=True)
class Term:
    """The days on which a bundle version is in force, in one area or, without one, in all."""

    id: int
    key: str
    version: str
    area: str | None
    from_on: date
    retired_on: date | None

    def holds(self, area: str, on: date) -> bool:
        """Return whether the version may be in force in an area on a day."""
        is_begun = self.from_on <= on and (self.retired_on is None or on < self.retired_on)
        return is_begun and self.area in (None, area)

    @property
    def rank(self) -> tuple[bool, date, int]:
        """The order of terms that hold: one of the area's own goes first, then the latest to begin."""
        return self.area is not None, self.from_on, self.id


Pin = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Edition:
    """What the database says of areas, bundle versions and departments; `texts` are whole bundle files."""

    number: int
    texts: Mapping[Pin, str]
    terms: tuple[Term, ...]
    bodies: Mapping[tuple[str, str], Body]
    districts: Mapping[str, District] = field(default_factory=dict)


class Bodies(dict[str, Body]):
    """The departments of an area by key; the others, which only bundles know, are found when asked for."""

    def __init__(self, rows: Iterable[tuple[str, Body]], find: Callable[[str], Body]) -> None:
        """Hold the rows of an area."""
        super().__init__(rows)
        self._find = find

    def __missing__(self, key: str) -> Body:
        """Return a department without a row.

        Raises:
            KeyError: no bundle knows it either.
        """
        return self._find(key)


def _named_only(department: Department) -> Body:
    """Build a body from a bundle's names: its numbers begin with its short name, and it has no address."""
    name, short = department.name, department.short
    names, shorts = {"zh": name.zh, "en": name.en}, {"zh": short.zh, "en": short.en}
    return Body(department.key, names, shorts, short.zh, {"zh": "", "en": ""})


class Names(dict[tuple[str, str], Text]):
    """Names of permits by matter and key; what no version knows is called by its key."""

    def __missing__(self, place: tuple[str, str]) -> Text:
        """Return the permit's key as its own name."""
        return Text(place[1], place[1])


class Library:
    """Holds the current edition; a new one replaces it, and an unknown name has it read again.

    Each version is parsed once a process, when first asked for.
    """

    def __init__(self, current: Edition, reread: Callable[[], Edition]) -> None:
        """Hold an edition; `reread` reads the newest on a connection of its own."""
        self.current = current
        self._reread = reread
        self._reread_at = -LOOKS_AGAIN_SECONDS

    def find(self, key: str, version: str) -> Bundle | None:
        """Find a version; None where it is missing, or no longer parses."""
        if (key, version) not in self.current.texts:
            self._look_again()
        found = self.current.texts.get((key, version))
        return None if found is None else _parsed(found, f"{key} {version}")

    def body(self, area: str, department: str) -> Body:
        """Return the department of an area.

        Raises:
            KeyError: the area has no such department.
        """
        if (area, department) not in self.current.bodies:
            self._look_again()
        return self.current.bodies[area, department]

    def _look_again(self) -> None:
        if time.monotonic() - self._reread_at >= LOOKS_AGAIN_SECONDS:
            self.current = self._reread()
            self._reread_at = time.monotonic()


@lru_cache(maxsize=MOST_PARSED)
def _parsed(text: str, place: str) -> Bundle | None:
    try:
        return parse_bundle(text, place)
    except BundleError:
        return None


class Pinned(Protocol):
    """A row that names the bundle version of its case."""

    @property
    def bundle(self) -> str:
        """The bundle's key."""

    @property
    def bundle_version(self) -> str:
        """Its version."""


@dataclass(frozen=True, slots=True)
class Caps:
    """How much one account, or one telephone number, may ask of the office; set by the operator."""

    drafts: int = 50
    tokens: int = 20
    objections: int = 5
    photographs: int = 300
    advice: int = 5000


@dataclass(frozen=True, slots=True)
class Office:
    """What is constant during an act (the installation), and the holders of what may change while it runs."""

    library: Library
    calendars: Calendars
    secret: str  # salts the digests of numbers of persons
    keys: Keys
    public_url: str
    is_sandbox: bool
    home_area: str  # whose administrators keep what all areas share; asked for where no address names an area
    caps: Caps = Caps()

    @property
    def districts(self) -> Mapping[str, District]:
        """The areas this installation serves, by code."""
        return self.library.current.districts

    def district_at(self, host: str) -> District | None:
        """Return the area whose pages are asked for at a host; None where the host names none."""
        return next((one for one in self.districts.values() if host in one.hosts), None)

    def bundle_of(self, row: Pinned) -> Bundle:
        """Return the bundle version a row is pinned to.

        Raises:
            VersionMissing: it was never imported here, or this version of the software cannot read it.
        """
        found = self.find_bundle(row)
        if found is None:
            raise VersionMissing(row.bundle, row.bundle_version)
        return found

    def find_bundle(self, row: Pinned) -> Bundle | None:
        """Find the bundle version a row is pinned to, for lists: None where it is missing."""
        return self.library.find(row.bundle, row.bundle_version)

    def permit_name(self, row: Pinned, permit: str, *, is_short: bool = False) -> Text:
        """Name a permit by its own bundle version; by its key where that is missing."""
        bundle = self.find_bundle(row)
        rule = bundle.permits.get(permit) if bundle else None
        return Text(permit, permit) if rule is None else rule.short if is_short else rule.name

    def place_of(self, row: Pinned, site: Mapping[str, object]) -> str:
        """Name a place as the bundle version of its case declares it; empty where that is missing."""
        bundle = self.find_bundle(row)
        return bundle.form.place_of(site) if bundle else ""

    def terms_on(self, area: str, on: date) -> Mapping[str, Term]:
        """Return the term of each bundle in force in an area on a day, by bundle: an area's own before the general."""
        holding = (one for one in self.library.current.terms if one.holds(area, on))
        return {one.key: one for one in sorted(holding, key=lambda one: one.rank)}

    def next_term(self, key: str, area: str, on: date) -> Term | None:
        """Return the next term of a bundle after a day under which another version is in force; None without one."""
        now = self.terms_on(area, on).get(key)
        begins = sorted({one.from_on for one in self.library.current.terms if one.key == key and one.from_on > on})
        terms = (self.terms_on(area, day).get(key) for day in begins)
        return next((one for one in terms if one and (now is None or one.version != now.version)), None)

    def current(self, key: str, area: str, on: date) -> Bundle | None:
        """Return the version of a bundle in force in an area on a day; None where there is none."""
        term = self.terms_on(area, on).get(key)
        return self.library.find(key, term.version) if term else None

    def in_force(self, area: str, on: date) -> dict[str, Bundle]:
        """Return the bundles in force in an area on a day in the order of the catalogue, by key.

        One that no longer parses is left out.
        """
        found = (self.library.find(key, term.version) for key, term in self.terms_on(area, on).items())
        known = sorted((one for one in found if one is not None), key=lambda one: (one.order, one.key))
        return {one.key: one for one in known}

    def first_matter(self, area: str, on: date) -> str:
        """Return the key of the first bundle of the catalogue; empty where none is in force."""
        return next(iter(self.in_force(area, on)), "")

    def all_versions(self) -> Iterator[Bundle]:
        """Yield every version of every bundle, oldest first: names are looked up in it, of whatever version."""
        for key, version in self.library.current.texts:
            bundle = self.library.find(key, version)
            if bundle is not None:
                yield bundle

    def permit_names(self, *, is_short: bool = True) -> Names:
        """Return the names of permits by matter and key, each of the newest version that has it, for figures."""
        rules = ((bundle.key, rule) for bundle in self.all_versions() for rule in bundle.permits.values())
        return Names(((matter, rule.key), rule.short if is_short else rule.name) for matter, rule in rules)

    def bodies_of(self, area: str) -> Bodies:
        """Return the departments of an area, by key."""
        rows = ((key, body) for (home, key), body in self.library.current.bodies.items() if home == area)
        return Bodies(rows, lambda key: self.body(area, key))

    def body(self, area: str, department: str) -> Body:
        """Return the department of an area; one that has no row there is called as its bundle calls it.

        Raises:
            KeyError: neither the area nor a bundle has such a department.
        """
        row = self.library.current.bodies.get((area, department))
        return row or self._named_by_bundles(department) or self.library.body(area, department)

    def _named_by_bundles(self, department: str) -> Body | None:
        known = (one.departments[department] for one in self.all_versions() if department in one.departments)
        found = next(known, None)
        return None if found is None else _named_only(found)

    def calendar_of(self, area: str) -> Calendar:
        """Return the working days of an area in the current edition."""
        days = self.calendars.current
        return days.areas.get(area, days.national)

    def cut_off_of(self, area: str) -> int | None:
        """Return the hour after which receipt counts as the next day; None: the day itself always counts."""
        return self.calendars.current.cut_off_hours.get(area)
